package io.lodestone.storage.crypt;

/** Somebody named an encryption key that its store does not have. */
public final class NoSuchKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message names the key as it was spelled
   */
  public NoSuchKeyException(String message) {
    super(message);
  }
}
