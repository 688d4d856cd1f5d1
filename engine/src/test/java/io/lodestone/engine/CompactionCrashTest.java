package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.engine.compaction.CompactionOptions;
import io.lodestone.testkit.files.Faults.Fault;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whichever step of a compaction is the last before a crash, and whichever act fails. */
class CompactionCrashTest {
  private static final CompactionOptions SMALL_STEPS =
      new CompactionOptions(true, 32, 1L << 30, 1, 2, 1, 1L << 40);

  /** Points over three windows, so that a compaction writes several segments. */
  private static EngineUnderTest withSegments() throws IOException {
    EngineUnderTest db = new EngineUnderTest();
    db.options = db.options.withCompaction(CompactionOptions.OFF);
    db.open();
    for (int i = 0; i < 4; i++) {
      EngineUnderTest.Points points = new EngineUnderTest.Points();
      for (int hours = 1; hours < 6; hours++) {
        points.add("h", db.hoursAgo(hours), i + 1, i).add("h" + i, db.hoursAgo(hours), 1, i);
      }
      db.write(points.build());
      db.engine.flush();
    }
    db.engine.close();
    db.options = db.options.withCompaction(SMALL_STEPS);
    return db;
  }

  @Test
  void aCrashAtAnyStepShowsTheSamePoints() throws Exception {
    int merged = 0;
    for (int steps = 0; merged < 5 && steps < 400; steps++) {
      EngineUnderTest db = withSegments();
      db.seed = 1;
      db.killAndOpen();
      TreeMap<Key, Map<String, String>> before = db.content();
      assertEquals(25, before.size());
      db.step(steps);
      merged += db.engine.metrics().compaction().merges() > 0 ? 1 : 0;
      db.crashAndOpen(steps);
      assertEquals(before, db.content(), "after " + steps + " steps");
      db.agents.settle();
      db.step(500);
      assertEquals(before, db.content(), "after " + steps + " steps, compacted again");
      assertTrue(db.engine.metrics().overlap() <= 1, () -> "" + db.engine.metrics());
    }
    assertEquals(5, merged, "the last crashes came after the end");
  }

  @Test
  void whicheverActFailsNothingIsLostAndTheNextAttemptSucceeds() throws Exception {
    for (Fault fault : new Fault[] {Fault.EIO, Fault.SHORT_WRITE_ENOSPC}) {
      for (int act = 1; act < 60; act++) {
        EngineUnderTest db = withSegments();
        db.killAndOpen();
        TreeMap<Key, Map<String, String>> before = db.content();
        db.faults.failAt(db.faults.acts() + act, fault);
        settle(db);
        db.faults.heal();
        settle(db);
        String shown = fault + " at act " + act;
        assertEquals(before, db.content(), shown);
        assertTrue(db.engine.metrics().overlap() <= 1, shown);
        db.engine.close();
        db.killAndOpen();
        assertEquals(before, db.content(), shown);
        assertEquals(List.of(), db.engine.recovery().findings(), shown);
        assertEquals(
            db.engine.metrics().segments(), db.disk.directory("segments").list().size(), shown);
      }
    }
  }

  private static void settle(EngineUnderTest db) {
    db.agents.settle();
    db.step(800);
  }
}
