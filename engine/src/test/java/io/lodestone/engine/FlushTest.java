package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.commit.WriteResult;
import io.lodestone.engine.flush.FlushOptions;
import io.lodestone.model.PointBatch;
import io.lodestone.model.Rejection;
import io.lodestone.model.Rejection.Reason;
import io.lodestone.model.ResourceException;
import io.lodestone.segments.Segment;
import io.lodestone.segments.SegmentMetadata;
import io.lodestone.testkit.files.Faults.Act;
import io.lodestone.testkit.files.Faults.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FlushTest {
  private EngineUnderTest db = new EngineUnderTest();

  private PointBatch point(String host, double value) {
    return EngineUnderTest.point(host, db.hoursAgo(1), 1, value);
  }

  private List<SegmentMetadata> segments() {
    try (Snapshot snapshot = db.engine.snapshot(EngineUnderTest.TABLE)) {
      return snapshot.view().segments().stream()
          .map(Segment::metadata)
          .sorted(Comparator.comparingLong(SegmentMetadata::minTimeNanos))
          .toList();
    }
  }

  private int segmentFiles() throws Exception {
    return db.disk.directory("segments").list().size();
  }

  @Test
  void aFlushMovesEverythingAndChangesNothingThatIsRead() throws Exception {
    db.open();
    db.write(point("a", 1.0));
    db.write(EngineUnderTest.point("a", db.hoursAgo(1), 2, 2.0));
    var before = db.content();
    db.engine.flush();
    assertEquals(before, db.content());
    assertEquals(1, segments().size());
    assertEquals(1, segments().getFirst().points(), "superseded points are not written");
    db.crashAndOpen(1);
    assertEquals(before, db.content());
    assertEquals(0, db.engine.recovery().replayedFrames());
  }

  @Test
  void lateAndCurrentPointsGetSegmentsOfTheirOwn() throws Exception {
    db.open();
    db.write(
        new EngineUnderTest.Points()
            .add("a", db.hoursAgo(1), 1, 1.0)
            .add("a", db.hoursAgo(500), 1, 2.0)
            .build());
    db.engine.flush();
    List<SegmentMetadata> segments = segments();
    assertEquals(2, segments.size());
    assertTrue(segments.getFirst().maxTimeNanos() < segments.getLast().minTimeNanos());
    assertEquals(2, db.content().size());
  }

  @Test
  void aLargeMemtableBecomesOneSegmentForEachTimeWindow() throws Exception {
    db.open();
    long second = 1_000_000_000L;
    int points = 0;
    for (int batch = 0; batch < 140; batch++) {
      EngineUnderTest.Points some = new EngineUnderTest.Points();
      for (int i = 0; i < 5_000; i++) {
        some.add("h" + i % 100, db.hoursAgo(6) + (points++ / 100) * second * 3 / 2, 1, i);
      }
      assertEquals(5_000, db.write(some.build()).accepted());
    }
    assertTrue(db.engine.memoryBytes() > 16 << 20, "memory " + db.engine.memoryBytes());
    db.engine.flush();
    List<SegmentMetadata> segments = segments();
    long window = Duration.ofHours(2).toNanos();
    assertEquals(2, segments.size());
    for (int i = 0; i < segments.size(); i++) {
      SegmentMetadata segment = segments.get(i);
      assertEquals(segment.minTimeNanos() / window, segment.maxTimeNanos() / window);
      assertTrue(
          i == 0 || segments.get(i - 1).maxTimeNanos() < segment.minTimeNanos(), "segment " + i);
    }
    assertEquals(points, segments.stream().mapToLong(SegmentMetadata::points).sum());
  }

  @Test
  void aTableWithoutPointsGetsNoSegment() throws Exception {
    db.open();
    db.engine.flush();
    assertEquals(List.of(), segments());
    assertEquals(0, segmentFiles());
    db.killAndOpen();
    assertEquals(0, db.engine.recovery().replayedFrames());
    assertTrue(db.engine.catalog().table(EngineUnderTest.TABLE).isPresent());
  }

  @Test
  void nothingIsWrittenAgainWhenNothingHasChanged() throws Exception {
    db.options = db.options.withFlush(new FlushOptions(1, 1, 1, true));
    db.open();
    db.write(point("a", 1.0));
    db.step(500);
    assertEquals(1, segments().size());
    long acts = db.faults.acts();
    db.clock.advance(Duration.ofDays(1));
    db.step(500);
    assertEquals(acts, db.faults.acts(), "the disk is left alone");
  }

  @Test
  void ageMemoryAndLogEachMakeAFlushDue() throws Exception {
    FlushOptions options = new FlushOptions(100, 1_000, 60_000, true);
    assertTrue(options.isDue(100, 1, 0));
    assertTrue(options.isDue(1, 1_000, 0));
    assertTrue(options.isDue(1, 1, 60_000));
    assertTrue(!options.isDue(99, 999, 59_999));
    assertTrue(!options.isDue(99, 0, 60_000), "nothing in memory");
    assertTrue(options.isDue(100, 0, 0), "a log that is long without points in memory");
    db.options = db.options.withFlush(new FlushOptions(1L << 40, 1L << 40, 60_000, true));
    db.open();
    db.write(point("a", 1.0));
    db.step(200);
    assertEquals(0, segments().size());
    db.clock.advance(Duration.ofMinutes(1));
    db.step(200);
    assertEquals(1, segments().size());
  }

  /** A look-up is only as good as the segments it was made against. */
  @Test
  void theVersionRuleHoldsWhileAFlushOvertakesALookUp() throws Exception {
    for (int steps = 0; steps < 100; steps++) {
      db = new EngineUnderTest();
      db.seed = steps / 10;
      db.options = db.options.withFlush(new FlushOptions(1L << 40, 1L << 40, 60_000, true));
      db.open();
      db.write(point("other", 1.0));
      db.engine.flush();
      db.write(point("a", 1.0));
      db.clock.advance(Duration.ofMinutes(2));
      db.step(steps % 40);
      long time = db.hoursAgo(1) - Duration.ofMinutes(2).toNanos();
      List<CompletableFuture<WriteResult>> conflicts = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        conflicts.add(db.writeLater(EngineUnderTest.point("a", time, 1, 2.0)));
        db.step(1);
      }
      for (CompletableFuture<WriteResult> conflict : conflicts) {
        List<Rejection> rejections = db.agents.await(conflict).rejections();
        assertEquals(1, rejections.size(), "steps " + steps);
        assertEquals(Reason.VERSION_NOT_HIGHER, rejections.getFirst().reason());
        assertEquals(1, rejections.getFirst().existingVersion().orElseThrow());
      }
      assertEquals(2, db.content().size());
    }
  }

  @Test
  void aFailedFlushLosesNothingAndIsRepeated() throws Exception {
    db.open();
    db.write(point("a", 1.0));
    db.faults.failAll(Act.CREATE, Fault.ENOSPC);
    assertThrows(ResourceException.class, db.engine::flush);
    assertEquals(1, db.content().size());
    db.write(point("b", 1.0));
    db.faults.heal();
    db.engine.flush();
    assertEquals(2, db.content().size());
    db.crashAndOpen(6);
    assertEquals(2, db.content().size());
    assertEquals(List.of(), db.engine.recovery().findings());
  }

  /**
   * Every act of a flush fails in every way, and another one some acts later. Afterwards exactly
   * the segments are there that the manifest names, and no more than one flush made.
   */
  @Test
  void whicheverActsOfAFlushFailNoSegmentIsLeftOverOrCountedTwice() throws Exception {
    for (Fault fault : Fault.values()) {
      for (int gap : new int[] {0, 2, 5, 9, 14, 20}) {
        int act = 0;
        boolean failed = true;
        while (failed) {
          act++;
          failed = failsAndRecovers(fault, act, gap);
        }
        assertTrue(act > 10, "acts " + act);
      }
    }
  }

  /** Whether the act was reached at all. */
  private boolean failsAndRecovers(Fault fault, int act, int gap) throws Exception {
    String shown = fault + " at act " + act + ", and " + gap + " later";
    db = new EngineUnderTest();
    db.open();
    db.write(point("a", 1.0));
    db.agents.settle();
    long first = db.faults.acts() + act;
    db.faults.failAt(first, fault).failAt(first + gap, fault);
    for (boolean flushed = false; !flushed; ) {
      try {
        db.engine.flush();
        flushed = true;
      } catch (ResourceException e) {
        assertEquals(1, db.content().size(), shown);
      }
    }
    db.step(200);
    db.faults.heal();
    boolean reached = db.faults.acts() >= first;
    db.engine.flush();
    db.step(200);
    assertEquals(1, segments().size(), shown);
    assertEquals(1, segmentFiles(), shown);
    db.crashAndOpen(act);
    assertEquals(1, db.engine.recovery().segments(), shown);
    assertEquals(List.of(), db.engine.recovery().findings(), shown);
    assertEquals(1, db.content().size(), shown);
    db.engine.deleteTable(EngineUnderTest.TABLE);
    db.step(200);
    assertEquals(0, segmentFiles(), shown);
    return reached;
  }

  /** The same for the removal of what a dropped table leaves. */
  @Test
  void whicheverActOfARemovalFailsTheFilesGoInTheEnd() throws Exception {
    for (int act = 1; act < 15; act++) {
      db = new EngineUnderTest();
      db.open();
      db.write(point("a", 1.0));
      db.engine.flush();
      db.agents.settle();
      db.faults.failAt(db.faults.acts() + act, Fault.EIO);
      try {
        db.engine.deleteTable(EngineUnderTest.TABLE);
      } catch (ResourceException e) {
        db.engine.deleteTable(EngineUnderTest.TABLE);
      }
      db.step(500);
      assertEquals(0, segmentFiles(), "act " + act);
      db.faults.heal();
      db.crashAndOpen(act);
      assertEquals(List.of(), db.engine.recovery().findings(), "act " + act);
      assertEquals(0, db.engine.recovery().segments(), "act " + act);
    }
  }

  @Test
  void theLogGoesWhenItsPointsAreInSegments() throws Exception {
    db.options = db.options.withWal(StoryOptions.plainWal().withFileBytes(2_000));
    db.open();
    for (int i = 0; i < 100; i++) {
      db.write(point("h" + i, i));
    }
    int before = db.disk.directory("wal").list().size();
    db.engine.flush();
    int after = db.disk.directory("wal").list().size();
    assertTrue(before > 3 && after == 1, before + " files before, " + after + " after");
    db.crashAndOpen(3);
    assertEquals(100, db.content().size());
  }
}
