package io.lodestone.engine.compaction;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.RetentionPolicy;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The bounds that the decision page on compaction states, in a simulation of the planner. */
class WriteAmplificationTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long MIB = 1L << 20;
  private static final long START = 20_000 * DAY + 77 * MINUTE;

  @Test
  void aConstantRateFlushedEveryHourIsRewrittenOncePerRung() {
    simulate("hourly, 4 MiB, kept 2,000 days", HOUR, 4 * MIB, 2_000, 400, 0, 6.0);
  }

  @Test
  void aConstantRateFlushedEveryFiveMinutesIsGatheredFirst() {
    simulate("every 5 minutes, 64 MiB, kept 60 days", 5 * MINUTE, 64 * MIB, 60, 20, 0, 5.0);
  }

  @Test
  void aShortRetentionKeepsToNarrowWindows() {
    simulate("hourly, 4 MiB, kept 1 day", HOUR, 4 * MIB, 1, 30, 0, 4.0);
  }

  @Test
  void lateDataCostsAFewTimesItself() {
    simulate("hourly, 4 MiB, a tenth late by up to 30 days", HOUR, 4 * MIB, 2_000, 120, 0.1, 8.0);
  }

  private static void simulate(
      String name,
      long flushEvery,
      long flushBytes,
      int retentionDays,
      int days,
      double lateShare,
      double boundOfAll) {
    SplittableRandom random = new SplittableRandom(3);
    RetentionPolicy retention = new RetentionPolicy(6, retentionDays);
    SegmentSet segments = new SegmentSet(new CompactionPlanner(CompactionOptions.DEFAULT));
    long flushed = 0;
    int deepest = 0;
    for (long now = START; now < START + days * DAY; now += flushEvery) {
      segments.add(now - flushEvery - random.nextLong(5 * MINUTE), now - 1, flushBytes);
      flushed += flushBytes;
      if (lateShare > 0) {
        long late = (long) (flushBytes * lateShare);
        segments.add(now - 30 * DAY, now - 1, late);
        flushed += late;
      }
      segments.compact(now, retention);
      segments.expire(now - retentionDays * DAY);
      deepest = Math.max(deepest, segments.depth());
    }
    double amplification = 1 + (double) segments.bytesCompacted() / flushed;
    System.out.printf(
        "write amplification, %s: %.2f; %d segments at the end, at most %d deep%n",
        name, amplification, segments.count(), deepest);
    assertTrue(amplification < boundOfAll, () -> name + ": " + amplification);
  }
}
