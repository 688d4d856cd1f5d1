package io.lodestone.engine.catalog;

import io.lodestone.model.DatabaseName;
import io.lodestone.storage.crypt.WrappedKey;
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
 * @param kmsKeyId names the encryption key, for those who ask
 * @param tags resource tags
 * @param key the data key with which everything in it is encrypted, wrapped by that encryption key;
 *     empty when it is not encrypted, which is settled before its first table
 */
public record DatabaseEntry(
    long id,
    DatabaseName name,
    Instant created,
    Instant updated,
    Optional<String> kmsKeyId,
    Map<String, String> tags,
    Optional<WrappedKey> key) {
  /** A database that is not encrypted. */
  public DatabaseEntry(
      long id,
      DatabaseName name,
      Instant created,
      Instant updated,
      Optional<String> kmsKeyId,
      Map<String, String> tags) {
    this(id, name, created, updated, kmsKeyId, tags, Optional.empty());
  }

  public DatabaseEntry {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(updated, "updated");
    Objects.requireNonNull(kmsKeyId, "kmsKeyId");
    tags = Map.copyOf(tags);
    Objects.requireNonNull(key, "key");
  }

  /** With its data key wrapped by another encryption key, as of a moment. */
  public DatabaseEntry withKey(WrappedKey newKey, Instant when) {
    return new DatabaseEntry(
        id, name, created, when, Optional.of(newKey.encryptionKeyId()), tags, Optional.of(newKey));
  }

  /**
   * With other tags. They are about the database, not of it: it does not count as updated.
   *
   * @throws io.lodestone.model.InvalidRequestException when there would be too many
   */
  public DatabaseEntry withTags(TagUpdate update) {
    return new DatabaseEntry(id, name, created, updated, kmsKeyId, update.applyTo(tags), key);
  }
}
