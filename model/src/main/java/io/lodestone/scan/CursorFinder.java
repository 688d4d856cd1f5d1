package io.lodestone.scan;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.TimeRange;
import java.util.List;

/** A finder that opens a cursor for each point. */
final class CursorFinder implements PointFinder {
  private final PointSource source;
  private final List<Column> columns;
  private final PointChunk found;

  CursorFinder(PointSource source, List<Column> columns) {
    this.source = source;
    this.columns = columns;
    this.found =
        new PointChunk(columns.stream().map(c -> new ColumnBuffer(c.name(), c.type(), 1)).toList());
  }

  @Override
  public boolean find(byte[] key, int offset, int length, long timeNanos) {
    found.clear();
    TimeRange range = TimeRange.at(timeNanos);
    try (PointCursor cursor = source.pointsOf(key, offset, length, range, columns)) {
      if (cursor.nextSeries() && cursor.nextChunk()) {
        found.appendFrom(cursor.chunk(), 0);
      }
    }
    return found.size() > 0;
  }

  @Override
  public long version() {
    return found.versions()[0];
  }

  @Override
  public void appendTo(PointChunk chunk) {
    chunk.appendFrom(found, 0);
  }
}
