package io.lodestone.engine.memtable;

import java.util.Arrays;

/**
 * The order of series by their keys: handles in that order, and the rank of each handle. Immutable.
 */
final class SeriesOrder {
  static final SeriesOrder EMPTY = new SeriesOrder(new int[0]);

  private final int[] byKey;
  private final int[] ranks;

  private SeriesOrder(int[] byKey) {
    this.byKey = byKey;
    this.ranks = new int[byKey.length];
    for (int rank = 0; rank < byKey.length; rank++) {
      ranks[byKey[rank]] = rank;
    }
  }

  /** How many series, those with the handles below this number. */
  int count() {
    return byKey.length;
  }

  /** The handle at a rank. */
  int handle(int rank) {
    return byKey[rank];
  }

  /** Per handle: its place in the order of keys. Read only. */
  int[] ranks() {
    return ranks;
  }

  long memoryBytes() {
    return 8L * byKey.length;
  }

  /** This order with all further series of a dictionary: only these are sorted, then merged in. */
  SeriesOrder extend(DictionaryView dictionary) {
    int known = count();
    int added = dictionary.count() - known;
    int[] fresh = new int[added];
    for (int i = 0; i < added; i++) {
      fresh[i] = known + i;
    }
    sort(fresh, new int[added], 0, added, dictionary);
    int[] merged = new int[known + added];
    int left = 0;
    int right = 0;
    for (int out = 0; out < merged.length; out++) {
      boolean takeLeft =
          right == added || left < known && dictionary.compare(byKey[left], fresh[right]) < 0;
      merged[out] = takeLeft ? byKey[left++] : fresh[right++];
    }
    return new SeriesOrder(merged);
  }

  /** Merge sort: few comparisons of keys that share long beginnings, none where order is kept. */
  private static void sort(
      int[] handles, int[] scratch, int from, int to, DictionaryView dictionary) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    sort(handles, scratch, from, middle, dictionary);
    sort(handles, scratch, middle, to, dictionary);
    if (dictionary.compare(handles[middle - 1], handles[middle]) < 0) {
      return;
    }
    System.arraycopy(handles, from, scratch, from, to - from);
    int left = from;
    int right = middle;
    for (int out = from; out < to; out++) {
      boolean takeLeft =
          right == to || left < middle && dictionary.compare(scratch[left], scratch[right]) < 0;
      handles[out] = takeLeft ? scratch[left++] : scratch[right++];
    }
  }

  @Override
  public String toString() {
    return Arrays.toString(byKey);
  }
}
