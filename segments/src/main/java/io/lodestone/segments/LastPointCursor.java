package io.lodestone.segments;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import io.lodestone.segments.index.SeriesSelection;
import java.util.List;

/** Walks through chosen series of a segment, of each of which there is one point at the most. */
abstract class LastPointCursor implements PointCursor {
  private final SegmentFile file;
  private final SeriesSelection selection;
  private final SeriesKeyCache keys;
  private final PointChunk chunk;
  private boolean fresh;

  LastPointCursor(SegmentFile file, SeriesSelection selection, List<Column> columns) {
    this.file = file;
    this.selection = selection;
    this.keys = new SeriesKeyCache(file);
    this.chunk =
        new PointChunk(columns.stream().map(c -> new ColumnBuffer(c.name(), c.type(), 1)).toList());
  }

  /** Appends the point of a series; false when it has none that is wanted. */
  abstract boolean append(int series, PointChunk to);

  @Override
  public final boolean nextSeries() {
    fresh = selection.advance();
    return fresh;
  }

  @Override
  public final KeyOrder keyOrder() {
    return file.layout().keyOrder();
  }

  @Override
  public final byte[] keyBytes() {
    return keys.bytes(selection.series());
  }

  @Override
  public final int keyOffset() {
    return keys.offset(selection.series());
  }

  @Override
  public final int keyLength() {
    return keys.length(selection.series());
  }

  @Override
  public final boolean nextChunk() {
    if (!fresh) {
      return false;
    }
    fresh = false;
    chunk.clear();
    return append(selection.series(), chunk);
  }

  @Override
  public final PointChunk chunk() {
    return chunk;
  }

  @Override
  public final void close() {
    fresh = false;
    selection.skipTo(Integer.MAX_VALUE);
  }
}
