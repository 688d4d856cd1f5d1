package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.TagUpdate;
import io.lodestone.model.ConflictException;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.NotFoundException;
import java.time.Duration;
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
    db.open();
    db.clock.advance(Duration.ofSeconds(1));
  }

  private DatabaseEntry entry() {
    return db.engine.catalog().requireDatabase(PLANT);
  }

  @Test
  void theKeyOutlivesThePower() throws Exception {
    DatabaseEntry before = entry();
    DatabaseEntry after = db.engine.updateDatabase(before, "alias/new");

    db.crashAndOpen(3);

    assertEquals(after, entry());
    assertEquals(Optional.of("alias/new"), after.kmsKeyId());
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

    db.engine.createDatabase(PLANT, Optional.empty(), Map.of());

    assertThrows(ConflictException.class, () -> db.engine.updateDatabase(seen, "key"));
  }
}
