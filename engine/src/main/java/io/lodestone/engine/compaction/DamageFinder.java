package io.lodestone.engine.compaction;

import io.lodestone.model.CorruptionException;
import io.lodestone.scan.Column;
import io.lodestone.scan.ForwardingPointCursor;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.segments.Segment;
import io.lodestone.segments.SegmentId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads segments for a merge, and remembers which of them turned out to have wrong bytes, so that
 * the others can be merged without it. One thread.
 */
final class DamageFinder {
  private final Set<SegmentId> found = new HashSet<>();

  /** The segments whose reading failed with a {@link CorruptionException}. */
  Set<SegmentId> found() {
    return found;
  }

  /** {@link Segment#measureColumns()}, watched. */
  List<Column> measureColumns(Segment segment) {
    try {
      return segment.measureColumns();
    } catch (CorruptionException e) {
      throw note(segment, e);
    }
  }

  /** {@link Segment#points(PointQuery)}, watched to the end. */
  PointCursor points(Segment segment, PointQuery query) {
    try {
      return new Watched(segment, segment.points(query));
    } catch (CorruptionException e) {
      throw note(segment, e);
    }
  }

  private CorruptionException note(Segment segment, CorruptionException e) {
    found.add(segment.metadata().id());
    return e;
  }

  /** The points of one segment. */
  private final class Watched extends ForwardingPointCursor {
    private final Segment segment;

    Watched(Segment segment, PointCursor points) {
      super(points);
      this.segment = segment;
    }

    @Override
    public boolean nextSeries() {
      try {
        return super.nextSeries();
      } catch (CorruptionException e) {
        throw note(segment, e);
      }
    }

    @Override
    public boolean nextChunk() {
      try {
        return super.nextChunk();
      } catch (CorruptionException e) {
        throw note(segment, e);
      }
    }
  }
}
