package io.lodestone.engine.memtable;

import io.lodestone.model.PresenceBits;
import io.lodestone.model.TimeRange;
import java.util.Arrays;

/**
 * The blocks of a cursor that reads all series, copied in the order of reading one <em>band</em> of
 * series after the other.
 *
 * <p>In a block, the points of one series lie as far from each other as there are other series in
 * between: whoever reads series by series touches another page of memory with every value, and
 * comes back to that page for the next series when all caches have forgotten it. Copied column by
 * column for several series at once, the pages of one column in one block are all that is touched
 * for a while.
 *
 * <p>Runs of many points are copied block after block. Runs of a few would cost more to be put
 * together than to be copied: of them, the points of a series from all blocks stand together in the
 * copy, oldest block first. That is a counting sort, by which each block's points go where those of
 * the blocks before have ended. A series with more points than a band may have is read where it
 * lies.
 *
 * <p>One owner.
 */
final class BandedRuns {
  /** Words of points that a band copies at most, times and versions included: 2 MiB. */
  private static final int BAND_WORDS_MAX = 1 << 18;

  /** Runs of so many points are copied as runs. */
  private static final int LONG_RUN_POINTS = 8;

  private final MemtableView view;
  private final SeriesOrder order;

  /** Per block; null for one that is not read. */
  private final BlockRuns[] blockRuns;

  /** The columns that are copied, by their numbers in the memtable; -1 for none. */
  private final int[] columnNumbers;

  private final TimeRange range;
  private final int pointsMax;

  /** What bands are copied into. */
  private final Block copy;

  /** The places of the copy's points: each where it stands. */
  private final char[] places;

  /**
   * Per point of the band, block after block: its place in the block, and in the copy where points
   * of a series stand together; otherwise they are copied in this order.
   */
  private final int[] picked;

  private final int[] targets;

  /** Per run of the band, block after block: its series, counted from the first of the band. */
  private final int[] runSeries;

  /** Per block: the run of the band to go on with, and the one that follows the band. */
  private final int[] begins;

  private final int[] ends;

  /** The ranks of the band, and the one to go on with. */
  private int firstRank;

  private int endRank;
  private int nextRank;

  /** Points of the band, those outside the range of time included. */
  private long pointsOfBand;

  /** Whether the band is copied; if not, it is one series. */
  private boolean copied;

  /** Whether the points of each series stand together in the copy. */
  private boolean together;

  /**
   * Where they start in the copy, and the end of the last one behind them: the series of the band
   * if their points stand together, else its runs, block after block.
   */
  private final int[] starts;

  /** Per block: the place in {@link #starts} of the run to go on with. */
  private final int[] runNumbers;

  private int seriesTried;

  /**
   * @param blockRuns per block; null for one that is not read
   */
  BandedRuns(
      MemtableView view,
      SeriesOrder order,
      BlockRuns[] blockRuns,
      int[] columnNumbers,
      TimeRange range) {
    this.view = view;
    this.order = order;
    this.blockRuns = blockRuns;
    this.columnNumbers = columnNumbers;
    this.range = range;
    this.pointsMax =
        (int)
            Math.min(
                view.points(),
                Math.min(view.blockPoints(), BAND_WORDS_MAX / (columnNumbers.length + 2)));
    this.copy = room();
    this.places = new char[pointsMax];
    for (int i = 0; i < pointsMax; i++) {
      places[i] = (char) i;
    }
    this.picked = new int[pointsMax];
    this.targets = new int[pointsMax];
    this.runSeries = new int[pointsMax];
    this.begins = new int[blockRuns.length];
    this.ends = new int[blockRuns.length];
    this.starts = new int[pointsMax + 2];
    this.runNumbers = new int[blockRuns.length];
    this.seriesTried = Math.max(1, Math.min(pointsMax, order.count()));
  }

  /**
   * Moves to the next series with points in the range of time.
   *
   * @param points empty; given the points of the series
   * @return its rank, or -1 at the end
   */
  int next(SeriesPoints points) {
    while (nextRank < endRank || moveToBand()) {
      int rank = nextRank++;
      boolean found = copied && together ? addTogether(points, rank) : addRuns(points, rank);
      if (found) {
        return rank;
      }
    }
    return -1;
  }

  /** Adds the runs of a series from all blocks; whether there is a point in one. */
  private boolean addRuns(SeriesPoints points, int rank) {
    boolean found = false;
    for (int block = 0; block < ends.length; block++) {
      BlockRuns sorted = blockRuns[block];
      int run = begins[block];
      if (run == ends[block] || order.ranks()[sorted.series[run]] != rank) {
        continue;
      }
      begins[block]++;
      int number = runNumbers[block]++;
      if (!copied) {
        points.add(view.block(block), sorted.places, sorted.starts[run], sorted.starts[run + 1]);
        found = true;
      } else if (starts[number] < starts[number + 1]) {
        points.add(copy, places, starts[number], starts[number + 1]);
        found = true;
      }
    }
    return found;
  }

  private boolean addTogether(SeriesPoints points, int rank) {
    int start = starts[rank - firstRank];
    int end = starts[rank - firstRank + 1];
    if (start < end) {
      addCopied(points, start, end);
    }
    return start < end;
  }

  /** Points that ascend in time are one run, whichever blocks they come from. */
  private void addCopied(SeriesPoints points, int start, int end) {
    long[] times = copy.times;
    int from = start;
    for (int at = start + 1; at < end; at++) {
      if (times[at] <= times[at - 1]) {
        points.add(copy, places, from, at);
        from = at;
      }
    }
    points.add(copy, places, from, end);
  }

  /** Goes on to the next band, and copies it if it is not one long series; false at the end. */
  private boolean moveToBand() {
    System.arraycopy(ends, 0, begins, 0, ends.length);
    int first = firstRankLeft();
    if (first < 0) {
      return false;
    }
    int series = (int) Math.min(2L * seriesTried, Math.min(pointsMax, order.count() - first));
    long points = findEnds(first, series);
    while (points > pointsMax && series > 1) {
      series = Math.max(1, (int) Math.min(series / 2, 2L * series * pointsMax / points));
      points = findEnds(first, series);
    }
    seriesTried = series;
    firstRank = first;
    nextRank = first;
    endRank = first + series;
    copied = points <= pointsMax;
    pointsOfBand = points;
    if (copied) {
      copy();
    }
    return true;
  }

  /** The lowest rank of a series with a run that has not been read, or -1. */
  private int firstRankLeft() {
    int first = -1;
    for (int block = 0; block < begins.length; block++) {
      BlockRuns sorted = blockRuns[block];
      if (sorted != null && begins[block] < sorted.count()) {
        int rank = order.ranks()[sorted.series[begins[block]]];
        first = first < 0 ? rank : Math.min(first, rank);
      }
    }
    return first;
  }

  /** Where in each block a band of so many series ends; returns how many points it has. */
  private long findEnds(int first, int series) {
    long points = 0;
    for (int block = 0; block < ends.length; block++) {
      BlockRuns sorted = blockRuns[block];
      if (sorted != null) {
        ends[block] = firstNotBelow(sorted, begins[block], first + series);
        points += sorted.starts[ends[block]] - sorted.starts[begins[block]];
      }
    }
    return points;
  }

  private int firstNotBelow(BlockRuns sorted, int from, int rank) {
    int[] ranks = order.ranks();
    int low = from;
    int high = sorted.count();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ranks[sorted.series[middle]] < rank) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void copy() {
    for (BlockColumn column : copy.columns) {
      if (column != null && column.presence() != null) {
        Arrays.fill(column.presence(), 0);
      }
    }
    int runs = countRuns();
    together = pointsOfBand < (long) LONG_RUN_POINTS * runs;
    if (together) {
      findStarts();
    }
    starts[0] = 0;
    int done = 0;
    for (int block = 0; block < ends.length; block++) {
      if (blockRuns[block] != null) {
        int end = pick(block, done);
        copy(view.block(block), done, end);
        done = end;
      }
    }
  }

  /** Numbers the runs of the band; returns how many there are. */
  private int countRuns() {
    int runs = 0;
    for (int block = 0; block < ends.length; block++) {
      runNumbers[block] = runs;
      runs += ends[block] - begins[block];
    }
    return runs;
  }

  /** Finds where each series of the band starts in the copy, in the place behind its own. */
  private void findStarts() {
    int series = endRank - firstRank;
    int[] ranks = order.ranks();
    Arrays.fill(starts, 0, series + 2, 0);
    for (int block = 0; block < ends.length; block++) {
      BlockRuns sorted = blockRuns[block];
      int first = runNumbers[block] - begins[block];
      for (int run = begins[block]; run < ends[block]; run++) {
        int number = ranks[sorted.series[run]] - firstRank;
        runSeries[first + run] = number;
        starts[number + 2] += end(block, run) - start(block, run);
      }
    }
    for (int number = 0; number < series; number++) {
      starts[number + 2] += starts[number + 1];
    }
  }

  /**
   * Finds the points of a block that the band has, and where they go. What stands in {@link
   * #starts} in the place behind a series' own moves on to its end, which is where that belongs.
   *
   * @param at the first free place of the copy
   * @return the first free place afterwards
   */
  private int pick(int block, int at) {
    char[] from = blockRuns[block].places;
    int first = runNumbers[block] - begins[block];
    int free = at;
    for (int run = begins[block]; run < ends[block]; run++) {
      int start = start(block, run);
      int end = end(block, run);
      if (together) {
        int number = runSeries[first + run];
        int target = starts[number + 1];
        starts[number + 1] = target + end - start;
        for (int i = start; i < end; i++) {
          picked[free] = from[i];
          targets[free++] = target++;
        }
      } else {
        for (int i = start; i < end; i++) {
          picked[free++] = from[i];
        }
        starts[first + run + 1] = free;
      }
    }
    return free;
  }

  /** The first point of a run that lies in the range of time. */
  private int start(int block, int run) {
    BlockRuns sorted = blockRuns[block];
    int start = sorted.starts[run];
    return sorted.isWithin(range)
        ? start
        : sorted.firstAtOrAfter(
            view.block(block).times, start, sorted.starts[run + 1], range.startInclusiveNanos());
  }

  /** The end of those points; not before their start. */
  private int end(int block, int run) {
    BlockRuns sorted = blockRuns[block];
    int end = sorted.starts[run + 1];
    return sorted.isWithin(range)
        ? end
        : sorted.firstAtOrAfter(
            view.block(block).times, sorted.starts[run], end, range.endExclusiveNanos());
  }

  private void copy(Block source, int from, int to) {
    copyWords(source.times, copy.times, from, to);
    copyWords(source.versions, copy.versions, from, to);
    for (int number : columnNumbers) {
      BlockColumn column = number < 0 ? null : source.column(number);
      if (column != null) {
        copyWords(column.words(), copy.columns[number].words(), from, to);
        copyPresence(column, copy.columns[number].presence(), from, to);
      }
    }
  }

  private void copyWords(long[] words, long[] into, int from, int to) {
    if (together) {
      copyApart(words, into, from, to);
    } else {
      copyInOrder(words, into, from, to);
    }
  }

  private void copyInOrder(long[] words, long[] into, int from, int to) {
    int[] sources = picked;
    for (int i = from; i < to; i++) {
      into[i] = words[sources[i]];
    }
  }

  private void copyApart(long[] words, long[] into, int from, int to) {
    int[] sources = picked;
    int[] sinks = targets;
    for (int i = from; i < to; i++) {
      into[sinks[i]] = words[sources[i]];
    }
  }

  private void copyPresence(BlockColumn column, long[] into, int from, int to) {
    for (int i = from; i < to && into != null; i++) {
      if (column.isPresent(picked[i])) {
        PresenceBits.set(into, together ? targets[i] : i);
      }
    }
  }

  /** Memory for a band; presence bits for those columns which some point does not have. */
  private Block room() {
    BlockColumn[] columns = new BlockColumn[view.columns().size()];
    for (int number : columnNumbers) {
      if (number >= 0) {
        long[] presence = isWhole(number) ? null : new long[PresenceBits.words(pointsMax)];
        columns[number] = new BlockColumn(new long[pointsMax], presence);
      }
    }
    return Block.copied(new long[pointsMax], new long[pointsMax], columns);
  }

  /** Whether all points of all blocks have a value in a column. */
  private boolean isWhole(int number) {
    for (int block = 0; block < blockRuns.length; block++) {
      if (blockRuns[block] != null) {
        BlockColumn column = view.block(block).column(number);
        if (column == null || column.presence() != null) {
          return false;
        }
      }
    }
    return true;
  }
}
