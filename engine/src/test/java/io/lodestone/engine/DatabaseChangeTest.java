package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TagUpdate;
import io.lodestone.model.ConflictException;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.LockedException;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.TableName;
import io.lodestone.model.TableRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The key of a database, and who wins when several give it one. */
class DatabaseChangeTest {
  private static final DatabaseName PLANT = EngineUnderTest.TABLE.database();

  private final EngineUnderTest db = new EngineUnderTest();

  @BeforeEach
  void open() throws Exception {
    db.encryptionKey = Optional.of("master");
    for (String name : List.of("new", "first", "second", "key")) {
      db.keys.add(name);
    }
    db.open();
    db.clock.advance(Duration.ofSeconds(1));
  }

  private DatabaseEntry entry() {
    return db.engine.catalog().requireDatabase(PLANT);
  }

  @Test
  void theKeyOutlivesThePower() throws Exception {
    DatabaseEntry before = entry();
    DatabaseEntry after = db.engine.updateDatabase(before, "new");

    db.crashAndOpen(3);

    assertEquals(after, entry());
    assertEquals(Optional.of("new"), after.kmsKeyId());
    assertEquals(before.created(), after.created());
    assertEquals(before.updated().plusSeconds(1), after.updated());
  }

  @Test
  void ofTwoWhoSawTheSameTheFirstWins() {
    DatabaseEntry seen = entry();
    db.engine.updateDatabase(seen, "first");

    assertThrows(ConflictException.class, () -> db.engine.updateDatabase(seen, "second"));
    assertEquals(Optional.of("first"), entry().kmsKeyId());

    db.engine.updateDatabase(entry(), "second");
    assertEquals(Optional.of("second"), entry().kmsKeyId());
  }

  @Test
  void theSameKeyAgainChangesNothing() {
    DatabaseEntry first = db.engine.updateDatabase(entry(), "key");
    db.clock.advance(Duration.ofSeconds(1));

    assertEquals(first, db.engine.updateDatabase(first, "key"));
  }

  @Test
  void tagsOfSomebodyElseAreNoConflict() {
    DatabaseEntry seen = entry();
    db.engine.tagDatabase(PLANT, TagUpdate.adding(Map.of("team", "a")));

    DatabaseEntry after = db.engine.updateDatabase(seen, "key");

    assertEquals(Map.of("team", "a"), after.tags());
  }

  @Test
  void aDatabaseOfTheSameNameThatCameLaterIsAnother() {
    DatabaseEntry seen = entry();
    db.engine.deleteTable(EngineUnderTest.TABLE);
    db.engine.deleteDatabase(PLANT);
    assertThrows(NotFoundException.class, () -> db.engine.updateDatabase(seen, "key"));

    db.engine.createDatabase(PLANT, db.encryptionKey, Map.of());

    assertThrows(ConflictException.class, () -> db.engine.updateDatabase(seen, "key"));
  }

  @Test
  void aKeyThatNobodyHasIsRefused() {
    DatabaseEntry seen = entry();
    assertThrows(InvalidRequestException.class, () -> db.engine.updateDatabase(seen, "nobody's"));
    assertEquals(seen, entry());
    DatabaseName other = new DatabaseName("other");
    assertThrows(
        InvalidRequestException.class,
        () -> db.engine.createDatabase(other, Optional.of("nobody's"), Map.of()));
    assertEquals(Optional.empty(), db.engine.catalog().database(other));
  }

  @Test
  void onlyADatabaseWithoutTablesCanBeEncryptedLater() throws Exception {
    DatabaseName name = new DatabaseName("plain");
    DatabaseEntry plain = db.engine.createDatabase(name, Optional.empty(), Map.of());
    TableRef table = new TableRef(name, new TableName("table"));
    db.engine.createTable(TableDefinition.of(table));
    assertThrows(InvalidRequestException.class, () -> db.engine.updateDatabase(plain, "key"));
    db.engine.deleteTable(table);
    assertEquals(Optional.of("key"), db.engine.updateDatabase(plain, "key").kmsKeyId());
    db.engine.createTable(TableDefinition.of(table));
    db.agents.await(db.engine.write(table, EngineUnderTest.point("a", db.now(), 1, 2)));
    db.keys.lose("key");
    db.crashAndOpen(5);
    assertThrows(LockedException.class, () -> db.engine.snapshot(table));
  }
}
