package io.lodestone.engine.memtable;

import java.util.Arrays;

/**
 * Positions of one series with their times, put in order of time, with only the last of equal times
 * kept. Reusable; one owner.
 *
 * <p>Positions come in ascending order, at least within each piece that is added; pieces come in
 * ascending order too. The sort is a stable merge sort that passes over what is in order already,
 * so that points which arrived in order cost one comparison each.
 */
final class TimeSort {
  private static final int INSERTION_MAX = 12;

  private long[] times = new long[256];
  private int[] positions = new int[256];
  private long[] timeScratch = {};
  private int[] positionScratch = {};
  private int size;

  void clear() {
    size = 0;
  }

  void add(long time, int position) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      positions = Arrays.copyOf(positions, 2 * size);
    }
    times[size] = time;
    positions[size] = position;
    size++;
  }

  /** Sorts and keeps equal times, in the order in which they were added; returns how many. */
  int sortAll() {
    if (timeScratch.length < size) {
      timeScratch = new long[times.length];
      positionScratch = new int[times.length];
    }
    sort(0, size);
    return size;
  }

  /** Sorts and drops all but the last of equal times; returns how many are left. */
  int sort() {
    sortAll();
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (i + 1 < size && times[i] == times[i + 1]) {
        continue;
      }
      times[kept] = times[i];
      positions[kept] = positions[i];
      kept++;
    }
    size = kept;
    return kept;
  }

  /** The positions in the order of their times, valid until {@link #clear()}. */
  int[] positions() {
    return positions;
  }

  private void sort(int from, int to) {
    if (to - from <= INSERTION_MAX) {
      insertionSort(from, to);
      return;
    }
    int middle = (from + to) >>> 1;
    sort(from, middle);
    sort(middle, to);
    if (times[middle - 1] > times[middle]) {
      merge(from, middle, to);
    }
  }

  private void insertionSort(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long time = times[i];
      int position = positions[i];
      int j = i - 1;
      while (j >= from && times[j] > time) {
        times[j + 1] = times[j];
        positions[j + 1] = positions[j];
        j--;
      }
      times[j + 1] = time;
      positions[j + 1] = position;
    }
  }

  private void merge(int from, int middle, int to) {
    int leftSize = middle - from;
    System.arraycopy(times, from, timeScratch, 0, leftSize);
    System.arraycopy(positions, from, positionScratch, 0, leftSize);
    int left = 0;
    int right = middle;
    int out = from;
    while (left < leftSize) {
      if (right < to && times[right] < timeScratch[left]) {
        times[out] = times[right];
        positions[out++] = positions[right++];
      } else {
        times[out] = timeScratch[left];
        positions[out++] = positionScratch[left++];
      }
    }
  }
}
