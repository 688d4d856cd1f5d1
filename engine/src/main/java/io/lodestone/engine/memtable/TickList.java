package io.lodestone.engine.memtable;

import io.lodestone.engine.clock.Ticks;
import java.util.Arrays;

/**
 * In which tick the points of a memtable were committed: for each tick the position of its first
 * point, both ascending. Immutable; a longer list shares the arrays of the one before, which never
 * looks beyond its own end.
 */
final class TickList {
  /** Of a table that keeps no history: every point is older than every tick. */
  static final TickList EMPTY = new TickList(new int[0], new long[0], 0);

  private final int[] positions;
  private final long[] ticks;
  private final int count;

  private TickList(int[] positions, long[] ticks, int count) {
    this.positions = positions;
    this.ticks = ticks;
    this.count = count;
  }

  /**
   * This list with a tick that begins at a position; the same when no point from there on is of a
   * later tick than the points before. For the one owner of the longest list.
   */
  TickList with(int position, long tick) {
    if (tick == Ticks.NONE || count > 0 && tick <= ticks[count - 1]) {
      return this;
    }
    int[] longerPositions = positions;
    long[] longerTicks = ticks;
    int at = count;
    if (count > 0 && positions[count - 1] == position) {
      // No point came in the tick before. Others may hold the list that says so.
      longerPositions = Arrays.copyOf(positions, positions.length);
      longerTicks = Arrays.copyOf(ticks, ticks.length);
      at--;
    } else if (count == positions.length) {
      longerPositions = Arrays.copyOf(positions, Math.max(8, 2 * count));
      longerTicks = Arrays.copyOf(ticks, Math.max(8, 2 * count));
    }
    longerPositions[at] = position;
    longerTicks[at] = tick;
    return new TickList(longerPositions, longerTicks, at + 1);
  }

  /** How many of the first {@code size} points were committed by the end of a tick. */
  int committedBy(long tick, int size) {
    int found = Arrays.binarySearch(ticks, 0, count, tick);
    int next = found >= 0 ? found + 1 : -found - 1;
    return next == count ? size : Math.min(size, positions[next]);
  }

  /** The tick of the point at a position; {@link Ticks#NONE} when it was not noted. */
  long tickOf(int position) {
    int found = Arrays.binarySearch(positions, 0, count, position);
    int at = found >= 0 ? found : -found - 2;
    return at < 0 ? Ticks.NONE : ticks[at];
  }

  /** The positions below {@code size} at which a tick begins, ascending. */
  int[] startsBelow(int size) {
    int found = Arrays.binarySearch(positions, 0, count, size);
    return Arrays.copyOf(positions, found >= 0 ? found : -found - 1);
  }

  long memoryBytes() {
    return ArrayBytes.of(positions) + ArrayBytes.of(ticks);
  }
}
