package io.lodestone.engine.catalog;

import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.RetentionPolicy;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What somebody who changes a table asks for; what is absent stays as it is.
 *
 * @param retention how long points are kept from now on
 * @param magneticStoreWrites whether old points are accepted from now on
 * @param partitionKey the same key as before, but for what becomes of points that lack its
 *     dimension
 */
public record TableUpdate(
    Optional<RetentionPolicy> retention,
    Optional<MagneticStoreWrites> magneticStoreWrites,
    Optional<List<PartitionKey>> partitionKey) {
  public TableUpdate {
    Objects.requireNonNull(retention, "retention");
    Objects.requireNonNull(magneticStoreWrites, "magneticStoreWrites");
    partitionKey = partitionKey.map(List::copyOf);
  }

  /** Another retention, nothing else. */
  public static TableUpdate of(RetentionPolicy retention) {
    return new TableUpdate(Optional.of(retention), Optional.empty(), Optional.empty());
  }

  /** Another rule for old points, nothing else. */
  public static TableUpdate of(MagneticStoreWrites magneticStoreWrites) {
    return new TableUpdate(Optional.empty(), Optional.of(magneticStoreWrites), Optional.empty());
  }

  /**
   * A definition with these changes made.
   *
   * @throws InvalidRequestException when the partition key is another one
   */
  public TableDefinition applyTo(TableDefinition definition) {
    partitionKey.ifPresent(key -> requireSame(definition.partitionKey(), key));
    return definition
        .withRetention(retention.orElse(definition.retention()))
        .withMagneticStoreWrites(magneticStoreWrites.orElse(definition.magneticStoreWrites()))
        .withPartitionKey(partitionKey.orElse(definition.partitionKey()));
  }

  private static void requireSame(List<PartitionKey> before, List<PartitionKey> after) {
    boolean same = before.size() == after.size();
    for (int i = 0; same && i < before.size(); i++) {
      same = before.get(i).partitionsLike(after.get(i));
    }
    if (!same) {
      throw new InvalidRequestException(
          "The name, type and order of the partition keys of a table cannot be changed, only their"
              + " enforcement.");
    }
  }
}
