package io.lodestone.engine.memtable;

import io.lodestone.model.TimeRange;
import java.util.Arrays;

/**
 * Points of a block in the order of reading: by series, within a series by time, superseded ones
 * left out. Consecutive points of one series are a run. Immutable; the order holds for good, since
 * neither keys nor points change.
 */
final class BlockRuns {
  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;

  /** Places in the block. */
  final char[] places;

  /** Per run: its series, in their order. */
  final int[] series;

  /** Per run: where it starts in {@link #places}; one more entry for the end. */
  final int[] starts;

  private final long minTimeNanos;
  private final long maxTimeNanos;

  private BlockRuns(char[] places, int[] series, int[] starts, Block block) {
    this.places = places;
    this.series = series;
    this.starts = starts;
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int run = 0; run < series.length; run++) {
      min = Math.min(min, block.times[places[starts[run]]]);
      max = Math.max(max, block.times[places[starts[run + 1] - 1]]);
    }
    this.minTimeNanos = min;
    this.maxTimeNanos = max;
  }

  private BlockRuns(BlockRuns of, char[] places) {
    this.places = places;
    this.series = of.series;
    this.starts = of.starts;
    this.minTimeNanos = of.minTimeNanos;
    this.maxTimeNanos = of.maxTimeNanos;
  }

  /** The same runs of points that have been moved to where they are read. */
  BlockRuns arranged(char[] ascending) {
    return new BlockRuns(this, ascending);
  }

  /** Whether a point may lie in a range of time. */
  boolean overlaps(TimeRange range) {
    return minTimeNanos <= maxTimeNanos && range.overlaps(minTimeNanos, maxTimeNanos);
  }

  /** Whether all points lie in a range of time. */
  boolean isWithin(TimeRange range) {
    return range.covers(minTimeNanos, maxTimeNanos);
  }

  /**
   * The first of some places of one run whose time is not before a given one; {@code to} if none.
   */
  int firstAtOrAfter(long[] times, int from, int to, long time) {
    return firstAtOrAfter(times, places, from, to, time);
  }

  /** The same for places whose times ascend. */
  static int firstAtOrAfter(long[] times, char[] places, int from, int to, long time) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[places[middle]] < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  int count() {
    return series.length;
  }

  /** How many points all runs have together. */
  int pointCount() {
    return starts[series.length];
  }

  long memoryBytes() {
    return ArrayBytes.of(places) + ArrayBytes.of(series) + ArrayBytes.of(starts);
  }

  /** All of the first {@code limit} points. */
  static BlockRuns of(Block block, int limit, SeriesOrder order) {
    return sort(block, null, limit, order);
  }

  /** Those of the first {@code limit} points that a query wants. */
  static BlockRuns of(
      Block block, int limit, SeriesOrder order, SeriesSelection selection, TimeRange range) {
    char[] picked = new char[limit];
    int count = 0;
    for (int i = 0; i < limit; i++) {
      picked[count] = (char) i;
      count += selection.contains(block.series[i]) && range.contains(block.times[i]) ? 1 : 0;
    }
    return sort(block, picked, count, order);
  }

  /**
   * A radix sort by the series' ranks, which keeps the order of arrival within each, and then, only
   * for series that got late points, a sort by time.
   *
   * @param picked as {@link #sortByRank} wants them
   */
  private static BlockRuns sort(Block block, char[] picked, int count, SeriesOrder order) {
    char[] sorted = sortByRank(block.series, picked, count, order);
    int[] series = new int[Math.min(count, order.count())];
    int[] starts = new int[series.length + 1];
    TimeSort late = new TimeSort();
    int runs = 0;
    int kept = 0;
    int from = 0;
    while (from < count) {
      int handle = block.series[sorted[from]];
      series[runs] = handle;
      starts[runs++] = kept;
      long last = block.times[sorted[from]];
      int to = from + 1;
      boolean ascending = true;
      while (to < count && block.series[sorted[to]] == handle) {
        long time = block.times[sorted[to++]];
        ascending &= last < time;
        last = time;
      }
      if (ascending) {
        System.arraycopy(sorted, from, sorted, kept, to - from);
        kept += to - from;
      } else {
        kept = sortRun(block, sorted, from, to, kept, late);
      }
      from = to;
    }
    starts[runs] = kept;
    return new BlockRuns(
        sorted, Arrays.copyOf(series, runs), Arrays.copyOf(starts, runs + 1), block);
  }

  private static int sortRun(Block block, char[] sorted, int from, int to, int out, TimeSort late) {
    late.clear();
    for (int i = from; i < to; i++) {
      late.add(block.times[sorted[i]], sorted[i]);
    }
    int left = late.sort();
    for (int i = 0; i < left; i++) {
      sorted[out + i] = (char) late.positions()[i];
    }
    return out + left;
  }

  /**
   * The places in the order of their series' ranks.
   *
   * @param picked the places in the order of arrival, which is lost; null for all below {@code
   *     count}
   */
  private static char[] sortByRank(int[] series, char[] picked, int count, SeriesOrder order) {
    int[] ranks = order.ranks();
    char[] from = picked;
    char[] to = null;
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, order.count() - 1));
    for (int shift = 0; shift < bits; shift += DIGIT_BITS) {
      int[] next = new int[DIGITS + 1];
      for (int i = 0; i < count; i++) {
        int place = from == null ? i : from[i];
        next[(ranks[series[place]] >>> shift & DIGITS - 1) + 1]++;
      }
      for (int digit = 0; digit < DIGITS; digit++) {
        next[digit + 1] += next[digit];
      }
      char[] sorted = to == null ? new char[count] : to;
      for (int i = 0; i < count; i++) {
        int place = from == null ? i : from[i];
        sorted[next[ranks[series[place]] >>> shift & DIGITS - 1]++] = (char) place;
      }
      to = from;
      from = sorted;
    }
    return from;
  }
}
