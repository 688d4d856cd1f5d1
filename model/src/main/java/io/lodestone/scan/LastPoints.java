package io.lodestone.scan;

import io.lodestone.model.ColumnBuffer;
import java.util.List;

/** The last point of each series of another cursor, found by reading them all. */
final class LastPoints extends ForwardingPointCursor {
  private final PointChunk last;
  private boolean fresh;

  /**
   * @param points before its first series; owned from now on
   */
  LastPoints(PointCursor points, List<Column> columns) {
    super(points);
    this.last =
        new PointChunk(columns.stream().map(c -> new ColumnBuffer(c.name(), c.type(), 1)).toList());
  }

  @Override
  public boolean nextSeries() {
    fresh = super.nextSeries();
    return fresh;
  }

  @Override
  public boolean nextChunk() {
    last.clear();
    if (!fresh) {
      return false;
    }
    fresh = false;
    while (super.nextChunk()) {
      last.clear();
      last.appendFrom(super.chunk(), super.chunk().size() - 1);
    }
    return last.size() > 0;
  }

  @Override
  public PointChunk chunk() {
    return last;
  }
}
