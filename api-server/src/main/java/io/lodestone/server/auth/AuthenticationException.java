package io.lodestone.server.auth;

import java.util.Objects;
import java.util.Optional;

/**
 * A request whose sender could not be established. Names the kind of failure; never a secret, a
 * signature or a token.
 */
public final class AuthenticationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The kinds of failure that AWS tells apart. */
  public enum Kind {
    /** The request carries no credentials at all. */
    MISSING_TOKEN,
    /** The credentials are not spelled as they have to be. */
    INCOMPLETE_SIGNATURE,
    /** The access key is not known here, or the session token is not that of the key. */
    UNRECOGNIZED_CLIENT,
    /** The access key was a temporary one. */
    EXPIRED_TOKEN,
    /** The signature, its time or what it covers is wrong. */
    INVALID_SIGNATURE
  }

  private final Kind kind;

  /** Empty when the request did not get as far as naming one. */
  private final String claimedKey;

  AuthenticationException(Kind kind, String message) {
    this(kind, message, "");
  }

  private AuthenticationException(Kind kind, String message, String claimedKey) {
    // No stack: a client causes it, as often as it likes.
    super(message, null, false, false);
    this.kind = Objects.requireNonNull(kind, "kind");
    this.claimedKey = claimedKey;
  }

  /** The same failure of a request that names this access key. */
  AuthenticationException claiming(String accessKeyId) {
    return new AuthenticationException(kind, getMessage(), accessKeyId);
  }

  /** The access key that the request names, whoever sent it. */
  public Optional<String> claimedKey() {
    return Optional.of(claimedKey).filter(key -> !key.isEmpty());
  }

  public Kind kind() {
    return kind;
  }
}
