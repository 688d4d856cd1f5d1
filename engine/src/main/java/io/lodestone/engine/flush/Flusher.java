package io.lodestone.engine.flush;

import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.history.HistoryPoints;
import io.lodestone.engine.history.HistoryWriter;
import io.lodestone.engine.lease.ExpiryLeases;
import io.lodestone.engine.manifest.SealedMemtables;
import io.lodestone.engine.manifest.SealedMemtables.SealedMemtable;
import io.lodestone.engine.manifest.SealedMemtables.SealedTable;
import io.lodestone.engine.memtable.MemtableView;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentMetadata;
import io.lodestone.segments.SegmentWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes sealed memtables as segments. Each segment is complete and durable when it is in the list;
 * none of them counts before the manifest names it. A crash leaves objects that no manifest names,
 * which the next start puts aside.
 */
public final class Flusher {
  private final SegmentWriter writer;
  private final Supplier<SegmentId> ids;
  private final ExpiryLeases leases;

  /**
   * @param writer writes the segments
   * @param ids yields a number never used before at each call
   * @param leases says which expired points are written all the same
   */
  public Flusher(SegmentWriter writer, Supplier<SegmentId> ids, ExpiryLeases leases) {
    this.leases = leases;
    this.writer = writer;
    this.ids = ids;
  }

  /**
   * Writes everything.
   *
   * @param nowNanos decides the width of time windows
   * @param confirmedNanos a confirmed time: what goes by it does not come back
   * @param begun told of each segment before anything of it is written: should this fail, whatever
   *     lies under their numbers is garbage
   */
  public List<SegmentMetadata> flush(
      SealedMemtables sealed, long nowNanos, long confirmedNanos, Consumer<SegmentId> begun)
      throws IOException {
    List<SegmentMetadata> written = new ArrayList<>();
    for (SealedTable table : sealed.tables()) {
      for (SealedMemtable memtable : table.memtables()) {
        flush(table.table(), memtable, nowNanos, confirmedNanos, begun, written);
      }
    }
    return List.copyOf(written);
  }

  private void flush(
      TableEntry table,
      SealedMemtable memtable,
      long nowNanos,
      long confirmedNanos,
      Consumer<SegmentId> begun,
      List<SegmentMetadata> written)
      throws IOException {
    MemtableView view = memtable.view();
    // What has expired in memory is not written, unless somebody holds it: the floor is durable.
    long oldest = Math.max(view.minTimeNanos(), leases.goneBelowNanos(table, confirmedNanos));
    if (oldest > view.maxTimeNanos()) {
      return;
    }
    List<TimeRange> ranges =
        FlushPlanner.plan(
            oldest,
            view.maxTimeNanos(),
            memtable.memtable().memoryBytes(),
            nowNanos,
            table.definition().retention());
    for (TimeRange range : ranges) {
      try (PointCursor points = view.points(new PointQuery(range, List.of(), table.measures()))) {
        SegmentId id = ids.get();
        begun.accept(id);
        writer.write(id, table.id(), table.measures(), points).ifPresent(written::add);
      }
      if (table.recovery().isPresent()) {
        long oldestTick = table.recovery().get().oldestTick(confirmedNanos);
        flushHistory(table, view.history(range, table.measures(), oldestTick), begun, written);
      }
    }
  }

  private void flushHistory(
      TableEntry table,
      HistoryPoints history,
      Consumer<SegmentId> begun,
      List<SegmentMetadata> written)
      throws IOException {
    try (history) {
      SegmentId id = ids.get();
      begun.accept(id);
      HistoryWriter.write(writer, id, table.id(), table.measures(), history)
          .ifPresent(written::add);
    }
  }
}
