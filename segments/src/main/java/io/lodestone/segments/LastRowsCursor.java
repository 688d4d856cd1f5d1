package io.lodestone.segments;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import io.lodestone.segments.index.SeriesSelection;
import java.util.List;

/** The youngest point of each chosen series, from {@link LastRows}: no block is looked at. */
final class LastRowsCursor implements PointCursor {
  private final SegmentFile file;
  private final LastRows rows;

  /** Per column of the chunk: its place in the rows. */
  private final int[] places;

  private final SeriesSelection selection;
  private final long oldestNanos;
  private final SeriesKeyCache keys;
  private final PointChunk chunk;
  private boolean fresh;

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
    this.file = file;
    this.rows = rows;
    this.places = places;
    this.selection = selection;
    this.oldestNanos = oldestNanos;
    this.keys = new SeriesKeyCache(file);
    this.chunk =
        new PointChunk(columns.stream().map(c -> new ColumnBuffer(c.name(), c.type(), 1)).toList());
  }

  @Override
  public KeyOrder keyOrder() {
    return file.layout().keyOrder();
  }

  @Override
  public boolean nextSeries() {
    fresh = selection.advance();
    return fresh;
  }

  @Override
  public byte[] keyBytes() {
    return keys.bytes(selection.series());
  }

  @Override
  public int keyOffset() {
    return keys.offset(selection.series());
  }

  @Override
  public int keyLength() {
    return keys.length(selection.series());
  }

  @Override
  public boolean nextChunk() {
    if (!fresh) {
      return false;
    }
    fresh = false;
    int series = selection.series();
    if (rows.times()[series] < oldestNanos) {
      return false;
    }
    chunk.clear();
    chunk.append(rows.times()[series], rows.versions()[series]);
    for (int i = 0; i < places.length; i++) {
      chunk.columns().get(i).appendFrom(rows.values().get(places[i]), series);
    }
    return true;
  }

  @Override
  public PointChunk chunk() {
    return chunk;
  }

  @Override
  public void close() {
    fresh = false;
    selection.skipTo(Integer.MAX_VALUE);
  }
}
