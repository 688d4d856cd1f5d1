package io.lodestone.server.seal;

/** A sealed text that does not open: of another master key, for something else, or changed. */
public final class BrokenSealException extends Exception {
  private static final long serialVersionUID = 1L;

  BrokenSealException(String message) {
    super(message);
  }
}
