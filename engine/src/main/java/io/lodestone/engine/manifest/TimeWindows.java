package io.lodestone.engine.manifest;

import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The ladder of aligned time spans that segments keep to: 2 hours for young points, then 1, 8 and
 * 64 days, never more than an eighth of what the table keeps, so that whole files expire soon after
 * their points do. Each width divides the next, so that windows of different widths never cut each
 * other. Pure.
 */
public final class TimeWindows {
  private static final long[] LADDER = {
    Duration.ofHours(2).toNanos(),
    Duration.ofDays(1).toNanos(),
    Duration.ofDays(8).toNanos(),
    Duration.ofDays(64).toNanos()
  };

  /** A window comes into force when its end is so many windows of the next narrower width ago. */
  private static final int NARROWER_WINDOWS_KEPT = 32;

  private TimeWindows() {}

  /** The number of widths, the narrowest counted, that a table with this retention uses. */
  public static int rungs(RetentionPolicy retention) {
    long widest = Math.max(LADDER[0], Duration.ofDays(retention.magneticStoreDays()).toNanos() / 8);
    int rungs = 1;
    while (rungs < LADDER.length && LADDER[rungs] <= widest) {
      rungs++;
    }
    return rungs;
  }

  /** The window of a rung that holds a time; rung 0 is the narrowest. */
  public static TimeRange window(int rung, long timeNanos) {
    long width = LADDER[rung];
    long start = Math.floorDiv(timeNanos, width) * width;
    return new TimeRange(start, start + width);
  }

  /**
   * Whether a window of a rung is old enough to take the place of the narrower ones within it.
   * Those are then in force as well; the widest counts.
   */
  public static boolean isInForce(int rung, TimeRange window, long nowNanos) {
    return rung == 0
        || nowNanos - window.endExclusiveNanos() >= NARROWER_WINDOWS_KEPT * LADDER[rung - 1];
  }

  /** The widest window in force that holds a time. */
  public static TimeRange windowOf(long timeNanos, long nowNanos, RetentionPolicy retention) {
    int rung = rungs(retention) - 1;
    while (!isInForce(rung, window(rung, timeNanos), nowNanos)) {
      rung--;
    }
    return window(rung, timeNanos);
  }

  /**
   * The windows between two times, ascending; gives up when there are too many.
   *
   * @return an empty list when more than {@code windowsMax} would be needed
   */
  public static List<TimeRange> between(
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
