package io.lodestone.engine.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TimeRange;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeWindowsTest {
  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final long DAY = 24 * HOUR;
  private static final long NOW = 20_000 * DAY + 5 * HOUR;
  private static final RetentionPolicy LONG = new RetentionPolicy(6, 73_000);

  @Test
  void windowsCoarsenWithAge() {
    assertEquals(2 * HOUR, width(NOW, NOW, LONG));
    assertEquals(2 * HOUR, width(NOW + HOUR, NOW, LONG));
    assertEquals(DAY, width(NOW - 10 * DAY, NOW, LONG));
    assertEquals(8 * DAY, width(NOW - 100 * DAY, NOW, LONG));
    assertEquals(64 * DAY, width(NOW - 4_000 * DAY, NOW, LONG));
  }

  @Test
  void noWindowIsWiderThanAnEighthOfWhatIsKept() {
    assertEquals(DAY, width(NOW - 19 * DAY, NOW, new RetentionPolicy(6, 20)));
    assertEquals(2 * HOUR, width(NOW - DAY, NOW, new RetentionPolicy(6, 1)));
  }

  @Test
  void windowsAreAlignedAndFollowEachOther() {
    List<TimeRange> windows =
        TimeWindows.between(NOW - 40 * DAY, NOW, NOW, LONG, Integer.MAX_VALUE);
    long end = windows.getFirst().startInclusiveNanos();
    assertTrue(end <= NOW - 40 * DAY);
    for (TimeRange window : windows) {
      assertEquals(end, window.startInclusiveNanos());
      long width = window.endExclusiveNanos() - window.startInclusiveNanos();
      assertEquals(0, window.startInclusiveNanos() % width);
      end = window.endExclusiveNanos();
    }
    assertTrue(end > NOW);
  }

  @Test
  void timesBeforeTheEpochLieInWindowsOfTheirOwn() {
    TimeRange window = TimeWindows.windowOf(-1, HOUR, LONG);
    assertEquals(new TimeRange(-2 * HOUR, 0), window);
  }

  @Test
  void aWindowComesIntoForceAsAWhole() {
    // The whole day of a time, or 2-hour windows throughout the day: never some of both.
    for (long now = NOW; now < NOW + 20 * DAY; now += HOUR) {
      for (long day = 19_990 * DAY; day < NOW; day += DAY) {
        long width = width(day, now, LONG);
        for (long time = day; time < day + DAY; time += HOUR) {
          assertEquals(width, width(time, now, LONG));
        }
      }
    }
  }

  private static long width(long timeNanos, long nowNanos, RetentionPolicy retention) {
    TimeRange window = TimeWindows.windowOf(timeNanos, nowNanos, retention);
    return window.endExclusiveNanos() - window.startInclusiveNanos();
  }
}
