package io.lodestone.engine.memtable;

import io.lodestone.model.PresenceBits;
import java.util.Arrays;

/**
 * The values of one measure column in one block.
 *
 * <p>A VARCHAR value's word is its place in the memtable's {@link TextArena}.
 *
 * @param words one word per point of the block, anything where the value is absent
 * @param presence bit i of word i / 64 is set when point i has a value; null when every point so
 *     far has one. Shared with the writer, see {@link Block}
 */
record BlockColumn(long[] words, long[] presence) {
  /** A column without a value so far, with presence bits unless every point will have one. */
  static BlockColumn create(int capacity, boolean allPresent, ArrayPool pool) {
    return new BlockColumn(
        pool.longs(capacity), allPresent ? null : new long[PresenceBits.words(capacity)]);
  }

  /** The same values with presence bits, those of the first {@code present} points set. */
  BlockColumn withPresence(int present) {
    long[] bits = new long[PresenceBits.words(words.length)];
    PresenceBits.set(bits, 0, present);
    return new BlockColumn(words, bits);
  }

  /** A copy with room for more points. */
  BlockColumn grow(int capacity, ArrayPool pool) {
    long[] longer = pool.longs(capacity);
    System.arraycopy(words, 0, longer, 0, words.length);
    return new BlockColumn(
        longer, presence == null ? null : Arrays.copyOf(presence, PresenceBits.words(capacity)));
  }

  boolean isPresent(int index) {
    return presence == null || PresenceBits.isSet(presence, index);
  }

  /** Whether each of some points has a value. */
  boolean isPresent(int from, int to) {
    return presence == null || PresenceBits.areSet(presence, from, to);
  }

  long memoryBytes() {
    return ArrayBytes.of(words) + (presence == null ? 0 : ArrayBytes.of(presence));
  }
}
