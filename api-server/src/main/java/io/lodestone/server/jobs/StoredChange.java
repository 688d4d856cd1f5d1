package io.lodestone.server.jobs;

import java.util.Objects;
import java.util.Optional;

/**
 * A change of what a {@link JobStore} remembers.
 *
 * @param kind of the thing that is remembered; each kind has its own ids
 * @param id of the thing
 * @param state what is remembered of it, shared and read only; empty when it is to be forgotten
 */
public record StoredChange(String kind, String id, Optional<byte[]> state) {
  public StoredChange {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(state, "state");
  }

  /** Remembers this, in the place of what was remembered before. */
  public static StoredChange put(String kind, String id, byte[] state) {
    return new StoredChange(kind, id, Optional.of(state));
  }

  /** Forgets it; that there is nothing is not an error. */
  public static StoredChange remove(String kind, String id) {
    return new StoredChange(kind, id, Optional.empty());
  }
}
