package io.lodestone.server.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals short secrets with AES-256-GCM:
 *
 * <pre>
 *   base64( nonce (12) | ciphertext (n) | tag (16) )
 * </pre>
 *
 * Each sealed text is bound to its purpose, so that it cannot be put in the place of another. The
 * nonces are drawn: far below the 2^32 secrets after which two of them may meet. Immutable.
 */
public final class MasterKey {
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final String ALGORITHM = "AES/GCM/NoPadding";

  private final SecretKeySpec key;
  private final String text;

  private MasterKey(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
    this.text = HexFormat.of().formatHex(key);
  }

  /**
   * A new key.
   *
   * @param random has to be one that nobody can predict
   */
  public static MasterKey generate(RandomGenerator random) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return new MasterKey(key);
  }

  /**
   * Reads the text form: 64 hexadecimal digits, white space around them.
   *
   * @throws IllegalArgumentException when it is not that; the message does not show it
   */
  public static MasterKey parse(String text) {
    String digits = text.strip();
    if (!digits.matches("[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException("a master key is 64 hexadecimal digits");
    }
    return new MasterKey(HexFormat.of().parseHex(digits));
  }

  /** The text form, which {@link #parse} reads: a secret. */
  public String text() {
    return text + "\n";
  }

  /**
   * @param purpose what the secret is, and whose
   * @param random has to be one that nobody can predict
   */
  public String seal(String secret, String purpose, RandomGenerator random) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce, purpose)
              .doFinal(secret.getBytes(StandardCharsets.UTF_8));
      byte[] all = ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
      return Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /**
   * @param purpose that it was sealed for
   * @throws BrokenSealException when it was not sealed with this key for this purpose
   */
  public String open(String sealed, String purpose) throws BrokenSealException {
    byte[] all;
    try {
      all = Base64.getDecoder().decode(Objects.requireNonNull(sealed, "sealed"));
    } catch (IllegalArgumentException e) {
      throw new BrokenSealException("is not sealed");
    }
    if (all.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
      throw new BrokenSealException("is not sealed");
    }
    byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
    try {
      byte[] opened =
          cipher(Cipher.DECRYPT_MODE, nonce, purpose)
              .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
      return new String(opened, StandardCharsets.UTF_8);
    } catch (AEADBadTagException e) {
      throw new BrokenSealException("was sealed with another master key, or has been changed");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(ALGORITHM);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "a master key";
  }
}
