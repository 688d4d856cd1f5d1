package io.lodestone.model;

/**
 * Stored bytes are wrong. The message names the file and the offset; no answer was made up in their
 * place.
 */
public final class CorruptionException extends LodestoneException {
  private static final long serialVersionUID = 1L;

  public CorruptionException(String message) {
    super(message, null);
  }

  public CorruptionException(String message, Throwable cause) {
    super(message, cause);
  }
}
