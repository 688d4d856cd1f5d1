package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.engine.catalog.TableUpdate;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.engine.compaction.CompactionOptions;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ResourceException;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.storage.Directory;
import io.lodestone.testkit.files.Damage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Merging segments changes what lies on disk and nothing that anybody sees. */
class CompactionTest {
  /** Steps of three points. */
  private static final CompactionOptions SMALL_STEPS =
      new CompactionOptions(true, 32, 1L << 30, 1L << 20, 3, 1, 1L << 40);

  private final EngineUnderTest db = new EngineUnderTest();

  @Test
  void everyStepShowsTheSamePoints() throws Exception {
    openWithSegments(6);
    TreeMap<Key, Map<String, String>> before = db.content();
    while (merges() == 0) {
      db.step(1);
      assertEquals(before, db.content());
    }
    db.agents.settle();
    assertEquals(before, db.content());
    assertEquals(1, db.engine.metrics().segments());
    assertEquals(1, segmentFiles());
    db.killAndOpen();
    assertEquals(before, db.content());
    assertEquals(List.of(), db.engine.recovery().findings());
  }

  @Test
  void aSnapshotHeldMeanwhileStaysAsItIs() throws Exception {
    openWithSegments(5);
    try (Snapshot held = db.engine.snapshot(EngineUnderTest.TABLE)) {
      TreeMap<Key, Map<String, String>> before = TableContent.of(held);
      settleCompaction();
      assertTrue(merges() > 0);
      db.write(EngineUnderTest.point("h1", db.now(), 1, -1));
      assertEquals(before, TableContent.of(held));
      assertEquals(6, segmentFiles(), "the old ones and their merge");
    }
    db.step(500);
    assertEquals(1, segmentFiles());
  }

  @Test
  void lateVersionsAreJudgedByWhatWasMerged() throws Exception {
    openWithSegments(5);
    long time = db.hoursAgo(1) + 3;
    db.write(EngineUnderTest.point("h0", time, 7, 7.0));
    db.engine.flush();
    settleCompaction();
    assertTrue(merges() > 0);
    WriteResult lower = db.write(EngineUnderTest.point("h0", time, 6, 6.0));
    assertEquals(7, lower.rejections().getFirst().existingVersion().orElseThrow());
    assertEquals(1, db.write(EngineUnderTest.point("h0", time, 8, 8.0)).accepted());
    assertEquals("8.0", db.value("h0", time).orElseThrow());
  }

  @Test
  void pointsBelowTheHorizonFloorAreLeftOut() throws Exception {
    db.options = db.options.withCompaction(CompactionOptions.OFF);
    db.open();
    for (int i = 0; i < 4; i++) {
      db.write(
          new EngineUnderTest.Points()
              .add("h", db.hoursAgo(30) + i, 1, i)
              .add("h", db.hoursAgo(1) + i, 1, i)
              .build());
      db.engine.flush();
    }
    db.engine.updateTable(EngineUnderTest.TABLE, TableUpdate.of(new RetentionPolicy(1, 1)));
    TreeMap<Key, Map<String, String>> before = db.content();
    assertEquals(4, before.size());
    db.engine.close();
    db.options = db.options.withCompaction(SMALL_STEPS);
    db.killAndOpen();
    settleCompaction();
    assertTrue(merges() > 0);
    assertEquals(before, db.content());
    assertEquals(4, pointsInSegments());
  }

  @Test
  void aClosedEngineLeavesNothingHalfDone() throws Exception {
    for (int steps = 0; steps < 60; steps += 3) {
      EngineUnderTest half = new EngineUnderTest();
      half.options = half.options.withCompaction(SMALL_STEPS);
      half.seed = steps;
      half.open();
      writeSegments(half, 4);
      half.step(steps);
      TreeMap<Key, Map<String, String>> before = half.content();
      half.engine.close();
      half.killAndOpen();
      assertEquals(List.of(), half.engine.recovery().findings(), steps + " steps");
      assertEquals(before, half.content());
    }
  }

  @Test
  void aTableDroppedMeanwhileLeavesNothing() throws Exception {
    for (int steps = 0; steps < 60; steps += 3) {
      EngineUnderTest dropped = new EngineUnderTest();
      dropped.options = dropped.options.withCompaction(SMALL_STEPS);
      dropped.seed = steps;
      dropped.open();
      writeSegments(dropped, 4);
      dropped.step(steps);
      dropped.engine.deleteTable(EngineUnderTest.TABLE);
      dropped.step(500);
      assertEquals(0, segmentFiles(dropped), steps + " steps");
      dropped.killAndOpen();
      assertEquals(List.of(), dropped.engine.recovery().findings(), steps + " steps");
    }
  }

  @Test
  void aSegmentThatCannotBeReadIsLeftAloneAndTheOthersAreMerged() throws Exception {
    db.options = db.options.withCompaction(CompactionOptions.OFF);
    db.open();
    writeSegments(db, 6);
    db.engine.close();
    Directory segments = db.disk.directory("segments");
    String damaged =
        segments.list().stream()
            .filter(name -> name.endsWith(".seg"))
            .min(String::compareTo)
            .orElseThrow();
    Damage.flipBit(segments, damaged, 8 * 65);
    db.options = db.options.withCompaction(SMALL_STEPS);
    db.killAndOpen();
    settleCompaction();
    assertEquals(1, db.engine.metrics().compaction().damaged());
    assertEquals(1, db.engine.metrics().compaction().abandoned());
    assertEquals(1, merges());
    assertEquals(2, segmentFiles());
    assertTrue(db.disk.directory("segments").exists(damaged));
  }

  @Test
  void writesWaitWhileTooManySegmentsOverlap() throws Exception {
    db.options = db.options.withCompaction(CompactionOptions.OFF);
    db.open();
    writeSegments(db, 33);
    db.engine.close();
    db.options = db.options.withCompaction(SMALL_STEPS);
    db.killAndOpen();
    PointBatch point = EngineUnderTest.point("h0", db.now(), 1, 1);
    CompletableFuture<WriteResult> refused = db.writeLater(point);
    CompletionException failure = assertThrows(CompletionException.class, refused::join);
    assertInstanceOf(ResourceException.class, failure.getCause());
    assertTrue(
        failure.getCause().getMessage().contains("overlap"), failure.getCause().getMessage());
    assertEquals(1 + 33 * 4, db.content().size(), "reads go on");
    settleCompaction();
    assertEquals(1, db.write(point).accepted());
  }

  private void openWithSegments(int count) throws IOException {
    db.options = db.options.withCompaction(CompactionOptions.OFF);
    db.open();
    writeSegments(db, count);
    db.engine.close();
    db.options = db.options.withCompaction(SMALL_STEPS);
    db.killAndOpen();
  }

  /** Flushes overlapping segments of five points each. */
  private static void writeSegments(EngineUnderTest engine, int count) {
    for (int i = 0; i < count; i++) {
      // Of the first host the same point in ever higher versions, of the others new points.
      EngineUnderTest.Points points = new EngineUnderTest.Points();
      points.add("h0", engine.hoursAgo(1), i + 1, i);
      for (int host = 1; host <= 4; host++) {
        points.add("h" + host, engine.hoursAgo(1) + i, 1, i);
      }
      engine.write(points.build());
      engine.engine.flush();
    }
  }

  private void settleCompaction() {
    db.agents.settle();
    db.step(2_000);
  }

  private long merges() {
    return db.engine.metrics().compaction().merges();
  }

  private long pointsInSegments() {
    try (Snapshot snapshot = db.engine.snapshot(EngineUnderTest.TABLE)) {
      return snapshot.view().segments().stream()
          .mapToLong(segment -> segment.metadata().points())
          .sum();
    }
  }

  private int segmentFiles() throws IOException {
    return segmentFiles(db);
  }

  private static int segmentFiles(EngineUnderTest engine) throws IOException {
    return (int)
        engine.disk.directory("segments").list().stream()
            .filter(name -> name.endsWith(".seg"))
            .count();
  }
}
