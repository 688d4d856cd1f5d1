package io.lodestone.engine.flush;

import io.lodestone.engine.manifest.TimeWindows;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TimeRange;
import java.util.List;

/** Decides which segments a memtable becomes. Pure. */
final class FlushPlanner {
  /**
   * Windows that would get less of a memtable's heap than this on average, in bytes, share one
   * segment: a later compaction splits it.
   */
  static final long WINDOW_BYTES_MIN = 8L << 20;

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
    if (bytes >= WINDOW_BYTES_MIN) {
      List<TimeRange> windows =
          TimeWindows.between(minNanos, maxNanos, nowNanos, retention, WINDOWS_MAX);
      if (!windows.isEmpty() && bytes / windows.size() >= WINDOW_BYTES_MIN) {
        return windows;
      }
    }
    return List.of(new TimeRange(minNanos, maxNanos + 1));
  }
}
