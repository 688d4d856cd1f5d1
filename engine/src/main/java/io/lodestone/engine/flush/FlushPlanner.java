package io.lodestone.engine.flush;

import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TimeRange;
import java.util.List;

/** Decides which segments a memtable becomes. Pure. */
final class FlushPlanner {
  /**
   * A memtable smaller than this becomes one segment, however many windows it spans: a later
   * compaction splits it.
   */
  static final long WHOLE_BYTES_MAX = 8L << 20;

  /** Beyond so many windows each segment would be tiny; one segment is written instead. */
  static final int WINDOWS_MAX = 32;

  private FlushPlanner() {}

  /**
   * The time ranges, ascending and without overlap, that get a segment each.
   *
   * @param minNanos the memtable's oldest time
   * @param maxNanos its youngest time
   * @param bytes its size
   */
  static List<TimeRange> plan(
      long minNanos, long maxNanos, long bytes, long nowNanos, RetentionPolicy retention) {
    if (bytes > WHOLE_BYTES_MAX) {
      List<TimeRange> windows =
          TimeWindows.between(minNanos, maxNanos, nowNanos, retention, WINDOWS_MAX);
      if (!windows.isEmpty()) {
        return windows;
      }
    }
    return List.of(new TimeRange(minNanos, maxNanos + 1));
  }
}
