package io.lodestone.server.auth;

import java.util.Objects;

/**
 * The access keys in force, which can be exchanged while requests are verified: each request sees
 * one set of keys from its beginning to its end. Safe for several threads.
 */
public final class KeyRing {
  /**
   * Keys, and what was derived from their secrets: with the keys goes what a secret of another set
   * had been good for.
   */
  record Held(AccessKeys keys, SigningKeys derived) {}

  private volatile Held held;

  public KeyRing(AccessKeys first) {
    held = new Held(Objects.requireNonNull(first, "first"), new SigningKeys());
  }

  /** Takes other keys from the next request on. */
  public void exchange(AccessKeys next) {
    held = new Held(Objects.requireNonNull(next, "next"), new SigningKeys());
  }

  Held held() {
    return held;
  }
}
