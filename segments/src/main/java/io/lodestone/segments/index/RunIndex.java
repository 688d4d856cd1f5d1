package io.lodestone.segments.index;

import io.lodestone.segments.block.BlockRuns;
import io.lodestone.segments.encoding.MalformedVectorException;
import io.lodestone.segments.encoding.PackedColumn;
import java.lang.foreign.MemorySegment;

/**
 * Where the points of each series lie among all points of the segment. One packed column: the
 * position of each series' first point; series of equal length cost nothing. Immutable, safe for
 * several threads.
 */
public final class RunIndex {
  private final PackedColumn starts;
  private final long points;

  /**
   * @param section the bytes of the section, already verified
   * @param seriesCount how many series there are, at least one
   * @param points how many points
   */
  public RunIndex(MemorySegment section, int seriesCount, long points) {
    this.starts = new PackedColumn(section, 0, seriesCount);
    this.points = points;
  }

  /** The position of a series' first point. */
  public long start(int series) {
    return starts.get(series);
  }

  /** The position after a series' last point. */
  public long end(int series) {
    return series + 1 < starts.count() ? starts.get(series + 1) : points;
  }

  /** The series to which the point at a position belongs. */
  public int seriesAt(long position) {
    return starts.floor(position);
  }

  /**
   * Tells where the runs of a block end that holds the points from one position to before another.
   */
  public void runsOf(long from, long to, BlockRuns into) {
    into.clear();
    int series = seriesAt(from);
    long at = from;
    while (at < to) {
      long end = series < 0 ? at : Math.min(to, end(series));
      if (end <= at) {
        throw new MalformedVectorException(
            0, "series with points", "series " + series + " with none");
      }
      into.add((int) (end - from));
      at = end;
      series++;
    }
  }
}
