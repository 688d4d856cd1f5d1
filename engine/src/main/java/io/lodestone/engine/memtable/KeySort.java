package io.lodestone.engine.memtable;

import io.lodestone.model.KeyOrder;
import java.util.Arrays;

/**
 * Sorts handles by their keys, in the order of the table. Keys of a table begin alike for dozens of
 * bytes, differ in a few, and begin alike again: a group of them is sorted by the eight bytes
 * behind the beginning that all of the group share, as longs that lie side by side, and those that
 * agree in the eight bytes are the next groups. So each key is fetched from memory a few times, and
 * not at every comparison.
 *
 * <p>Where a dimension leads the order, handles are sorted by its values in the same way first, and
 * those of one value by their keys.
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
    KeySort sort = new KeySort(dictionary, handles);
    if (dictionary.keyOrder().isLed()) {
      int led = sort.separateLed();
      sort.sortGroup(0, led, 0, 0);
      sort.sortByLeads(led, handles.length, 0, 0);
    } else {
      sort.sortGroup(0, handles.length, 0, 0);
    }
  }

  /** Moves the series that lack the leading dimension to the front; where the others begin. */
  private int separateLed() {
    int without = 0;
    int with = 0;
    for (int handle : handles) {
      if (dictionary.lead(handle) == KeyOrder.NO_LEAD) {
        handles[without++] = handle;
      } else {
        handleScratch[with++] = handle;
      }
    }
    System.arraycopy(handleScratch, 0, handles, without, with);
    return without;
  }

  /**
   * Sorts a group by the values that lead, and those of one value by their keys.
   *
   * @param known how many bytes all values of the group are known to share
   */
  private void sortByLeads(int from, int to, int known, int depth) {
    if (to - from < 2) {
      return;
    }
    if (depth == DEPTH_MAX) {
      sortByKeys(from, to);
      return;
    }
    int shared = sharedOfLeads(from, to, known);
    for (int i = from; i < to; i++) {
      excerpts[i] = excerptOfLead(handles[i], shared);
    }
    sortByExcerpts(from, to);
    int start = from;
    for (int i = from + 1; i <= to; i++) {
      if (i == to || excerpts[i] != excerpts[start]) {
        if (leadsEndBy(start, i, shared + Long.BYTES)) {
          sortGroup(start, i, 0, 0);
        } else {
          sortByLeads(start, i, shared + Long.BYTES, depth + 1);
        }
        start = i;
      }
    }
  }

  /** How many bytes all leading values of a group have in common, at least the known ones. */
  private int sharedOfLeads(int from, int to, int known) {
    byte[] first = dictionary.keyBytes(handles[from]);
    int firstStart = leadOffset(handles[from]);
    int shared = Math.max(known, leadLength(handles[from]));
    for (int i = from + 1; i < to && shared > known; i++) {
      int start = leadOffset(handles[i]);
      int compared = Math.max(known, Math.min(shared, leadLength(handles[i])));
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
    return shared;
  }

  /**
   * The eight bytes of a leading value from a place on, the first one highest; zeros behind its
   * end. A zero inside a value is followed by FF, so that these can be mistaken for each other only
   * until the next eight bytes are looked at.
   */
  private long excerptOfLead(int handle, int from) {
    byte[] bytes = dictionary.keyBytes(handle);
    int start = leadOffset(handle);
    int end = start + leadLength(handle);
    long excerpt = 0;
    for (int i = start + from; i < start + from + Long.BYTES; i++) {
      excerpt = excerpt << Byte.SIZE | (i < end ? bytes[i] & 0xFF : 0);
    }
    return excerpt;
  }

  /** Whether no leading value of a group goes on behind its first {@code bytes}. */
  private boolean leadsEndBy(int from, int to, int bytes) {
    for (int i = from; i < to; i++) {
      if (leadLength(handles[i]) > bytes) {
        return false;
      }
    }
    return true;
  }

  private int leadOffset(int handle) {
    return dictionary.keyOffset(handle) + KeyOrder.leadStart(dictionary.lead(handle));
  }

  private int leadLength(int handle) {
    return KeyOrder.leadLength(dictionary.lead(handle));
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
