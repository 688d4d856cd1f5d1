package io.lodestone.engine.catalog;

import io.lodestone.model.DatabaseName;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A database.
 *
 * @param id its number, never used again
 * @param name never null
 * @param created when it was created, in milliseconds
 * @param updated when it was last changed, in milliseconds
 * @param kmsKeyId the key that the client named, kept as it was spelled
 * @param tags resource tags
 */
public record DatabaseEntry(
    long id,
    DatabaseName name,
    Instant created,
    Instant updated,
    Optional<String> kmsKeyId,
    Map<String, String> tags) {
  public DatabaseEntry {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(updated, "updated");
    Objects.requireNonNull(kmsKeyId, "kmsKeyId");
    tags = Map.copyOf(tags);
  }

  /** With another key, as of a moment. */
  public DatabaseEntry withKmsKeyId(String newKmsKeyId, Instant when) {
    return new DatabaseEntry(id, name, created, when, Optional.of(newKmsKeyId), tags);
  }

  /**
   * With other tags. They are about the database, not of it: it does not count as updated.
   *
   * @throws io.lodestone.model.InvalidRequestException when there would be too many
   */
  public DatabaseEntry withTags(TagUpdate update) {
    return new DatabaseEntry(id, name, created, updated, kmsKeyId, update.applyTo(tags));
  }
}
