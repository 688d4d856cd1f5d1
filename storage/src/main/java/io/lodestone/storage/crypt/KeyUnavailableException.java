package io.lodestone.storage.crypt;

/** A data key cannot be unwrapped, now or ever. */
public final class KeyUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String encryptionKeyId;

  /**
   * @param reason in words, which tell nothing secret
   * @param cause null when there is none
   */
  public KeyUnavailableException(String encryptionKeyId, String reason, Throwable cause) {
    super("the encryption key " + encryptionKeyId + " cannot be used: " + reason, cause);
    this.encryptionKeyId = encryptionKeyId;
  }

  /** Names the encryption key. */
  public String encryptionKeyId() {
    return encryptionKeyId;
  }
}
