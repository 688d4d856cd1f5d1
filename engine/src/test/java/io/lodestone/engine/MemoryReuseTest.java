package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.memtable.MemtableOptions;
import io.lodestone.model.PointBatch;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a flush leaves is used again, but not while a snapshot reads it. */
class MemoryReuseTest {
  private final EngineUnderTest db = new EngineUnderTest();

  private PointBatch points(int generation) {
    EngineUnderTest.Points points = new EngineUnderTest.Points();
    for (int i = 0; i < 1_000; i++) {
      points.add("h" + i % 7, db.hoursAgo(10) + 1_000L * generation + i, 1, generation);
    }
    return points.build();
  }

  @Test
  void aFlushLeavesItsMemoryToTheNextGeneration() throws Exception {
    db.options = db.options.withMemtable(new MemtableOptions(64));
    db.open();
    db.write(points(1));
    // The first block has grown out of small arrays; nothing else waits yet.
    long outgrown = db.engine.recycledBytes();
    assertTrue(outgrown <= 64 * 28, "outgrown " + outgrown);
    db.engine.flush();
    long left = db.engine.recycledBytes();
    assertTrue(left > 1_000 * (8 + 8 + 8 + 4) - 64 * 28, "left " + left);
    db.write(points(2));
    assertTrue(db.engine.recycledBytes() < left / 4, "left " + db.engine.recycledBytes());
    db.engine.flush();
    assertEquals(left, db.engine.recycledBytes());
    assertEquals(2_000, db.content().size());
  }

  @Test
  void aSnapshotKeepsWhatItReads() throws Exception {
    db.options = db.options.withMemtable(new MemtableOptions(64));
    db.open();
    db.write(points(1));
    TreeMap<ReferenceTable.Key, Map<String, String>> before = db.content();
    try (Snapshot snapshot = db.engine.snapshot(EngineUnderTest.TABLE)) {
      for (int generation = 2; generation < 5; generation++) {
        db.engine.flush();
        db.write(points(generation));
        assertEquals(before, TableContent.of(snapshot));
      }
      db.engine.flush();
      assertEquals(before, TableContent.of(snapshot));
    }
    long left = db.engine.recycledBytes();
    db.write(points(5));
    assertTrue(db.engine.recycledBytes() < left);
    assertEquals(5_000, db.content().size());
  }
}
