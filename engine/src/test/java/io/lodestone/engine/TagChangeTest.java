package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.catalog.TagUpdate;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.TableRef;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tags of databases and tables. */
class TagChangeTest {
  private static final DatabaseName PLANT = EngineUnderTest.TABLE.database();

  private final EngineUnderTest db = new EngineUnderTest();

  @BeforeEach
  void open() throws Exception {
    db.open();
  }

  private Map<String, String> tags() {
    return db.engine.catalog().requireTable(EngineUnderTest.TABLE).definition().tags();
  }

  @Test
  void tagsAreAddedReplacedAndTakenAway() throws Exception {
    db.engine.tagTable(EngineUnderTest.TABLE, TagUpdate.adding(Map.of("a", "1", "b", "2")));
    db.engine.tagTable(EngineUnderTest.TABLE, TagUpdate.adding(Map.of("b", "3", "c", "")));
    db.engine.tagTable(EngineUnderTest.TABLE, TagUpdate.removing(Set.of("a", "nobody has this")));
    db.engine.tagDatabase(PLANT, TagUpdate.adding(Map.of("a", "of the database")));

    db.crashAndOpen(5);

    assertEquals(Map.of("b", "3", "c", ""), tags());
    assertEquals(Map.of("a", "of the database"), db.engine.catalog().requireDatabase(PLANT).tags());
  }

  @Test
  void aTableIsNotUpdatedByItsTags() {
    TableEntry before = db.engine.catalog().requireTable(EngineUnderTest.TABLE);
    db.clock.advance(Duration.ofSeconds(1));

    TableEntry after = db.engine.tagTable(before.ref(), TagUpdate.adding(Map.of("a", "1")));

    assertEquals(before.updated(), after.updated());
    assertEquals(before.horizonFloorNanos(), after.horizonFloorNanos());
  }

  @Test
  void moreTagsThanAResourceMayHaveChangeNothing() {
    Map<String, String> full = new HashMap<>();
    for (int i = 0; i < TagUpdate.TAGS_MAX; i++) {
      full.put("key" + i, "");
    }
    db.engine.tagTable(EngineUnderTest.TABLE, TagUpdate.adding(full));

    assertThrows(
        InvalidRequestException.class,
        () -> db.engine.tagTable(EngineUnderTest.TABLE, TagUpdate.adding(Map.of("more", ""))));
    assertEquals(full, tags());
    db.engine.tagTable(EngineUnderTest.TABLE, TagUpdate.adding(Map.of("key0", "another value")));
    assertEquals("another value", tags().get("key0"));
  }

  @Test
  void whatDoesNotExistHasNoTags() {
    TagUpdate update = TagUpdate.adding(Map.of("a", "1"));

    assertThrows(
        NotFoundException.class,
        () -> db.engine.tagTable(TableRef.of(PLANT.value(), "nothing"), update));
    assertThrows(
        NotFoundException.class, () -> db.engine.tagDatabase(new DatabaseName("nowhere"), update));
  }
}
