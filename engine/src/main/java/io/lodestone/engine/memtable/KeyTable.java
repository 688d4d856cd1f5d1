package io.lodestone.engine.memtable;

import java.util.Arrays;

/**
 * Numbers by (series, time), for keys of any distribution. Keys are entered and overwritten, never
 * removed. Used by the committer alone.
 *
 * <p>Extendible hashing (Fagin, Nievergelt, Pippenger and Strong, 1979): the highest bits of a
 * key's hash choose a part, and a part that is full is split by the next bit. So the table grows a
 * part at a time, never stops for all of its keys at once, and takes its memory from the pool.
 * Within a part, open addressing:
 *
 * <pre>
 *   | time | series, number + 1 | time | series, number + 1 | …        the second word 0: empty
 * </pre>
 */
final class KeyTable {
  private static final int WORDS = 2;
  private static final int FIRST_WORDS = 32;

  /** Beyond 65,536 parts, which no memory can fill, parts are made longer instead. */
  private static final int DEPTH_MAX = 16;

  private final ArrayPool pool;
  private final int partWords;

  /** By the highest {@link #depth} bits of the hash; parts that use fewer stand here repeatedly. */
  private Part[] parts = {};

  private int depth;
  private long memoryBytes = ArrayBytes.of(parts);

  /** Keys whose hashes begin with the same {@code depth} bits. */
  private static final class Part {
    final int depth;
    long[] words;
    int count;

    Part(int depth, long[] words) {
      this.depth = depth;
      this.words = words;
    }
  }

  /**
   * @param partWords length of a part's array, a power of two
   */
  KeyTable(ArrayPool pool, int partWords) {
    this.pool = pool;
    this.partWords = partWords;
  }

  /** Gives all memory back; nothing is found any more. */
  void giveBack() {
    for (int i = 0; i < parts.length; i++) {
      if (i == 0 || parts[i] != parts[i - 1]) {
        pool.give(parts[i].words);
      }
    }
    parts = new Part[0];
    depth = 0;
  }

  long memoryBytes() {
    return memoryBytes;
  }

  /** The number of a key, or -1. */
  int find(int series, long time) {
    if (parts.length == 0) {
      return -1;
    }
    long hash = hash(series, time);
    long[] words = parts[partOf(hash)].words;
    int at = place(words, hash, series, time);
    return (int) words[at + 1] - 1;
  }

  /** Sets the number of a key, which is at least 0. */
  void put(int series, long time, int number) {
    if (parts.length == 0) {
      setParts(new Part[] {new Part(0, newWords(FIRST_WORDS))});
    }
    long hash = hash(series, time);
    Part part = parts[partOf(hash)];
    int at = place(part.words, hash, series, time);
    if (part.words[at + 1] == 0) {
      if (4L * (part.count + 1) > 3L * (part.words.length / WORDS)) {
        makeRoom(part, hash);
        put(series, time, number);
        return;
      }
      part.count++;
      part.words[at] = time;
    }
    part.words[at + 1] = (long) series << 32 | number + 1;
  }

  /** Where a key stands, or the empty place where it belongs. */
  private static int place(long[] words, long hash, int series, long time) {
    int mask = words.length - 1;
    int at = (int) hash * WORDS & mask;
    while (words[at + 1] != 0 && (words[at] != time || (int) (words[at + 1] >>> 32) != series)) {
      at = at + WORDS & mask;
    }
    return at;
  }

  private int partOf(long hash) {
    // In two steps, because a shift by 64 bits would be one by none.
    return (int) (hash >>> 1 >>> 63 - depth);
  }

  private void makeRoom(Part part, long hash) {
    long[] full = part.words;
    if (full.length < partWords || part.depth == DEPTH_MAX) {
      part.words = newWords(2 * full.length);
      move(full, part, part);
    } else {
      if (part.depth == depth) {
        doubleDirectory();
      }
      Part low = new Part(part.depth + 1, newWords(partWords));
      Part high = new Part(part.depth + 1, newWords(partWords));
      int same = 1 << depth - part.depth;
      int first = partOf(hash) & -same;
      Part[] split = parts.clone();
      Arrays.fill(split, first, first + same / 2, low);
      Arrays.fill(split, first + same / 2, first + same, high);
      setParts(split);
      move(full, low, high);
    }
    memoryBytes -= ArrayBytes.of(full);
    pool.give(full);
  }

  private void doubleDirectory() {
    Part[] twice = new Part[2 * parts.length];
    for (int i = 0; i < twice.length; i++) {
      twice[i] = parts[i >>> 1];
    }
    depth++;
    setParts(twice);
  }

  private void setParts(Part[] directory) {
    memoryBytes += ArrayBytes.of(directory) - ArrayBytes.of(parts);
    parts = directory;
  }

  /** Enters all keys of a part's former array, by the bit behind the part's own ones. */
  private static void move(long[] from, Part low, Part high) {
    low.count = 0;
    high.count = 0;
    for (int i = 0; i < from.length; i += WORDS) {
      if (from[i + 1] != 0) {
        int series = (int) (from[i + 1] >>> 32);
        long hash = hash(series, from[i]);
        Part to = hash << high.depth - 1 < 0 && high.depth > 0 ? high : low;
        int at = place(to.words, hash, series, from[i]);
        to.words[at] = from[i];
        to.words[at + 1] = from[i + 1];
        to.count++;
      }
    }
  }

  private long[] newWords(int length) {
    long[] words = pool.longs(length);
    Arrays.fill(words, 0);
    memoryBytes += ArrayBytes.of(words);
    return words;
  }

  /** All bits of the key move all bits of the hash: the finisher of David Stafford's Mix13. */
  private static long hash(int series, long time) {
    long h = time ^ series * 0x9E37_79B9_7F4A_7C15L;
    h = (h ^ h >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    h = (h ^ h >>> 27) * 0x94D0_49BB_1331_11EBL;
    return h ^ h >>> 31;
  }
}
