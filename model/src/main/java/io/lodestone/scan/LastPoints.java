package io.lodestone.scan;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import java.util.List;

/** The last point of each series of another cursor, found by reading them all. */
final class LastPoints implements PointCursor {
  private final PointCursor points;
  private final PointChunk last;
  private boolean fresh;

  /**
   * @param points before its first series; owned from now on
   */
  LastPoints(PointCursor points, List<Column> columns) {
    this.points = points;
    this.last =
        new PointChunk(columns.stream().map(c -> new ColumnBuffer(c.name(), c.type(), 1)).toList());
  }

  @Override
  public boolean nextSeries() {
    fresh = points.nextSeries();
    return fresh;
  }

  @Override
  public KeyOrder keyOrder() {
    return points.keyOrder();
  }

  @Override
  public byte[] keyBytes() {
    return points.keyBytes();
  }

  @Override
  public int keyOffset() {
    return points.keyOffset();
  }

  @Override
  public int keyLength() {
    return points.keyLength();
  }

  @Override
  public boolean nextChunk() {
    last.clear();
    if (!fresh) {
      return false;
    }
    fresh = false;
    while (points.nextChunk()) {
      last.clear();
      last.appendFrom(points.chunk(), points.chunk().size() - 1);
    }
    return last.size() > 0;
  }

  @Override
  public PointChunk chunk() {
    return last;
  }

  @Override
  public void close() {
    points.close();
  }
}
