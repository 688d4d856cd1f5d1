package io.lodestone.engine.compaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.compaction.CompactionPlan.Reason;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TimeRange;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CompactionPlannerTest {
  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final long DAY = 24 * HOUR;
  private static final long MIB = 1L << 20;

  /** An hour into a window of two. */
  private static final long NOW = 20_000 * DAY + 5 * HOUR;

  private static final RetentionPolicy LONG = new RetentionPolicy(6, 73_000);

  private final CompactionPlanner planner = new CompactionPlanner(CompactionOptions.DEFAULT);
  private final List<SegmentMetadata> segments = new ArrayList<>();

  @Test
  void nothingIsPlannedForNothing() {
    assertEquals(Optional.empty(), plan());
  }

  @Test
  void threeSegmentsOfAnOpenWindowAreLeftAlone() {
    for (int i = 0; i < 3; i++) {
      segment(NOW, NOW + HOUR / 2, 10 * MIB);
    }
    assertEquals(Optional.empty(), plan());
  }

  @Test
  void fourOfSimilarSizeInOneWindowAreGathered() {
    for (int i = 0; i < 4; i++) {
      segment(NOW, NOW + HOUR / 2, 10 * MIB);
    }
    expect(Reason.GATHER, 4, window(NOW - HOUR, NOW + HOUR), 1, 2, 3, 4);
  }

  @Test
  void aLargeSegmentIsNotRewrittenForSmallOnes() {
    segment(NOW, NOW + HOUR / 2, 1_000 * MIB);
    for (int i = 0; i < 4; i++) {
      segment(NOW, NOW + HOUR / 2, 10 * MIB);
    }
    expect(Reason.GATHER, 4, window(NOW - HOUR, NOW + HOUR), 2, 3, 4, 5);
  }

  @Test
  void aWindowThatIsOverBecomesOneSegment() {
    segment(NOW - 4 * HOUR, NOW - 4 * HOUR + 10, 30 * MIB);
    segment(NOW - 4 * HOUR + 11, NOW - 3 * HOUR - 1, 10 * MIB);
    expect(Reason.CLOSE, 1, window(NOW - 5 * HOUR, NOW - 3 * HOUR), 2, 1);
  }

  @Test
  void aFewLatePointsWaitUntilTheyAreAQuarterOfTheirWindow() {
    segment(NOW - 5 * HOUR, NOW - 3 * HOUR - 1, 100 * MIB);
    segment(NOW - 5 * HOUR, NOW - 3 * HOUR - 1, 13 * MIB);
    assertEquals(Optional.empty(), plan());
    segment(NOW - 5 * HOUR, NOW - 3 * HOUR - 1, 12 * MIB);
    expect(Reason.CLOSE, 3, window(NOW - 5 * HOUR, NOW - 3 * HOUR), 3, 2, 1);
  }

  @Test
  void smallWindowsMergeIntoTheWiderRungWhenItIsInForce() {
    long day = 19_990 * DAY;
    for (int i = 0; i < 12; i++) {
      segment(day + 2 * i * HOUR, day + 2 * (i + 1) * HOUR - 1, 10 * MIB);
    }
    expect(Reason.CLOSE, 1, window(day, day + DAY), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  }

  @Test
  void windowsThatHoldMoreThanASegmentMayAreNotWidened() {
    long day = 19_990 * DAY;
    for (int i = 0; i < 12; i++) {
      segment(day + 2 * i * HOUR, day + 2 * (i + 1) * HOUR - 1, 200 * MIB);
    }
    assertEquals(Optional.empty(), plan());
  }

  @Test
  void aSegmentOverTwoWindowsIsCutWhenTheOlderOneIsOver() {
    segment(NOW - 4 * HOUR, NOW - 3 * HOUR - 1, 10 * MIB);
    segment(NOW - 4 * HOUR + 1, NOW - 2 * HOUR, 10 * MIB);
    CompactionPlan plan = plan().orElseThrow();
    assertEquals(Reason.CLOSE, plan.reason());
    assertEquals(
        List.of(window(NOW - 5 * HOUR, NOW - 3 * HOUR), window(NOW - 3 * HOUR, NOW - HOUR)),
        plan.outputs());
  }

  @Test
  void aSegmentOverManyWindowsIsSplitWhenItsPiecesAreLargeEnough() {
    segment(NOW - 21 * HOUR, NOW - HOUR - 1, 10 * MIB - 1);
    assertEquals(Optional.empty(), plan());
    segments.clear();
    segment(NOW - 21 * HOUR, NOW - HOUR - 1, 10 * MIB);
    CompactionPlan plan = plan().orElseThrow();
    assertEquals(Reason.SPLIT, plan.reason());
    assertEquals(10, plan.outputs().size());
  }

  @Test
  void smallSegmentsOverManyWindowsAreGatheredAmongThemselves() {
    for (int i = 0; i < 4; i++) {
      segment(NOW - 300 * DAY, NOW - HOUR, MIB);
    }
    expect(Reason.GATHER, 4, window(NOW - 300 * DAY, NOW - HOUR + 1), 1, 2, 3, 4);
  }

  @Test
  void whatOverlapsMostComesFirst() {
    for (int i = 0; i < 4; i++) {
      segment(NOW - 9 * HOUR + i, NOW - 9 * HOUR + i, MIB);
    }
    for (int i = 0; i < 4; i++) {
      segment(NOW, NOW + HOUR / 2, MIB);
    }
    expect(Reason.GATHER, 4, window(NOW - HOUR, NOW + HOUR), 5, 6, 7, 8);
  }

  @Test
  void amongEqualsTheOldestComesFirst() {
    for (int i = 0; i < 4; i++) {
      segment(NOW, NOW + HOUR / 2, MIB);
    }
    for (int i = 0; i < 4; i++) {
      segment(NOW - 9 * HOUR, NOW - 8 * HOUR, MIB);
    }
    expect(Reason.CLOSE, 4, window(NOW - 9 * HOUR, NOW - 7 * HOUR), 5, 6, 7, 8);
  }

  /** From whatever state, some merges lead to one where nothing is left to do. */
  @Test
  void mergingComesToAnEndAndLeavesFewOverlaps() {
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 300; round++) {
      RetentionPolicy retention = new RetentionPolicy(6, 1 + random.nextLong(2_000));
      SegmentSet set = new SegmentSet(planner);
      int count = 1 + random.nextInt(120);
      for (int i = 0; i < count; i++) {
        long span = 1 + random.nextLong(1L << random.nextInt(1, 58));
        long start = NOW - random.nextLong(400 * DAY);
        set.add(start, Math.min(NOW, start + span), 1 + random.nextLong(1L << random.nextInt(30)));
      }
      set.compact(NOW, retention);
      assertTrue(set.depth() < 60, () -> "depth " + set.depth() + " with " + retention);
    }
  }

  private void expect(Reason reason, int depth, TimeRange output, long... inputs) {
    CompactionPlan plan = plan().orElseThrow();
    List<SegmentId> ids = new ArrayList<>();
    for (long input : inputs) {
      ids.add(new SegmentId(input));
    }
    assertEquals(new CompactionPlan(7, reason, ids, List.of(output), depth), plan);
  }

  private Optional<CompactionPlan> plan() {
    return planner.plan(segments, NOW, LONG);
  }

  private void segment(long minNanos, long maxNanos, long bytes) {
    segments.add(
        new SegmentMetadata(
            new SegmentId(segments.size() + 1), 7, 1_000, 10, minNanos, maxNanos, bytes, 0));
  }

  private static TimeRange window(long startNanos, long endNanos) {
    return new TimeRange(startNanos, endNanos);
  }
}
