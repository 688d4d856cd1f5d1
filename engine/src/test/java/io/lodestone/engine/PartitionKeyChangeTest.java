package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.PartitionKey;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableUpdate;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TableRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of a partition key only its enforcement can be changed. */
class PartitionKeyChangeTest {
  private static final TableRef PARTED = TableRef.of("plant", "parted");

  private final EngineUnderTest db = new EngineUnderTest();

  @BeforeEach
  void open() throws Exception {
    db.open();
    db.engine.createTable(
        new TableDefinition(
            PARTED,
            RetentionPolicy.DEFAULT,
            MagneticStoreWrites.OFF,
            List.of(byDimension("host", false)),
            Map.of()));
  }

  private static PartitionKey byDimension(String name, boolean required) {
    return new PartitionKey(PartitionKey.Kind.DIMENSION, Optional.of(name), required);
  }

  private static TableUpdate update(PartitionKey... keys) {
    return new TableUpdate(Optional.empty(), Optional.empty(), Optional.of(List.of(keys)));
  }

  @Test
  void enforcementChangesThereAndBack() throws Exception {
    db.engine.updateTable(PARTED, update(byDimension("host", true)));
    db.crashAndOpen(1);
    assertEquals(
        List.of(byDimension("host", true)),
        db.engine.catalog().requireTable(PARTED).definition().partitionKey());

    db.engine.updateTable(PARTED, update(byDimension("host", false)));
    assertEquals(
        List.of(byDimension("host", false)),
        db.engine.catalog().requireTable(PARTED).definition().partitionKey());
  }

  @Test
  void nothingElseDoes() {
    for (TableUpdate update :
        List.of(
            update(byDimension("rack", false)),
            update(PartitionKey.MEASURE),
            update(byDimension("host", false), PartitionKey.MEASURE),
            update())) {
      assertThrows(
          InvalidRequestException.class, () -> db.engine.updateTable(PARTED, update), "" + update);
    }
  }
}
