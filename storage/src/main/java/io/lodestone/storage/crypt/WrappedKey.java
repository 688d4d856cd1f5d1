package io.lodestone.storage.crypt;

import java.util.Arrays;
import java.util.Objects;

/**
 * A data key as it may lie on a disk: wrapped by an encryption key. Immutable; equal to another of
 * the same bytes.
 */
public final class WrappedKey {
  /** The most bytes that a store may make of a data key. */
  public static final int BYTES_MAX = 4_096;

  private final String encryptionKeyId;
  private final byte[] bytes;

  /**
   * @param encryptionKeyId names the encryption key for good, in the words of its store
   * @param bytes what the store unwraps; copied
   */
  public WrappedKey(String encryptionKeyId, byte[] bytes) {
    this.encryptionKeyId = Objects.requireNonNull(encryptionKeyId, "encryptionKeyId");
    if (bytes.length == 0 || bytes.length > BYTES_MAX) {
      throw new IllegalArgumentException("a wrapped key of " + bytes.length + " bytes");
    }
    this.bytes = bytes.clone();
  }

  /** Names the encryption key. */
  public String encryptionKeyId() {
    return encryptionKeyId;
  }

  /** A copy of what the store made. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WrappedKey that
        && encryptionKeyId.equals(that.encryptionKeyId)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * encryptionKeyId.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "a data key wrapped by " + encryptionKeyId;
  }
}
