package io.lodestone.engine.catalog;

import io.lodestone.model.KeyOrder;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TableRef;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What somebody who creates a table asks for.
 *
 * @param ref never null
 * @param retention never null
 * @param magneticStoreWrites never null
 * @param partitionKey one element
 * @param tags resource tags
 */
public record TableDefinition(
    TableRef ref,
    RetentionPolicy retention,
    MagneticStoreWrites magneticStoreWrites,
    List<PartitionKey> partitionKey,
    Map<String, String> tags) {
  public TableDefinition {
    Objects.requireNonNull(ref, "ref");
    Objects.requireNonNull(retention, "retention");
    Objects.requireNonNull(magneticStoreWrites, "magneticStoreWrites");
    partitionKey = List.copyOf(partitionKey);
    tags = Map.copyOf(tags);
  }

  /** The given table with all defaults. */
  public static TableDefinition of(TableRef ref) {
    return new TableDefinition(
        ref,
        RetentionPolicy.DEFAULT,
        MagneticStoreWrites.OFF,
        List.of(PartitionKey.MEASURE),
        Map.of());
  }

  /** The order of the table's series, the same as long as it exists: its partition key leads. */
  public KeyOrder keyOrder() {
    return partitionKey.stream()
        .flatMap(key -> key.dimension().stream())
        .findFirst()
        .map(KeyOrder::ledBy)
        .orElse(KeyOrder.OF_BYTES);
  }

  public TableDefinition withRetention(RetentionPolicy policy) {
    return new TableDefinition(ref, policy, magneticStoreWrites, partitionKey, tags);
  }

  public TableDefinition withMagneticStoreWrites(MagneticStoreWrites writes) {
    return new TableDefinition(ref, retention, writes, partitionKey, tags);
  }

  public TableDefinition withPartitionKey(List<PartitionKey> key) {
    return new TableDefinition(ref, retention, magneticStoreWrites, key, tags);
  }

  TableDefinition withTags(Map<String, String> newTags) {
    return new TableDefinition(ref, retention, magneticStoreWrites, partitionKey, newTags);
  }
}
