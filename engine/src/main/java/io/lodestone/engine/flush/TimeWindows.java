package io.lodestone.engine.flush;

import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The ladder of aligned time spans that segments keep to: 2 hours for young points, then 1, 8 and
 * 64 days, never more than an eighth of what the table keeps, so that whole files expire soon after
 * their points do. Pure.
 */
final class TimeWindows {
  private static final long[] LADDER = {
    Duration.ofHours(2).toNanos(),
    Duration.ofDays(1).toNanos(),
    Duration.ofDays(8).toNanos(),
    Duration.ofDays(64).toNanos()
  };

  private TimeWindows() {}

  /**
   * The width of the window that a time belongs to: an age of up to 32 windows of a rung stays on
   * it.
   */
  static long width(long timeNanos, long nowNanos, RetentionPolicy retention) {
    long age = Math.max(0, nowNanos - timeNanos);
    long widest = Math.max(LADDER[0], Duration.ofDays(retention.magneticStoreDays()).toNanos() / 8);
    long width = LADDER[0];
    for (long rung : LADDER) {
      if (rung > widest) {
        break;
      }
      width = rung;
      if (age <= 32 * rung) {
        break;
      }
    }
    return width;
  }

  /**
   * The window that holds a time. Windows of different widths never cut each other: each width
   * divides the next.
   */
  static TimeRange windowOf(long timeNanos, long nowNanos, RetentionPolicy retention) {
    long width = width(timeNanos, nowNanos, retention);
    long start = Math.floorDiv(timeNanos, width) * width;
    return new TimeRange(start, start + width);
  }

  /**
   * The windows between two times, ascending; gives up when there are too many.
   *
   * @return an empty list when more than {@code windowsMax} would be needed
   */
  static List<TimeRange> between(
      long minNanos, long maxNanos, long nowNanos, RetentionPolicy retention, int windowsMax) {
    List<TimeRange> windows = new ArrayList<>();
    long time = minNanos;
    while (time <= maxNanos) {
      if (windows.size() == windowsMax) {
        return List.of();
      }
      TimeRange window = windowOf(time, nowNanos, retention);
      windows.add(window);
      time = window.endExclusiveNanos();
    }
    return windows;
  }
}
