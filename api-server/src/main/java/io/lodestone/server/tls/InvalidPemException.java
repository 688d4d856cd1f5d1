package io.lodestone.server.tls;

/** A PEM text that does not hold what it should. Its message says why and shows no key. */
public final class InvalidPemException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidPemException(String message) {
    super(message);
  }

  InvalidPemException(String message, Throwable cause) {
    super(message, cause);
  }
}
