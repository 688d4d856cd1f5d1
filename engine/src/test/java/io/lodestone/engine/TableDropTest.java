package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.engine.flush.FlushOptions;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.TableRef;
import io.lodestone.storage.Directory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a deleted table leaves: nothing. */
class TableDropTest {
  private static final TableRef TABLE = EngineUnderTest.TABLE;

  private EngineUnderTest db = new EngineUnderTest();

  @BeforeEach
  void open() throws Exception {
    db.open();
  }

  private void checkNothingLeft(String when) throws Exception {
    db.step(1_000);
    Directory segments = db.disk.directory("segments");
    assertEquals(List.of(), segments.list(), when);
    assertEquals(List.of(), segments.directory("quarantine").list(), when);
  }

  private void createAgain() {
    db.engine.createTable(TableDefinition.of(TABLE).withRetention(EngineUnderTest.RETENTION));
  }

  @Test
  void itsFilesGoAndItsMemory() throws Exception {
    long empty = db.engine.memoryBytes();
    db.write(EngineUnderTest.point("a", db.now(), 1, 1));
    db.engine.flush();
    db.write(EngineUnderTest.point("a", db.now() + 1, 1, 1));
    db.engine.deleteTable(TABLE);
    checkNothingLeft("after the drop");
    assertEquals(empty, db.engine.memoryBytes());
    assertThrows(NotFoundException.class, () -> db.engine.snapshot(TABLE));
    db.engine.deleteDatabase(TABLE.database());
    db.killAndOpen();
  }

  @Test
  void aCrashAfterAnyStepOfADropLeavesNothing() throws Exception {
    for (int steps = 0; steps < 60; steps++) {
      db = new EngineUnderTest();
      db.seed = steps;
      db.open();
      db.write(EngineUnderTest.point("a", db.now(), 1, 1));
      db.engine.flush();
      db.engine.deleteTable(TABLE);
      db.step(steps);
      String when = "crash " + steps + " steps after the drop";
      db.crashAndOpen(steps);
      assertTrue(db.engine.catalog().table(TABLE).isEmpty(), when);
      checkNothingLeft(when);
      assertEquals(List.of(), db.engine.recovery().findings(), when);
    }
  }

  /** The flush is at any of its steps when the table goes. */
  @Test
  void aFlushThatIsUnderWayLeavesNothing() throws Exception {
    for (int steps = 0; steps < 60; steps++) {
      db = new EngineUnderTest();
      db.seed = steps;
      // Every frame makes a flush due.
      db.options = db.options.withFlush(new FlushOptions(1, 1L << 40, Long.MAX_VALUE, false));
      db.open();
      db.write(EngineUnderTest.point("a", db.now(), 1, 1));
      db.step(steps);
      db.engine.deleteTable(TABLE);
      checkNothingLeft("a drop " + steps + " steps into a flush");
    }
  }

  @Test
  void aTableOfTheSameNameBeginsEmptyAndStaysSo() throws Exception {
    long id = db.engine.catalog().requireTable(TABLE).id();
    db.write(EngineUnderTest.point("a", db.now(), 7, 1));
    db.engine.flush();
    db.write(EngineUnderTest.point("b", db.now(), 7, 1));
    db.engine.deleteTable(TABLE);
    createAgain();
    assertNotEquals(id, db.engine.catalog().requireTable(TABLE).id());
    assertEquals(0, db.content().size());
    WriteResult result = db.write(EngineUnderTest.point("a", db.now(), 1, 2));
    assertEquals(1, result.accepted(), "the version of the old table's point does not count");
    for (long seed = 0; seed < 5; seed++) {
      db.crashAndOpen(seed);
      assertEquals(1, db.content().size());
      db.engine.flush();
    }
    db.step(1_000);
    assertEquals(1, db.disk.directory("segments").list().size());
  }

  @Test
  void aWriteThatIsWaitingIsAnswered() {
    for (int steps = 0; steps < 40; steps++) {
      CompletableFuture<WriteResult> write =
          db.writeLater(EngineUnderTest.point("a", db.now(), 1, 1));
      db.step(steps % 7);
      db.engine.deleteTable(TABLE);
      db.step(200);
      assertTrue(write.isDone());
      if (write.isCompletedExceptionally()) {
        CompletionException failure = assertThrows(CompletionException.class, write::join);
        assertEquals(NotFoundException.class, failure.getCause().getClass());
      }
      createAgain();
    }
  }

  @Test
  void manyTablesComeAndGo() throws Exception {
    List<TableRef> tables = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      tables.add(TableRef.of("plant", "machine" + i));
    }
    for (int round = 0; round < 2; round++) {
      for (TableRef table : tables) {
        db.engine.createTable(TableDefinition.of(table));
        db.agents.await(db.engine.write(table, EngineUnderTest.point("a", db.now(), 1, 1)));
      }
      db.engine.flush();
      tables.forEach(db.engine::deleteTable);
    }
    db.engine.deleteTable(TABLE);
    checkNothingLeft("after all");
    assertEquals(0, db.engine.memoryBytes());
    assertEquals(List.of(), db.engine.catalog().tables());
  }
}
