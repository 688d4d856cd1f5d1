package io.lodestone.segments;

import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import io.lodestone.segments.index.SeriesSelection;
import java.util.List;

/** The youngest point of each chosen series, from {@link KeptLastPoints}: no block is looked at. */
final class KeptLastPointsCursor extends LastPointCursor {
  private final KeptLastPoints kept;

  /** Per column of the chunk: its place in what is kept. */
  private final int[] places;

  private final long oldestNanos;

  /**
   * @param oldestNanos a series whose youngest point is older has none
   */
  KeptLastPointsCursor(
      SegmentFile file,
      KeptLastPoints kept,
      int[] places,
      List<Column> columns,
      SeriesSelection selection,
      long oldestNanos) {
    super(file, selection, columns);
    this.kept = kept;
    this.places = places;
    this.oldestNanos = oldestNanos;
  }

  @Override
  boolean append(int series, PointChunk to) {
    if (kept.times()[series] < oldestNanos) {
      return false;
    }
    to.append(kept.times()[series], kept.versions()[series]);
    for (int i = 0; i < places.length; i++) {
      to.columns().get(i).appendFrom(kept.values().get(places[i]), series);
    }
    return true;
  }
}
