package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.commit.CarryOptions;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.engine.flush.FlushOptions;
import io.lodestone.model.TableRef;
import io.lodestone.segments.Segment;
import io.lodestone.storage.Directory;
import io.lodestone.testkit.files.Damage;
import io.lodestone.testkit.files.Faults;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Small tables whose points are written once more into the log instead of into a segment. */
class CarriedPointsTest {
  private static final FlushOptions HOURLY =
      new FlushOptions(1L << 40, 512L << 20, 3_600_000L, false, CarryOptions.within(512L << 20));

  private final EngineUnderTest db = new EngineUnderTest();

  private void open() throws IOException {
    db.options = db.options.withFlush(HOURLY);
    db.open();
  }

  /** Lets so much time pass, and what is due be done. */
  private void pass(Duration time) {
    db.clock.advance(time);
    db.step(400);
  }

  private int segments(TableRef ref) {
    try (Snapshot snapshot = db.engine.snapshot(ref)) {
      return snapshot.view().segments().size();
    }
  }

  private int segmentFiles() throws IOException {
    return db.disk.directory("segments").list().size();
  }

  @Test
  void pointsStayInMemoryAndTheLogGoes() throws Exception {
    open();
    for (int i = 0; i < 5; i++) {
      db.write(EngineUnderTest.point("a", db.hoursAgo(1) + i, 1, i));
      db.write(EngineUnderTest.point("late", db.hoursAgo(50) + i, 1, i));
    }
    TreeMap<Key, Map<String, String>> before = db.content();
    pass(Duration.ofHours(1));
    assertEquals(0, segmentFiles());
    assertEquals(before, db.content());
    db.crashAndOpen(7);
    assertEquals(1, db.engine.recovery().replayedFrames(), "the one that carries");
    assertEquals(10, db.engine.recovery().replayedPoints());
    assertEquals(List.of(), db.engine.recovery().findings());
    assertEquals(before, db.content());
    // The version rule knows them.
    assertEquals(
        1, db.write(EngineUnderTest.point("a", db.hoursAgo(2), 1, 77.0)).rejections().size());
    assertEquals(
        1, db.write(EngineUnderTest.point("late", db.hoursAgo(51), 1, 77.0)).rejections().size());
  }

  @Test
  void pointsThatFollowNameTheirSeriesByTheCarriedOnes() throws Exception {
    open();
    db.write(EngineUnderTest.point("a", db.hoursAgo(1), 1, 1));
    for (int hour = 0; hour < 4; hour++) {
      pass(Duration.ofHours(1));
      db.write(EngineUnderTest.point("a", db.hoursAgo(1), 1, hour));
      db.write(EngineUnderTest.point("b" + hour, db.hoursAgo(1), 1, hour));
    }
    TreeMap<Key, Map<String, String>> before = db.content();
    assertEquals(9, before.size());
    assertEquals(0, segmentFiles());
    db.crashAndOpen(3);
    assertEquals(before, db.content());
    assertEquals(List.of(), db.engine.recovery().findings());
  }

  @Test
  void aFlushThatIsAskedForWritesEveryTable() throws Exception {
    open();
    db.write(EngineUnderTest.point("a", db.hoursAgo(1), 1, 1));
    pass(Duration.ofHours(1));
    assertEquals(0, segments(EngineUnderTest.TABLE));
    db.engine.flush();
    assertEquals(1, segments(EngineUnderTest.TABLE));
    db.killAndOpen();
    assertEquals(0, db.engine.recovery().replayedPoints());
    assertEquals(1, db.content().size());
  }

  /** The manifest has fallen behind the log: what is carried may be all there is of a point. */
  @Test
  void carriedPointsAreTakenWhereTheFramesThatBroughtThemAreMissing() throws Exception {
    db.options = db.options.withWal(db.options.wal().withFileBytes(4_096));
    open();
    db.write(EngineUnderTest.point("a", db.hoursAgo(2), 1, 1));
    db.engine.flush();
    Map<String, byte[]> before = new TreeMap<>();
    for (String name : db.disk.directory("manifest").list()) {
      before.put(name, Damage.bytesOf(db.disk.directory("manifest"), name));
    }
    for (int i = 0; i < 60; i++) {
      db.write(EngineUnderTest.point("a", db.hoursAgo(1) + i, 1, i));
    }
    pass(Duration.ofHours(1));
    assertEquals(1, segmentFiles());
    TreeMap<Key, Map<String, String>> content = db.content();
    db.disk = db.disk.kill();
    Directory manifest = db.disk.directory("manifest");
    for (String name : manifest.list()) {
      if (!before.containsKey(name)) {
        manifest.delete(name);
      }
    }
    for (Map.Entry<String, byte[]> file : before.entrySet()) {
      Damage.replace(manifest, file.getKey(), file.getValue());
    }
    db.open();
    String findings = db.engine.recovery().findings().toString();
    assertTrue(findings.contains("are missing"), findings);
    assertEquals(content, db.content());
  }

  @Test
  void aLargeTableGetsItsSegmentBesideSmallOnes() throws Exception {
    open();
    TableRef large = TableRef.of("plant", "large");
    db.engine.createTable(TableDefinition.of(large).withRetention(EngineUnderTest.RETENTION));
    EngineUnderTest.Points points = new EngineUnderTest.Points();
    for (int i = 0; i < 3_000; i++) {
      points.add("h" + i % 7, db.hoursAgo(1) + i, 1, i);
    }
    db.agents.await(db.engine.write(large, points.build()));
    db.write(EngineUnderTest.point("a", db.hoursAgo(1), 1, 1));
    pass(Duration.ofHours(1));
    assertEquals(1, segments(large));
    assertEquals(0, segments(EngineUnderTest.TABLE));
    db.killAndOpen();
    assertEquals(1, db.engine.recovery().replayedPoints());
  }

  /** Nothing new has come with the frames that carry: an idle engine leaves its disk alone. */
  @Test
  void whatIsCarriedAloneMakesNoFlushDue() throws Exception {
    open();
    db.write(EngineUnderTest.point("a", db.hoursAgo(1), 1, 1));
    pass(Duration.ofHours(1));
    long acts = db.faults.acts();
    pass(Duration.ofHours(9));
    assertEquals(acts, db.faults.acts());
  }

  @Test
  void afterADayAtTheLatestATableGetsItsSegment() throws Exception {
    open();
    for (int hour = 0; hour < 25; hour++) {
      db.write(EngineUnderTest.point("a", db.hoursAgo(1), 1, hour));
      pass(Duration.ofHours(1));
      if (hour == 6) {
        // Since when is known after a restart, too.
        db.killAndOpen();
      }
      assertTrue(hour > 11 || segmentFiles() == 0, "hour " + hour);
    }
    assertEquals(1, segments(EngineUnderTest.TABLE));
    assertEquals(25, db.content().size());
  }

  @Test
  void aThousandSmallTablesDoNotMakeAThousandFilesAnHour() throws Exception {
    open();
    List<TableRef> tables = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      TableRef ref = TableRef.of("plant", "tiny" + i);
      db.engine.createTable(TableDefinition.of(ref).withRetention(EngineUnderTest.RETENTION));
      tables.add(ref);
    }
    int files = 0;
    for (int hour = 0; hour < 26; hour++) {
      List<CompletableFuture<WriteResult>> answers = new ArrayList<>();
      // Every third hour is enough to see what an hour brings.
      for (int i = hour % 3; i < tables.size(); i += 3) {
        answers.add(
            db.engine.write(tables.get(i), EngineUnderTest.point("a", db.hoursAgo(1), 1, hour)));
      }
      answers.forEach(db.agents::await);
      pass(Duration.ofHours(1));
      int now = segmentFiles();
      assertTrue(now - files <= 130, "hour " + hour + ": " + (now - files) + " files");
      files = now;
    }
    assertTrue(files >= 900, "each has got a segment: " + files);
    db.killAndOpen();
    for (int i = 0; i < tables.size(); i += 99) {
      try (Snapshot snapshot = db.engine.snapshot(tables.get(i))) {
        assertTrue(TableContent.of(snapshot).size() >= 8);
      }
    }
  }

  @Test
  void theHistoryOfCarriedPointsIsExact() throws Exception {
    open();
    db.engine.updateRecovery(EngineUnderTest.TABLE, true, 35);
    long time = db.hoursAgo(1);
    List<Instant> moments = new ArrayList<>();
    List<TreeMap<Key, Map<String, String>>> states = new ArrayList<>();
    for (int version = 1; version <= 6; version++) {
      db.write(EngineUnderTest.point("a", time, version, version));
      db.write(EngineUnderTest.point("b" + version, time, 1, version));
      db.clock.advance(Duration.ofSeconds(3));
      moments.add(Instant.ofEpochMilli(db.clock.millis() - 1_000));
      states.add(db.content());
      if (version == 3) {
        pass(Duration.ofHours(1));
      }
    }
    pass(Duration.ofHours(1));
    assertEquals(0, segmentFiles());
    requirePast(moments, states);
    db.crashAndOpen(11);
    requirePast(moments, states);
    db.engine.flush();
    assertTrue(segmentFiles() >= 2, "points and history");
    requirePast(moments, states);
  }

  private void requirePast(List<Instant> moments, List<TreeMap<Key, Map<String, String>>> states) {
    for (int i = 0; i < moments.size(); i++) {
      try (Snapshot past = db.engine.snapshotAt(EngineUnderTest.TABLE, moments.get(i))) {
        assertEquals(states.get(i), TableContent.of(past), "moment " + i);
      }
    }
  }

  /** Each act of a flush that carries is refused once, and each step is the last of a process. */
  @Test
  void whateverFailsAndWheneverItEndsNothingIsLost() throws Exception {
    for (int steps = 1; steps < 60; steps++) {
      for (int mode = 0; mode < 3; mode++) {
        EngineUnderTest each = new EngineUnderTest();
        each.seed = steps;
        each.options = each.options.withFlush(HOURLY);
        each.open();
        for (int i = 0; i < 3; i++) {
          each.write(EngineUnderTest.point("a", each.hoursAgo(1) + i, 1, i));
        }
        each.engine.createTable(
            TableDefinition.of(TableRef.of("plant", "large"))
                .withRetention(EngineUnderTest.RETENTION));
        EngineUnderTest.Points points = new EngineUnderTest.Points();
        for (int i = 0; i < 1_500; i++) {
          points.add("h" + i % 7, each.hoursAgo(1) + i, 1, i);
        }
        each.agents.await(each.engine.write(TableRef.of("plant", "large"), points.build()));
        TreeMap<Key, Map<String, String>> before = each.content();
        each.clock.advance(Duration.ofHours(1));
        if (mode == 2) {
          each.faults.failAt(each.faults.acts() + steps, Faults.Fault.values()[steps % 4]);
          each.step(600);
        } else {
          each.step(steps);
        }
        each.faults.heal();
        if (mode == 0) {
          each.killAndOpen();
        } else {
          each.crashAndOpen(steps);
        }
        assertEquals(before, each.content(), "steps " + steps + ", mode " + mode);
        try (Snapshot snapshot = each.engine.snapshot(TableRef.of("plant", "large"))) {
          assertEquals(1_500, TableContent.of(snapshot).size());
          for (Segment segment : snapshot.view().segments()) {
            assertEquals(1_500, segment.metadata().points());
          }
        }
      }
    }
  }
}
