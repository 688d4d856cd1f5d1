package io.lodestone.server.auth;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The keys that signatures are made with, derived from secrets by four HMACs, and kept for the rest
 * of the day. Only keys which have proved right are kept: what strangers send cannot fill the
 * store. Safe for several threads.
 */
final class SigningKeys {
  /** Key ids times regions times services of two days; beyond that everything is derived anew. */
  static final int KEPT_MAX = 1024;

  private final ConcurrentMap<CredentialScope, byte[]> kept = new ConcurrentHashMap<>();

  /** The key for a scope; the array is not to be changed. */
  byte[] get(CredentialScope scope, String secret) {
    byte[] known = kept.get(scope);
    return known != null ? known : derive(scope, secret);
  }

  /** Keeps a key with which a signature has just been verified. */
  void keep(CredentialScope scope, byte[] key) {
    Objects.requireNonNull(key, "key");
    if (kept.putIfAbsent(scope, key) == null && kept.size() > KEPT_MAX) {
      kept.clear();
    }
  }

  int size() {
    return kept.size();
  }

  private static byte[] derive(CredentialScope scope, String secret) {
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.ISO_8859_1);
    key = Sha256.hmac(key, scope.date());
    key = Sha256.hmac(key, scope.region());
    key = Sha256.hmac(key, scope.service());
    return Sha256.hmac(key, CredentialScope.TERMINATOR);
  }
}
