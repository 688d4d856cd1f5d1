package io.lodestone.engine.read;

/**
 * Puts rows in the order of their times; rows of one time stay in the order they came in. A merge
 * sort that passes over what is in order already, since rows come in runs of ascending times. One
 * owner.
 */
final class TimeOrder {
  private static final int INSERTION_MAX = 16;

  private final boolean ascending;
  private long[] times = {};
  private int[] rows = {};
  private int[] scratch = {};

  TimeOrder(boolean ascending) {
    this.ascending = ascending;
  }

  /**
   * Sorts the first {@code count} rows.
   *
   * @param newTimes their times, read until this returns
   * @return the rows in order, valid below {@code count} and until the next call
   */
  int[] sort(long[] newTimes, int count) {
    times = newTimes;
    if (rows.length < count) {
      rows = new int[Math.max(count, 2 * rows.length)];
      scratch = new int[rows.length];
    }
    for (int i = 0; i < count; i++) {
      rows[i] = i;
    }
    sort(0, count);
    times = new long[0];
    return rows;
  }

  long memoryBytes() {
    return 4L * (rows.length + scratch.length);
  }

  /** Whether a row must not stand before another that came later. */
  private boolean isAfter(int row, int later) {
    return ascending ? times[row] > times[later] : times[row] < times[later];
  }

  private void sort(int from, int to) {
    if (to - from <= INSERTION_MAX) {
      for (int i = from + 1; i < to; i++) {
        int row = rows[i];
        int at = i - 1;
        while (at >= from && isAfter(rows[at], row)) {
          rows[at + 1] = rows[at];
          at--;
        }
        rows[at + 1] = row;
      }
      return;
    }
    int middle = (from + to) >>> 1;
    sort(from, middle);
    sort(middle, to);
    if (isAfter(rows[middle - 1], rows[middle])) {
      merge(from, middle, to);
    }
  }

  private void merge(int from, int middle, int to) {
    int left = 0;
    int leftCount = middle - from;
    System.arraycopy(rows, from, scratch, 0, leftCount);
    int right = middle;
    int out = from;
    while (left < leftCount) {
      boolean takeRight = right < to && isAfter(scratch[left], rows[right]);
      rows[out++] = takeRight ? rows[right++] : scratch[left++];
    }
  }
}
