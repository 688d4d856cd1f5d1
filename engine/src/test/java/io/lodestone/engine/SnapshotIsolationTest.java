package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.EngineUnderTest.Points;
import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.model.NotFoundException;
import io.lodestone.scan.ScanRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotIsolationTest {
  private final EngineUnderTest db = new EngineUnderTest();

  @BeforeEach
  void open() throws Exception {
    db.open();
    db.write(EngineUnderTest.point("a", db.hoursAgo(2), 1, 1.0));
  }

  @Test
  void aSnapshotDoesNotChange() {
    try (Snapshot before = db.engine.snapshot(EngineUnderTest.TABLE)) {
      var seen = TableContent.of(before);
      db.write(EngineUnderTest.point("a", db.hoursAgo(2), 2, 2.0));
      db.write(EngineUnderTest.point("b", db.hoursAgo(1), 1, 3.0));
      assertEquals(seen, TableContent.of(before));
      db.engine.flush();
      assertEquals(seen, TableContent.of(before));
      db.write(EngineUnderTest.point("a", db.hoursAgo(2), 3, 4.0));
      db.engine.flush();
      assertEquals(seen, TableContent.of(before));
    }
    assertEquals(2, db.content().size());
  }

  @Test
  void aSnapshotOutlivesItsTable() {
    db.engine.flush();
    db.write(EngineUnderTest.point("b", db.hoursAgo(1), 1, 3.0));
    try (Snapshot before = db.engine.snapshot(EngineUnderTest.TABLE)) {
      db.engine.deleteTable(EngineUnderTest.TABLE);
      db.agents.settle();
      assertEquals(2, TableContent.of(before).size());
      assertThrows(NotFoundException.class, () -> db.engine.snapshot(EngineUnderTest.TABLE));
    }
  }

  @Test
  void theFilesOfADroppedTableGoWithItsLastSnapshot() throws Exception {
    db.engine.flush();
    Snapshot first = db.engine.snapshot(EngineUnderTest.TABLE);
    Snapshot second = db.engine.snapshot(EngineUnderTest.TABLE);
    db.engine.deleteTable(EngineUnderTest.TABLE);
    db.step(200);
    assertEquals(1, db.disk.directory("segments").list().size());
    first.close();
    first.close();
    db.step(200);
    assertEquals(1, TableContent.of(second).size());
    second.close();
    db.step(200);
    assertEquals(0, db.disk.directory("segments").list().size());
  }

  @Test
  void aSnapshotTakenBeforeATableIsMadeAgainKeepsTheOldOne() {
    try (Snapshot before = db.engine.snapshot(EngineUnderTest.TABLE)) {
      db.engine.deleteTable(EngineUnderTest.TABLE);
      db.engine.createTable(TableDefinition.of(EngineUnderTest.TABLE));
      db.write(EngineUnderTest.point("new", db.hoursAgo(1), 1, 9.0));
      assertTrue(
          TableContent.of(before)
              .containsKey(new Key(EngineUnderTest.series("a"), db.hoursAgo(2))));
      assertEquals(1, TableContent.of(before).size());
      assertEquals(1, db.content().size());
    }
  }

  /**
   * A request of points for both tiers is seen whole or not at all, at every step of the agents.
   */
  @Test
  void noReaderEverSeesHalfARequest() {
    for (int i = 0; i < 20; i++) {
      long older = db.hoursAgo(200) + i;
      long younger = db.hoursAgo(1) + i;
      var future =
          db.writeLater(new Points().add("x", older, 1, 1).add("x", younger, 1, 1).build());
      while (!future.isDone()) {
        assertTrue(db.content().size() == 1 + 2 * i, "size " + db.content().size());
        db.agents.step();
        int size = db.content().size();
        assertTrue(size == 1 + 2 * i || size == 3 + 2 * i, "size " + size);
        if (size == 3 + 2 * i) {
          db.agents.settle();
          break;
        }
      }
    }
  }

  @Test
  void aClosedSnapshotRefusesToBeRead() {
    Snapshot snapshot = db.engine.snapshot(EngineUnderTest.TABLE);
    snapshot.close();
    snapshot.close();
    assertThrows(IllegalStateException.class, () -> snapshot.scan(ScanRequest.of("time")));
  }
}
