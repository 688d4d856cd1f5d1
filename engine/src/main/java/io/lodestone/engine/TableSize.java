package io.lodestone.engine;

import io.lodestone.engine.manifest.TableView;
import io.lodestone.scan.PointSource;
import io.lodestone.segments.Segment;

/**
 * How large a table is, about.
 *
 * @param points how many points its parts hold; one that lies in several of them, because it was
 *     replaced, counts as often until they are merged, and one that has expired until it is gone
 * @param bytes disk that its segments take; what is in memory takes none yet
 */
public record TableSize(long points, long bytes) {
  static TableSize of(TableView view) {
    long points = 0;
    for (PointSource source : view.sources()) {
      points += source.pointCount();
    }
    long bytes = 0;
    for (Segment segment : view.segments()) {
      bytes += segment.metadata().sizeBytes();
    }
    return new TableSize(points, bytes);
  }
}
