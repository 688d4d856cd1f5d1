package io.lodestone.engine.feed;

import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.commit.CommittedState;
import io.lodestone.engine.journal.JournalEntry.PointsReplaced;
import io.lodestone.engine.lease.ExpiryLeases;
import io.lodestone.engine.manifest.TableView;
import io.lodestone.engine.read.MergeCursor;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.Column;
import io.lodestone.scan.Cursor;
import io.lodestone.scan.KeyRange;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.PointSource;
import io.lodestone.segments.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the points that an expiry let go, as they were when it did: nothing can have changed them
 * since, and a lease keeps them from being destroyed. Safe for several threads.
 */
final class ExpiredPoints {
  private final CommittedState state;
  private final ExpiryLeases leases;

  /** A point: the series' canonical key, and the time. */
  record Place(byte[] key, long timeNanos) {}

  /** The parts of a table, retained. */
  private record Parts(List<PointSource> sources, List<Column> columns, Runnable release) {}

  ExpiredPoints(CommittedState state, ExpiryLeases leases) {
    this.state = state;
    this.leases = leases;
  }

  /**
   * Some points of an expiry, in the order of the table.
   *
   * @param after they follow this one; null for the beginning
   * @param count how many at most
   * @return empty when the points are not held any more
   */
  Optional<ChangeBlock> read(FeedStream stream, FeedExpiry expiry, Place after, int count) {
    return with(
        stream,
        expiry,
        parts -> {
          List<Column> columns = stream.view().hasOldImage() ? parts.columns() : List.of();
          try (PointCursor points = open(parts, expiry.window(), after, columns)) {
            return take(points, expiry, after, count, stream.view().hasOldImage());
          }
        });
  }

  /**
   * The point that stands so many behind another.
   *
   * @param after counted from this one; null for the beginning
   * @param count at least 1
   * @return empty when the points are not held any more; the last point, if there are fewer
   */
  Optional<Skipped> skip(FeedStream stream, FeedExpiry expiry, Place after, long count) {
    return with(
        stream,
        expiry,
        parts -> {
          try (PointCursor points = open(parts, expiry.window(), after, List.of())) {
            return skip(points, after, count);
          }
        });
  }

  /**
   * What skipping came to.
   *
   * @param count how many points were passed
   * @param last the last of them; null when there was none
   */
  record Skipped(long count, Place last) {}

  /** What is done with the parts of a table while they are held open. */
  private interface Reading<T> {
    T read(Parts parts);
  }

  private <T> Optional<T> with(FeedStream stream, FeedExpiry expiry, Reading<T> reading) {
    Optional<Parts> retained = retain(stream.tableId());
    if (retained.isEmpty()) {
      return Optional.empty();
    }
    Parts parts = retained.get();
    try {
      // Asked after the parts were taken: what the makers of these parts had left out by then was
      // not held any more.
      return leases.isHeldFrom(stream.tableId(), expiry.window().startInclusiveNanos())
          ? Optional.of(reading.read(parts))
          : Optional.empty();
    } finally {
      parts.release().run();
    }
  }

  private Optional<Parts> retain(long tableId) {
    while (true) {
      Optional<TableView> view = state.view(tableId);
      if (view.isPresent()) {
        if (view.get().tryRetain()) {
          TableView retained = view.get();
          return Optional.of(
              new Parts(retained.sources(), retained.table().measures(), retained::release));
        }
        continue; // Another one has followed it.
      }
      Optional<List<Segment>> orphans = leases.retainOrphans(tableId);
      if (orphans.isPresent() || state.view(tableId).isEmpty()) {
        return orphans.map(ExpiredPoints::partsOf);
      }
    }
  }

  private static Parts partsOf(List<Segment> segments) {
    Runnable release = () -> segments.forEach(Segment::release);
    try {
      Set<Column> columns = new LinkedHashSet<>();
      segments.forEach(segment -> columns.addAll(segment.measureColumns()));
      return new Parts(List.copyOf(segments), List.copyOf(columns), release);
    } catch (RuntimeException unreadable) {
      release.run();
      throw unreadable;
    }
  }

  private static PointCursor open(
      Parts parts, TimeRange window, Place after, List<Column> columns) {
    PointQuery all = new PointQuery(window, List.of(), columns);
    PointQuery query = after == null ? all : all.withKeys(KeyRange.of(after.key(), new byte[0]));
    List<PointCursor> cursors = new ArrayList<>();
    try {
      for (PointSource source : parts.sources()) {
        if (window.overlaps(source.minTimeNanos(), source.maxTimeNanos())) {
          cursors.add(source.points(query));
        }
      }
      return new MergeCursor(cursors, columns);
    } catch (RuntimeException e) {
      Cursor.closeAll(cursors, e);
      throw e;
    }
  }

  /** The first point of a chunk that lies behind another point. */
  private static int firstAfter(PointCursor points, Place after) {
    PointChunk chunk = points.chunk();
    if (after == null || !stands(points, after.key()) || chunk.times()[0] > after.timeNanos()) {
      return 0;
    }
    int found = Arrays.binarySearch(chunk.times(), 0, chunk.size(), after.timeNanos());
    return found < 0 ? -found - 1 : found + 1;
  }

  private static boolean stands(PointCursor points, byte[] key) {
    int from = points.keyOffset();
    return Arrays.equals(points.keyBytes(), from, from + points.keyLength(), key, 0, key.length);
  }

  private static Skipped skip(PointCursor points, Place after, long count) {
    long passed = 0;
    Place last = null;
    while (passed < count && points.nextSeries()) {
      while (passed < count && points.nextChunk()) {
        PointChunk chunk = points.chunk();
        int from = firstAfter(points, after);
        int taken = (int) Math.min(count - passed, chunk.size() - from);
        if (taken > 0) {
          passed += taken;
          last = new Place(keyOf(points), chunk.times()[from + taken - 1]);
        }
      }
    }
    return new Skipped(passed, last);
  }

  private static byte[] keyOf(PointCursor points) {
    int from = points.keyOffset();
    return Arrays.copyOfRange(points.keyBytes(), from, from + points.keyLength());
  }

  private static ChangeBlock take(
      PointCursor points, FeedExpiry expiry, Place after, int count, boolean hasImages) {
    PointBatch.Builder builder = new PointBatch.Builder(Math.min(count, PointChunk.POINTS_MAX));
    while (builder.size() < count && points.nextSeries()) {
      int series = -1;
      while (builder.size() < count && points.nextChunk()) {
        PointChunk chunk = points.chunk();
        int from = firstAfter(points, after);
        int to = Math.min(chunk.size(), from + count - builder.size());
        if (from < to && series < 0) {
          series = builder.series(points.keyBytes(), points.keyOffset(), points.keyLength());
        }
        append(builder, series, chunk, from, to);
      }
    }
    int size = builder.size();
    long[] sequences = new long[size];
    long[] ticks = new long[size];
    Arrays.fill(sequences, expiry.sequence());
    Arrays.fill(ticks, expiry.tick());
    PointBatch batch = builder.build();
    return new ChangeBlock(
        batch,
        sequences,
        ticks,
        new int[0],
        hasImages
            ? Optional.of(new PointsReplaced.Before(batch.versions(), batch.columns()))
            : Optional.empty());
  }

  private static void append(
      PointBatch.Builder builder, int series, PointChunk chunk, int from, int to) {
    int first = builder.size();
    for (int point = from; point < to; point++) {
      builder.point(builder.size(), series, chunk.times()[point], chunk.versions()[point]);
    }
    for (ColumnBuffer column : chunk.columns()) {
      if (from < to) {
        ColumnBuffer values = builder.column(column.name(), column.type());
        values.padTo(first);
        values.appendRange(column, from, to - from);
      }
    }
  }

  /** What holding a table's expired points back costs on disk now, in bytes. */
  long bytes(long tableId, long fromNanos, long nowNanos) {
    Optional<TableView> view = state.view(tableId);
    if (view.isEmpty()) {
      return leases.orphanBytes().getOrDefault(tableId, 0L);
    }
    TableEntry table = view.get().table();
    long goneBelow = table.goneBelowNanos(nowNanos);
    return view.get().segments().stream()
        .filter(segment -> segment.maxTimeNanos() < goneBelow)
        .filter(segment -> segment.maxTimeNanos() >= fromNanos)
        .mapToLong(segment -> segment.metadata().sizeBytes())
        .sum();
  }
}
