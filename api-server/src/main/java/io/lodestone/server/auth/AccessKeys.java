package io.lodestone.server.auth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/** The access keys that a server accepts, in their order: at least one. Immutable. */
public final class AccessKeys {
  private final SequencedMap<String, AccessKey> byId = new LinkedHashMap<>();

  /**
   * @throws IllegalArgumentException when there is none, or an id twice
   */
  public AccessKeys(List<AccessKey> keys) {
    for (AccessKey key : keys) {
      if (byId.putIfAbsent(key.id(), key) != null) {
        throw new IllegalArgumentException("the access key " + key.id() + " is there twice");
      }
    }
    if (byId.isEmpty()) {
      throw new IllegalArgumentException("there is no access key");
    }
  }

  /** A single key. */
  public static AccessKeys of(AccessKey only) {
    return new AccessKeys(List.of(only));
  }

  /** All of them. A copy. */
  public List<AccessKey> all() {
    return List.copyOf(byId.values());
  }

  /** The key of this id. */
  public Optional<AccessKey> find(String accessKeyId) {
    Objects.requireNonNull(accessKeyId, "accessKeyId");
    return Optional.ofNullable(byId.get(accessKeyId));
  }

  /**
   * The one that clients on this machine are given: the first that stays, or the first of all when
   * none does.
   */
  public AccessKey first() {
    return byId.values().stream()
        .filter(key -> key.expiry().isEmpty())
        .findFirst()
        .orElseGet(() -> byId.firstEntry().getValue());
  }

  /**
   * With one more key, at the end.
   *
   * @throws IllegalArgumentException when its id is there already
   */
  public AccessKeys with(AccessKey key) {
    List<AccessKey> keys = new ArrayList<>(byId.values());
    keys.add(key);
    return new AccessKeys(keys);
  }

  /**
   * With other keys in the place of one; without it when there are none.
   *
   * @throws IllegalArgumentException when that one is not there, or nothing would be left
   */
  public AccessKeys replacing(String accessKeyId, AccessKey... others) {
    List<AccessKey> keys = new ArrayList<>();
    for (AccessKey key : byId.values()) {
      if (key.id().equals(accessKeyId)) {
        keys.addAll(List.of(others));
      } else {
        keys.add(key);
      }
    }
    if (!byId.containsKey(accessKeyId)) {
      throw new IllegalArgumentException("there is no access key " + accessKeyId);
    }
    return new AccessKeys(keys);
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return byId.keySet().toString();
  }
}
