package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.StreamUpdate;
import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TagUpdate;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.TableRef;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Two tables whose names are one text: streams and exports can tell of one of them. */
class JointNameTest {
  private static final TableRef ONE = TableRef.of("plant", "hall.sensors");
  private static final TableRef OTHER = TableRef.of("plant.hall", "sensors");

  private final EngineUnderTest db = new EngineUnderTest();

  @BeforeEach
  void createBoth() throws Exception {
    db.open();
    db.engine.createDatabase(new DatabaseName("plant.hall"), Optional.empty(), Map.of());
    db.engine.createTable(TableDefinition.of(ONE));
    db.engine.createTable(TableDefinition.of(OTHER));
  }

  private static void refused(Executable act) {
    String message = assertThrows(InvalidRequestException.class, act).getMessage();
    assertTrue(message.contains("'hall.sensors' of the database 'plant'"), message);
    assertTrue(message.contains("'sensors' of the database 'plant.hall'"), message);
  }

  private void startStream(TableRef table) {
    db.engine.startStream(table, StreamView.KEYS_ONLY, 1);
  }

  @Test
  void oneOfThemHasAStream() {
    startStream(ONE);
    refused(() -> startStream(OTHER));
    StreamUpdate update = StreamUpdate.on(StreamView.NEW_IMAGE, 1);
    refused(() -> db.engine.tagTable(OTHER, TagUpdate.adding(Map.of("a", "b")), update));
    refused(() -> db.engine.updateRecovery(OTHER, true, 1));
    assertEquals(Map.of(), db.engine.catalog().requireTable(OTHER).definition().tags());
    assertEquals(1, db.engine.changes().streams().size());

    db.engine.endStream(ONE);
    startStream(OTHER);
    refused(() -> startStream(ONE));
  }

  @Test
  void recoveryTakesTheNameAsWell() {
    db.engine.updateRecovery(ONE, true, 1);
    refused(() -> startStream(OTHER));
    startStream(ONE);
    db.engine.updateRecovery(ONE, false, 1);
    refused(() -> db.engine.updateRecovery(OTHER, true, 1));
  }

  @Test
  void aTableIsNotCreatedWithAStreamUnderSuchAName() {
    startStream(ONE);
    db.engine.deleteTable(OTHER);
    refused(
        () ->
            db.engine.createTable(
                TableDefinition.of(OTHER), StreamUpdate.on(StreamView.NEW_IMAGE, 1)));
    assertTrue(db.engine.catalog().table(OTHER).isEmpty());
    db.engine.createTable(TableDefinition.of(OTHER));
  }

  @Test
  void whatItHasAlreadyIsNotAskedForAgain() {
    startStream(ONE);
    db.engine.tagTable(ONE, TagUpdate.adding(Map.of("a", "b")));
    db.engine.tagTable(
        ONE, TagUpdate.adding(Map.of("c", "d")), StreamUpdate.on(StreamView.KEYS_ONLY, 1));
    db.engine.updateRecovery(ONE, true, 1);
  }
}
