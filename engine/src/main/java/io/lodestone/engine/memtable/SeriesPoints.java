package io.lodestone.engine.memtable;

import io.lodestone.model.TimeRange;
import io.lodestone.scan.PointChunk;
import java.util.Arrays;

/**
 * The points of one series from all blocks that hold it, in order of time. Runs are added oldest
 * block first; of two points with the same time the one from the later block is the current one. As
 * long as the runs follow each other in time, which they do unless points came late, they are read
 * one after the other; else they are sorted together. Reusable; one owner.
 */
final class SeriesPoints {
  private static final int PLACE_BITS = 16;
  private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;

  private final TimeRange range;
  private Block[] blocks = new Block[4];
  private char[][] sorted = new char[4][];
  private int[] starts = new int[4];
  private int[] ends = new int[4];
  private int runCount;

  /** Used when runs overlap in time: {@code run << 16 | place} of each point. */
  private final TimeSort overlapping = new TimeSort();

  private boolean merged;
  private int mergedCount;

  /** The run to go on with, or the next of the merged points. */
  private int at;

  private Block block;
  private final int[] places = new int[PointChunk.POINTS_MAX];
  private int count;
  private boolean consecutive;

  SeriesPoints(TimeRange range) {
    this.range = range;
  }

  void clear() {
    // Later series reuse the slots; what they hold is kept alive by the view anyway.
    runCount = 0;
    mergedCount = 0;
    merged = false;
    at = 0;
  }

  /** Adds a run: places {@code from} to {@code to} of a block in the order of their times. */
  void add(Block runBlock, char[] runPlaces, int from, int to) {
    long[] times = runBlock.times;
    int start = from;
    int end = to;
    if (times[runPlaces[from]] < range.startInclusiveNanos()) {
      start = BlockRuns.firstAtOrAfter(times, runPlaces, from, to, range.startInclusiveNanos());
    }
    if (start < to && times[runPlaces[to - 1]] >= range.endExclusiveNanos()) {
      end = BlockRuns.firstAtOrAfter(times, runPlaces, start, to, range.endExclusiveNanos());
    }
    if (start == end) {
      return;
    }
    if (runCount == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * runCount);
      sorted = Arrays.copyOf(sorted, 2 * runCount);
      starts = Arrays.copyOf(starts, 2 * runCount);
      ends = Arrays.copyOf(ends, 2 * runCount);
    }
    blocks[runCount] = runBlock;
    sorted[runCount] = runPlaces;
    starts[runCount] = start;
    ends[runCount] = end;
    runCount++;
  }

  /** To be called after the last run; false when there is no point. */
  boolean arrange() {
    for (int run = 1; run < runCount; run++) {
      long last = blocks[run - 1].times[sorted[run - 1][ends[run - 1] - 1]];
      if (blocks[run].times[sorted[run][starts[run]]] <= last) {
        mergeRuns();
        break;
      }
    }
    return runCount > 0;
  }

  /** Moves to at most {@code countMax} further points, all of one block; false at the end. */
  boolean next(int countMax) {
    count = 0;
    if (merged) {
      consecutive = false;
      nextMerged(countMax);
    } else if (at < runCount) {
      int start = starts[at];
      int many = Math.min(countMax, ends[at] - start);
      char[] from = sorted[at];
      int first = from[start];
      int off = 0;
      for (int i = 0; i < many; i++) {
        int place = from[start + i];
        places[i] = place;
        off |= place ^ first + i;
      }
      consecutive = off == 0;
      block = blocks[at];
      count = many;
      starts[at] = start + many;
      if (starts[at] == ends[at]) {
        at++;
      }
    }
    return count > 0;
  }

  /** The block of the points moved to. */
  Block block() {
    return block;
  }

  /** Their places in the block, valid below {@link #count()}. */
  int[] places() {
    return places;
  }

  int count() {
    return count;
  }

  /** Whether these places follow each other without a gap. */
  boolean areConsecutive() {
    return consecutive;
  }

  private void mergeRuns() {
    overlapping.clear();
    for (int run = 0; run < runCount; run++) {
      long[] times = blocks[run].times;
      for (int i = starts[run]; i < ends[run]; i++) {
        int place = sorted[run][i];
        overlapping.add(times[place], run << PLACE_BITS | place);
      }
    }
    mergedCount = overlapping.sort();
    merged = true;
  }

  private void nextMerged(int countMax) {
    int[] positions = overlapping.positions();
    int run = at < mergedCount ? positions[at] >>> PLACE_BITS : 0;
    while (at < mergedCount && count < countMax && positions[at] >>> PLACE_BITS == run) {
      places[count++] = positions[at++] & PLACE_MASK;
    }
    block = blocks[run];
  }
}
