package io.lodestone.segments;

import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import io.lodestone.segments.index.SeriesSelection;
import java.util.List;

/** The youngest point of each chosen series, from {@link LastRows}: no block is looked at. */
final class LastRowsCursor extends LastPointCursor {
  private final LastRows rows;

  /** Per column of the chunk: its place in the rows. */
  private final int[] places;

  private final long oldestNanos;

  /**
   * @param oldestNanos a series whose youngest point is older has none
   */
  LastRowsCursor(
      SegmentFile file,
      LastRows rows,
      int[] places,
      List<Column> columns,
      SeriesSelection selection,
      long oldestNanos) {
    super(file, selection, columns);
    this.rows = rows;
    this.places = places;
    this.oldestNanos = oldestNanos;
  }

  @Override
  boolean append(int series, PointChunk to) {
    if (rows.times()[series] < oldestNanos) {
      return false;
    }
    to.append(rows.times()[series], rows.versions()[series]);
    for (int i = 0; i < places.length; i++) {
      to.columns().get(i).appendFrom(rows.values().get(places[i]), series);
    }
    return true;
  }
}
