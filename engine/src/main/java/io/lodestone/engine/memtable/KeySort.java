package io.lodestone.engine.memtable;

import java.util.Arrays;

/**
 * Sorts handles by their keys. Keys of a table begin alike for dozens of bytes, differ in a few,
 * and begin alike again: a group of them is sorted by the eight bytes behind the beginning that all
 * of the group share, as longs that lie side by side, and those that agree in the eight bytes are
 * the next groups. So each key is fetched from memory a few times, and not at every comparison.
 *
 * <p>For one sort; one owner.
 */
final class KeySort {
  /** Groups of so few are sorted by their keys as they are. */
  private static final int SMALL_GROUP = 8;

  /** As are groups so deep, lest keys made for it exhaust the stack. */
  private static final int DEPTH_MAX = 64;

  private final DictionaryView dictionary;
  private final int[] handles;

  /** Beside each handle: bytes of its key, which compare as unsigned. */
  private final long[] excerpts;

  private final int[] handleScratch;
  private final long[] excerptScratch;

  private KeySort(DictionaryView dictionary, int[] handles) {
    this.dictionary = dictionary;
    this.handles = handles;
    this.excerpts = new long[handles.length];
    this.handleScratch = new int[handles.length];
    this.excerptScratch = new long[handles.length];
  }

  /** Puts handles of different keys in the order of these. */
  static void sort(DictionaryView dictionary, int[] handles) {
    new KeySort(dictionary, handles).sortGroup(0, handles.length, 0, 0);
  }

  /**
   * @param known how many bytes all keys of the group are known to share
   */
  private void sortGroup(int from, int to, int known, int depth) {
    int shared = to - from <= SMALL_GROUP ? known : sharedBytes(from, to, known);
    if (to - from <= SMALL_GROUP || depth == DEPTH_MAX || shared < 0) {
      sortByKeys(from, to);
      return;
    }
    for (int i = from; i < to; i++) {
      excerpts[i] = excerpt(handles[i], shared);
    }
    sortByExcerpts(from, to);
    int start = from;
    for (int i = from + 1; i <= to; i++) {
      if (i == to || excerpts[i] != excerpts[start]) {
        if (i - start > 1) {
          sortGroup(start, i, shared + Long.BYTES, depth + 1);
        }
        start = i;
      }
    }
  }

  /**
   * How many bytes all keys of a group have in common at their beginning; -1 when one of them ends
   * there or less than eight bytes later.
   */
  private int sharedBytes(int from, int to, int known) {
    byte[] first = dictionary.keyBytes(handles[from]);
    int firstStart = dictionary.keyOffset(handles[from]);
    int shared = dictionary.keyLength(handles[from]);
    int shortest = shared;
    for (int i = from + 1; i < to; i++) {
      int start = dictionary.keyOffset(handles[i]);
      int length = dictionary.keyLength(handles[i]);
      shortest = Math.min(shortest, length);
      int compared = Math.min(shared, length);
      int mismatch =
          Arrays.mismatch(
              first,
              firstStart + known,
              firstStart + compared,
              dictionary.keyBytes(handles[i]),
              start + known,
              start + compared);
      shared = mismatch < 0 ? compared : known + mismatch;
    }
    return shortest - shared < Long.BYTES ? -1 : shared;
  }

  /** The eight bytes of a key from a place on, the first one highest. */
  private long excerpt(int handle, int from) {
    byte[] bytes = dictionary.keyBytes(handle);
    int start = dictionary.keyOffset(handle) + from;
    long excerpt = 0;
    for (int i = start; i < start + Long.BYTES; i++) {
      excerpt = excerpt << Byte.SIZE | bytes[i] & 0xFF;
    }
    return excerpt;
  }

  /** A merge sort that passes over what is in order already. */
  private void sortByExcerpts(int from, int to) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    sortByExcerpts(from, middle);
    sortByExcerpts(middle, to);
    if (Long.compareUnsigned(excerpts[middle - 1], excerpts[middle]) <= 0) {
      return;
    }
    System.arraycopy(excerpts, from, excerptScratch, from, middle - from);
    System.arraycopy(handles, from, handleScratch, from, middle - from);
    int left = from;
    int right = middle;
    for (int out = from; left < middle; out++) {
      if (right < to && Long.compareUnsigned(excerpts[right], excerptScratch[left]) < 0) {
        excerpts[out] = excerpts[right];
        handles[out] = handles[right++];
      } else {
        excerpts[out] = excerptScratch[left];
        handles[out] = handleScratch[left++];
      }
    }
  }

  private void sortByKeys(int from, int to) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    sortByKeys(from, middle);
    sortByKeys(middle, to);
    if (dictionary.compare(handles[middle - 1], handles[middle]) < 0) {
      return;
    }
    System.arraycopy(handles, from, handleScratch, from, middle - from);
    int left = from;
    int right = middle;
    for (int out = from; left < middle; out++) {
      boolean takeRight = right < to && dictionary.compare(handles[right], handleScratch[left]) < 0;
      handles[out] = takeRight ? handles[right++] : handleScratch[left++];
    }
  }
}
