package io.lodestone.engine.flush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TimeRange;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FlushPlannerTest {
  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final long DAY = 24 * HOUR;
  private static final long NOW = 20_000 * DAY + 5 * HOUR;
  private static final RetentionPolicy LONG = new RetentionPolicy(6, 73_000);

  @Test
  void everyPlanCoversItsPointsOnceInOrder() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 20_000; i++) {
      RetentionPolicy retention = new RetentionPolicy(6, 1 + random.nextLong(2_000));
      long max = NOW - random.nextLong(2_000 * DAY);
      long min = max - random.nextLong(1L << random.nextInt(1, 58));
      List<TimeRange> plan = FlushPlanner.plan(min, max, 1L << 30, NOW, retention);
      String shown = retention + ", from " + min + " to " + max + ": " + plan;
      assertTrue(plan.getFirst().startInclusiveNanos() <= min, shown);
      assertTrue(plan.getLast().endExclusiveNanos() > max, shown);
      assertTrue(plan.size() <= FlushPlanner.WINDOWS_MAX, shown);
      for (int n = 1; n < plan.size(); n++) {
        assertEquals(plan.get(n - 1).endExclusiveNanos(), plan.get(n).startInclusiveNanos(), shown);
      }
    }
  }

  @Test
  void aFewBytesOrTooManyWindowsMakeOneSegment() {
    long min = NOW - 4_000 * DAY;
    List<TimeRange> whole = List.of(new TimeRange(min, NOW + 1));
    assertEquals(whole, FlushPlanner.plan(min, NOW, 1_000, NOW, LONG));
    assertEquals(whole, FlushPlanner.plan(min, NOW, 1L << 30, NOW, LONG));
    assertEquals(3, FlushPlanner.plan(NOW - 5 * HOUR, NOW, 1L << 30, NOW, LONG).size());
  }

  @Test
  void windowsThatWouldBeTinyShareASegment() {
    long min = NOW - 5 * HOUR;
    assertEquals(
        List.of(new TimeRange(min, NOW + 1)),
        FlushPlanner.plan(min, NOW, 3 * FlushPlanner.WINDOW_BYTES_MIN - 1, NOW, LONG));
    assertEquals(
        3, FlushPlanner.plan(min, NOW, 3 * FlushPlanner.WINDOW_BYTES_MIN, NOW, LONG).size());
  }
}
