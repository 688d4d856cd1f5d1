package io.lodestone.engine.catalog;

import io.lodestone.model.RetentionPolicy;
import java.util.Objects;
import java.util.Optional;

/**
 * What somebody who changes a table asks for; what is absent stays as it is.
 *
 * @param retention how long points are kept from now on
 * @param magneticStoreWrites whether old points are accepted from now on
 */
public record TableUpdate(
    Optional<RetentionPolicy> retention, Optional<MagneticStoreWrites> magneticStoreWrites) {
  public TableUpdate {
    Objects.requireNonNull(retention, "retention");
    Objects.requireNonNull(magneticStoreWrites, "magneticStoreWrites");
  }

  /** Another retention, nothing else. */
  public static TableUpdate of(RetentionPolicy retention) {
    return new TableUpdate(Optional.of(retention), Optional.empty());
  }

  /** Another rule for old points, nothing else. */
  public static TableUpdate of(MagneticStoreWrites magneticStoreWrites) {
    return new TableUpdate(Optional.empty(), Optional.of(magneticStoreWrites));
  }

  /** A definition with these changes made. */
  public TableDefinition applyTo(TableDefinition definition) {
    return definition
        .withRetention(retention.orElse(definition.retention()))
        .withMagneticStoreWrites(magneticStoreWrites.orElse(definition.magneticStoreWrites()));
  }
}
