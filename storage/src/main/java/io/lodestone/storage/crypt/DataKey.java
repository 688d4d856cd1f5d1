package io.lodestone.storage.crypt;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.random.RandomGenerator;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of one database, 256 bits. It encrypts nothing itself: each file, and each stretch of
 * entries, has a key of its own, derived from it and a salt that was never used before (HKDF with
 * SHA-256, RFC 5869). A nonce therefore counts within one such key and cannot come again, whatever
 * a crash makes anybody write twice. Immutable.
 */
public final class DataKey {
  /** Its size. */
  public static final int BYTES = 32;

  /** The size of a salt. */
  public static final int SALT_BYTES = 32;

  private static final byte[] FINGERPRINT = {'f', 'p'};
  private static final String AES = "AES";

  private final SecretKeySpec key;
  private final long fingerprint;

  private DataKey(byte[] bytes) {
    this.key = new SecretKeySpec(bytes, AES);
    this.fingerprint = ByteBuffer.wrap(expand(new byte[0], FINGERPRINT, Long.BYTES)).getLong();
  }

  /**
   * A new key.
   *
   * @param random has to be one that nobody can predict
   */
  public static DataKey draw(RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new DataKey(bytes);
  }

  /**
   * The key of these bytes, which are copied.
   *
   * @throws IllegalArgumentException when they are not {@link #BYTES}; the message does not show
   *     them
   */
  public static DataKey of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a data key of " + bytes.length + " bytes");
    }
    return new DataKey(bytes);
  }

  /** A copy of its bytes, for whoever wraps it: a secret. */
  public byte[] bytes() {
    return key.getEncoded();
  }

  /** Tells this key from others, and nobody what it is. */
  public long fingerprint() {
    return fingerprint;
  }

  /**
   * The key of one file or stretch.
   *
   * @param salt drawn by chance, used for nothing else under this key
   * @param purpose what it is for, so that keys of two purposes differ even then
   */
  SecretKey derive(byte[] salt, byte[] purpose) {
    return new SecretKeySpec(expand(salt, purpose, BYTES), AES);
  }

  private byte[] expand(byte[] salt, byte[] purpose, int length) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract().addIKM(key).addSalt(salt).thenExpand(purpose, length));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK from 25 on has HKDF-SHA256", e);
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "data key " + Long.toHexString(fingerprint);
  }
}
