package io.lodestone.engine.retention;

import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.manifest.TableView;
import io.lodestone.scan.PointSource;
import io.lodestone.segments.Segment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Decides what retention lets go. Pure.
 *
 * <p>A table's floor rises when that lets a whole segment go. It also rises when points have
 * expired that share a segment or a memtable with younger ones, but then in larger strides: a
 * twenty-fourth of what the table keeps, at least an hour and at most a day. So a table costs at
 * most one entry of the log for each file that leaves and one an hour besides, and none while
 * nothing of it expires.
 */
final class RetentionPlanner {
  private static final long STRIDE_MIN = Duration.ofHours(1).toNanos();
  private static final long STRIDE_MAX = Duration.ofDays(1).toNanos();
  private static final int STRIDES = 24;

  private RetentionPlanner() {}

  /**
   * @param tables what every table holds
   * @param goneBelowNanos the time below which a table's points may be destroyed
   * @param nowNanos a confirmed time: what goes by it does not come back
   * @param tablesMax let points go in at most so many tables; the others' turn comes next
   */
  static ExpiryPlan plan(
      List<TableView> tables,
      ToLongFunction<TableEntry> goneBelowNanos,
      long nowNanos,
      int tablesMax) {
    Map<Long, Long> horizons = new HashMap<>();
    Map<Long, List<Segment>> expired = new HashMap<>();
    for (TableView view : tables) {
      TableEntry table = view.table();
      long goneBelow = goneBelowNanos.applyAsLong(table);
      List<Segment> gone =
          view.segments().stream().filter(segment -> segment.maxTimeNanos() < goneBelow).toList();
      if (!gone.isEmpty()) {
        expired.put(table.id(), gone);
      }
      if (horizons.size() < tablesMax && mustRise(view, nowNanos)) {
        horizons.put(table.id(), table.horizonNanos(nowNanos));
      }
    }
    return new ExpiryPlan(horizons, expired);
  }

  private static boolean mustRise(TableView view, long nowNanos) {
    long floor = view.table().horizonFloorNanos();
    long horizon = view.table().horizonNanos(nowNanos);
    if (horizon == floor) {
      return false;
    }
    boolean inPart = false;
    for (Segment segment : view.segments()) {
      long newest = segment.maxTimeNanos();
      if (newest >= floor && newest < horizon) {
        return true;
      }
      inPart |= newest >= floor && segment.minTimeNanos() < horizon;
    }
    for (PointSource memtable : view.memtables()) {
      inPart |= memtable.maxTimeNanos() >= floor && memtable.minTimeNanos() < horizon;
    }
    return inPart && horizon - floor >= stride(nowNanos - horizon);
  }

  private static long stride(long keptNanos) {
    return Math.clamp(keptNanos / STRIDES, STRIDE_MIN, STRIDE_MAX);
  }
}
