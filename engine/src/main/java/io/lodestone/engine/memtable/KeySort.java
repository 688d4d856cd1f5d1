package io.lodestone.engine.memtable;

import java.util.Arrays;

/**
 * Sorts handles by their keys: a merge sort that mostly compares one long per key. Keys of a table
 * begin alike for dozens of bytes, so that the long is made of the eight bytes after the beginning
 * that all of them share.
 */
final class KeySort {
  private final DictionaryView dictionary;
  private final int firstHandle;

  /** Per handle from the first on: bytes of its key, to be compared as unsigned. */
  private final long[] excerpts;

  /**
   * @param handles consecutive handles, in ascending order
   */
  KeySort(DictionaryView dictionary, int firstHandle, int[] handles) {
    this.dictionary = dictionary;
    this.firstHandle = firstHandle;
    this.excerpts = new long[handles.length];
    int shared = sharedBytes(handles);
    for (int i = 0; i < handles.length; i++) {
      excerpts[i] = excerpt(handles[i], shared);
    }
  }

  /**
   * @param scratch as long as {@code handles}
   */
  void sort(int[] handles, int[] scratch, int from, int to) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    sort(handles, scratch, from, middle);
    sort(handles, scratch, middle, to);
    if (isBefore(handles[middle - 1], handles[middle])) {
      return;
    }
    System.arraycopy(handles, from, scratch, from, to - from);
    int left = from;
    int right = middle;
    for (int out = from; out < to; out++) {
      boolean takeLeft = right == to || left < middle && isBefore(scratch[left], scratch[right]);
      handles[out] = takeLeft ? scratch[left++] : scratch[right++];
    }
  }

  private boolean isBefore(int handle, int other) {
    long excerpt = excerpts[handle - firstHandle];
    long otherExcerpt = excerpts[other - firstHandle];
    return excerpt != otherExcerpt
        ? Long.compareUnsigned(excerpt, otherExcerpt) < 0
        : dictionary.compare(handle, other) < 0;
  }

  /** How many bytes all keys have in common at their beginning. */
  private int sharedBytes(int[] handles) {
    if (handles.length == 0) {
      return 0;
    }
    byte[] first = dictionary.keyBytes(handles[0]);
    int firstStart = dictionary.keyOffset(handles[0]);
    int shared = dictionary.keyLength(handles[0]);
    for (int i = 1; i < handles.length; i++) {
      int start = dictionary.keyOffset(handles[i]);
      int length = Math.min(shared, dictionary.keyLength(handles[i]));
      int mismatch =
          Arrays.mismatch(
              first,
              firstStart,
              firstStart + length,
              dictionary.keyBytes(handles[i]),
              start,
              start + length);
      shared = mismatch < 0 ? length : mismatch;
    }
    return shared;
  }

  /** The eight bytes of a key from a place on, the first one highest, zeroes where it has ended. */
  private long excerpt(int handle, int from) {
    byte[] bytes = dictionary.keyBytes(handle);
    int start = dictionary.keyOffset(handle);
    int length = dictionary.keyLength(handle);
    long excerpt = 0;
    for (int i = from; i < from + Long.BYTES; i++) {
      excerpt = excerpt << Byte.SIZE | (i < length ? bytes[start + i] & 0xFF : 0);
    }
    return excerpt;
  }
}
