package io.lodestone.segments.block;

import io.lodestone.segments.encoding.Runs;
import java.util.Arrays;

/**
 * Where the runs of a block end: the parts of series that lie in it, one after the other. Reused.
 * One owner.
 */
public final class BlockRuns {
  /** The most points of a block. */
  public static final int POINTS_MAX = 16_384;

  private int[] ends = new int[64];
  private int count;

  public void clear() {
    count = 0;
  }

  /** Adds a run that ends before this index, which lies above the end of the run before. */
  public void add(int end) {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count++] = end;
  }

  public int count() {
    return count;
  }

  /** The index after the last point of a run. */
  public int end(int run) {
    return ends[run];
  }

  /** The run that holds a point of the block. */
  public int runOf(int point) {
    return firstAfter(point);
  }

  /**
   * The runs of a part of the block, counted in its present values.
   *
   * @param start index of the part's first point
   * @param end index after its last point
   * @param presence bit i tells whether point i has a value; null when all have
   */
  void part(int start, int end, long[] presence, Runs into) {
    into.clear();
    int run = start == 0 ? 0 : firstAfter(start);
    int from = start;
    int values = 0;
    while (from < end) {
      int to = Math.min(end, ends[run++]);
      values += presence == null ? to - from : present(presence, from, to);
      into.add(values);
      from = to;
    }
  }

  private int firstAfter(int start) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] <= start) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many bits are set from {@code from} to before {@code to}. */
  static int present(long[] presence, int from, int to) {
    int found = 0;
    for (int at = from; at < to; ) {
      int next = Math.min(to, (at | 63) + 1);
      long word = presence[at >>> 6] >>> at;
      int length = next - at;
      found += Long.bitCount(length == 64 ? word : word & (1L << length) - 1);
      at = next;
    }
    return found;
  }
}
