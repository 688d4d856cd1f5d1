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
   * The points of one series: a cursor that yields that series, if it is here, and ends. Cheap when
   * it is not.
   *
   * @param key the array that holds the canonical key
   * @param offset where the key starts
   * @param length bytes of the key
   */
  PointCursor pointsOf(byte[] key, int offset, int length, TimeRange range, List<Column> columns);
}
