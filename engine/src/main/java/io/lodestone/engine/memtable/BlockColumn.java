package io.lodestone.engine.memtable;

import java.util.Arrays;

/**
 * The values of one measure column in one block.
 *
 * <p>A VARCHAR value's word is its place in the memtable's {@link TextArena}.
 *
 * @param words one word per point of the block, 0 where the value is absent
 * @param presence bit i of word i / 64 is set when point i has a value; null when every point so
 *     far has one. Shared with the writer, see {@link Block}
 */
record BlockColumn(long[] words, long[] presence) {
  /** A column whose first {@code absent} points have no value. */
  static BlockColumn create(int capacity, boolean allPresent) {
    return new BlockColumn(
        new long[capacity], allPresent ? null : new long[presenceWords(capacity)]);
  }

  /** The same values with presence bits, those of the first {@code present} points set. */
  BlockColumn withPresence(int present) {
    long[] bits = new long[presenceWords(words.length)];
    setRange(bits, 0, present);
    return new BlockColumn(words, bits);
  }

  /** A copy with room for more points. */
  BlockColumn grow(int capacity) {
    return new BlockColumn(
        Arrays.copyOf(words, capacity),
        presence == null ? null : Arrays.copyOf(presence, presenceWords(capacity)));
  }

  boolean isPresent(int index) {
    return presence == null || (presence[index >>> 6] >>> index & 1) != 0;
  }

  /** Marks the points {@code from} to {@code to}, exclusive, as having a value. */
  void markPresent(int from, int to) {
    if (presence != null) {
      setRange(presence, from, to);
    }
  }

  long memoryBytes() {
    return 64 + 8L * words.length + (presence == null ? 0 : 8L * presence.length);
  }

  private static void setRange(long[] bits, int from, int to) {
    if (from >= to) {
      return;
    }
    int first = from >>> 6;
    int last = (to - 1) >>> 6;
    long head = -1L << from;
    long tail = -1L >>> -to;
    if (first == last) {
      bits[first] |= head & tail;
      return;
    }
    bits[first] |= head;
    Arrays.fill(bits, first + 1, last, -1L);
    bits[last] |= tail;
  }

  private static int presenceWords(int capacity) {
    return (capacity + 63) >>> 6;
  }
}
