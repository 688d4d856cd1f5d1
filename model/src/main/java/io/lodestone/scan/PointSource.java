package io.lodestone.scan;

import io.lodestone.model.TimeRange;
import java.util.List;

/**
 * A part of a table that holds points and does not change: a segment, or a memtable up to some row.
 * Safe for several threads; its owner keeps it open while cursors are.
 */
public interface PointSource {
  /** The oldest point's time; {@link Long#MAX_VALUE} when there is no point. */
  long minTimeNanos();

  /** The youngest point's time; {@link Long#MIN_VALUE} when there is no point. */
  long maxTimeNanos();

  /** The points that a query wants. */
  PointCursor points(PointQuery query);

  /**
   * The same for a scan, when no other part of the table holds a point of the query's times: what
   * is here is current.
   */
  default RunCursor runs(PointQuery query) {
    return new ChunkRuns(points(query));
  }

  /**
   * The youngest point of each wanted series within the query's times, one point a series.
   * Implementations that can do so read less than {@link #points} would.
   */
  default PointCursor lastPoints(PointQuery query) {
    return new LastPoints(points(query), query.columns());
  }

  /**
   * The points of one series: a cursor that yields that series, if it is here, and ends. Cheap when
   * it is not.
   *
   * @param key the array that holds the canonical key
   * @param offset where the key starts
   * @param length bytes of the key
   */
  PointCursor pointsOf(byte[] key, int offset, int length, TimeRange range, List<Column> columns);

  /** Finds single points. Valid while this source is open; one owner. */
  default PointFinder finder(List<Column> columns) {
    return new CursorFinder(this, columns);
  }

  /** How many points there are, superseded ones included. */
  long pointCount();

  /** How many series have a point here, at most. */
  default long seriesCount() {
    return pointCount();
  }

  /**
   * About how many points the series have that a query wants, at whatever times: what decides
   * whether a scan is worth several threads, and nothing else.
   */
  default long estimatePoints(PointQuery query) {
    return pointCount();
  }

  /**
   * Keys that cut the series into shares of about as many points each.
   *
   * @param shares how many shares are wanted, at least one
   * @return at most {@code shares - 1} keys, ascending in the table's order and different
   */
  default List<byte[]> splitKeys(int shares) {
    return List.of();
  }
}
