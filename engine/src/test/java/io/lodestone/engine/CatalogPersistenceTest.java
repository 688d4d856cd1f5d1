package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.MagneticStoreWrites.ReportLocation;
import io.lodestone.engine.catalog.PartitionKey;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.model.ConflictException;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.ResourceException;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TableRef;
import io.lodestone.testkit.files.Faults.Act;
import io.lodestone.testkit.files.Faults.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogPersistenceTest {
  private static final DatabaseName PLANT = EngineUnderTest.TABLE.database();

  private final EngineUnderTest db = new EngineUnderTest();

  @BeforeEach
  void open() throws Exception {
    db.open();
  }

  /** The three ways in which a process ends. */
  private enum Ending {
    CLOSE,
    KILL,
    POWER_CUT;

    void end(EngineUnderTest db) throws IOException {
      switch (this) {
        case CLOSE -> {
          db.engine.close();
          db.killAndOpen();
        }
        case KILL -> db.killAndOpen();
        case POWER_CUT -> db.crashAndOpen(9);
      }
    }
  }

  private void assertSameAfterEveryEnding() throws Exception {
    Catalog before = db.engine.catalog();
    for (Ending ending : Ending.values()) {
      ending.end(db);
      assertEquals(before.databases(), db.engine.catalog().databases(), ending.toString());
      assertEquals(before.tables(), db.engine.catalog().tables(), ending.toString());
      assertEquals(before.nextId(), db.engine.catalog().nextId(), ending.toString());
    }
  }

  @Test
  void everythingThatWasAskedForIsKept() throws Exception {
    db.engine.createDatabase(
        new DatabaseName("other"), Optional.of("master"), Map.of("a", "1", "b", "é"));
    TableEntry table =
        db.engine.createTable(
            new TableDefinition(
                TableRef.of("other", "things"),
                new RetentionPolicy(48, 365),
                new MagneticStoreWrites(
                    true,
                    Optional.of(
                        new ReportLocation(
                            "bucket", Optional.of("p"), Optional.of("SSE_S3"), Optional.empty()))),
                List.of(new PartitionKey(PartitionKey.Kind.DIMENSION, Optional.of("host"), true)),
                Map.of("team", "x")));
    assertEquals(Optional.of(table), db.engine.catalog().table(TableRef.of("other", "things")));
    assertSameAfterEveryEnding();
    db.engine.flush();
    assertSameAfterEveryEnding();
  }

  @Test
  void columnsAreKeptInTheOrderOfTheirAppearance() throws Exception {
    db.write(EngineUnderTest.point("a", db.hoursAgo(1), 1, 1.0));
    TableEntry table = db.engine.catalog().requireTable(EngineUnderTest.TABLE);
    assertEquals(List.of("host"), table.dimensions());
    assertEquals("usage", table.measures().getFirst().name());
    assertSameAfterEveryEnding();
    db.engine.flush();
    assertSameAfterEveryEnding();
  }

  @Test
  void numbersAreNeverUsedAgain() throws Exception {
    long dropped = db.engine.catalog().requireTable(EngineUnderTest.TABLE).id();
    for (Ending ending : Ending.values()) {
      db.engine.deleteTable(EngineUnderTest.TABLE);
      db.engine.deleteDatabase(PLANT);
      ending.end(db); // Makes both again.
      long next = db.engine.catalog().requireTable(EngineUnderTest.TABLE).id();
      assertTrue(next > dropped + 1, ending + ": " + next + " after " + dropped);
      dropped = next;
      db.engine.flush();
    }
  }

  @Test
  void aTableMadeAgainUnderItsNameIsEmpty() throws Exception {
    db.write(EngineUnderTest.point("a", db.hoursAgo(1), 1, 1.0));
    db.engine.flush();
    db.write(EngineUnderTest.point("b", db.hoursAgo(1), 1, 1.0));
    db.engine.deleteTable(EngineUnderTest.TABLE);
    db.engine.createTable(TableDefinition.of(EngineUnderTest.TABLE));
    assertEquals(0, db.content().size());
    assertEquals(List.of(), db.engine.snapshot(EngineUnderTest.TABLE).view().segments());
    for (Ending ending : Ending.values()) {
      ending.end(db);
      assertEquals(0, db.content().size(), ending.toString());
      assertEquals(List.of(), db.engine.recovery().findings(), ending.toString());
    }
  }

  @Test
  void aDroppedTableLeavesNoFileBehind() throws Exception {
    db.write(EngineUnderTest.point("a", db.hoursAgo(1), 1, 1.0));
    db.engine.flush();
    assertEquals(1, db.disk.directory("segments").list().size());
    db.engine.deleteTable(EngineUnderTest.TABLE);
    db.agents.settle();
    assertEquals(List.of(), db.disk.directory("segments").list());
    db.killAndOpen();
    assertEquals(List.of(), db.engine.recovery().findings());
  }

  @Test
  void aDropBetweenSealAndPublishLeavesNoFileBehind() throws Exception {
    for (int steps = 1; steps < 80; steps++) {
      EngineUnderTest each = new EngineUnderTest();
      each.seed = steps;
      each.open();
      each.write(EngineUnderTest.point("a", each.hoursAgo(1), 1, 1.0));
      each.clock.advance(Duration.ofHours(2));
      each.step(steps);
      each.engine.deleteTable(EngineUnderTest.TABLE);
      each.agents.settle();
      each.step(200);
      assertEquals(List.of(), each.disk.directory("segments").list(), "steps " + steps);
      assertEquals(0, each.engine.memoryBytes(), "steps " + steps);
      each.killAndOpen();
      assertEquals(List.of(), each.engine.recovery().findings(), "steps " + steps);
    }
  }

  @Test
  void wishesThatCannotBeGrantedChangeNothing() {
    TableRef nowhere = TableRef.of("nowhere", "things");
    Catalog before = db.engine.catalog();
    assertThrows(
        ConflictException.class, () -> db.engine.createDatabase(PLANT, Optional.empty(), Map.of()));
    assertThrows(
        ConflictException.class,
        () -> db.engine.createTable(TableDefinition.of(EngineUnderTest.TABLE)));
    assertThrows(NotFoundException.class, () -> db.engine.createTable(TableDefinition.of(nowhere)));
    assertThrows(NotFoundException.class, () -> db.engine.deleteTable(nowhere));
    assertThrows(
        NotFoundException.class, () -> db.engine.deleteDatabase(new DatabaseName("nowhere")));
    assertThrows(InvalidRequestException.class, () -> db.engine.deleteDatabase(PLANT));
    assertEquals(before.nextId(), db.engine.catalog().nextId());
    assertEquals(before.tables(), db.engine.catalog().tables());
    CompletionException refused =
        assertThrows(
            CompletionException.class,
            () ->
                db.engine
                    .write(nowhere, EngineUnderTest.point("a", db.hoursAgo(1), 1, 1.0))
                    .join());
    assertTrue(refused.getCause() instanceof NotFoundException, refused.toString());
  }

  /** A refusal must not tell of something that a crash can take back. */
  @Test
  void aChangeThatWasLostIsNotThereAndCanBeAskedForAgain() throws Exception {
    DatabaseName name = new DatabaseName("other");
    db.faults.failNext(Act.SYNC, Fault.EIO);
    assertThrows(
        ResourceException.class, () -> db.engine.createDatabase(name, Optional.empty(), Map.of()));
    assertEquals(Optional.empty(), db.engine.catalog().database(name));
    DatabaseEntry entry = db.engine.createDatabase(name, Optional.empty(), Map.of());
    db.crashAndOpen(4);
    assertEquals(Optional.of(entry), db.engine.catalog().database(name));
  }
}
