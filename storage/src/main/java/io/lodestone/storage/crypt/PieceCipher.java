package io.lodestone.storage.crypt;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals pieces of one file, or of one stretch of entries, with AES-256-GCM, and opens them. Each
 * piece has a place, a lane and a number in it, which is its nonce:
 *
 * <pre>
 *   nonce ::= lane (4) | number (8)          big endian
 *   piece ::= ciphertext, as long as the plain bytes | tag (16)
 * </pre>
 *
 * A place is written once, which whoever seals sees to; the key is that of the salt alone ({@link
 * DataKey}). A piece in another place, another file, of another key, or changed in any bit does not
 * open. One owner.
 */
public final class PieceCipher {
  /** By how much a piece is longer than its plain bytes. */
  public static final int TAG_BYTES = 16;

  private static final String ALGORITHM = "AES/GCM/NoPadding";

  private final SecretKey key;
  private final Cipher cipher;
  private final byte[] context;
  private final ByteBuffer nonce = ByteBuffer.allocate(12);

  /**
   * @param key of the database
   * @param salt of the file or stretch
   * @param context what the pieces are of, such as kind, version and id of the file: bound into the
   *     key and into every piece
   */
  public PieceCipher(DataKey key, byte[] salt, byte[] context) {
    this(key.derive(salt, context), context.clone());
  }

  private PieceCipher(SecretKey key, byte[] context) {
    this.key = key;
    this.context = context;
    try {
      this.cipher = Cipher.getInstance(ALGORITHM);
    } catch (GeneralSecurityException e) {
      throw everyJdkHas(e);
    }
  }

  /** The same for another owner. */
  public PieceCipher another() {
    return new PieceCipher(key, context);
  }

  /**
   * Seals bytes where they lie, or elsewhere.
   *
   * @param lane of the place, never with this number before
   * @param associated bytes that have to be the same when the piece is opened
   * @param out receives {@code length} + {@link #TAG_BYTES} bytes; may be {@code in} when the
   *     offsets are the same
   */
  public void seal(
      int lane,
      long number,
      byte[] associated,
      byte[] in,
      int inOffset,
      int length,
      byte[] out,
      int outOffset) {
    try {
      begin(Cipher.ENCRYPT_MODE, lane, number, associated);
      cipher.doFinal(in, inOffset, length, out, outOffset);
    } catch (GeneralSecurityException e) {
      throw everyJdkHas(e);
    }
  }

  /**
   * Opens a piece into other memory.
   *
   * @param length of the piece, tag included
   * @param out receives {@code length} − {@link #TAG_BYTES} bytes; not {@code in}
   * @throws BrokenPieceException when it was not sealed so; {@code out} says nothing then
   */
  public void open(
      int lane,
      long number,
      byte[] associated,
      byte[] in,
      int inOffset,
      int length,
      byte[] out,
      int outOffset)
      throws BrokenPieceException {
    if (length < TAG_BYTES) {
      throw new BrokenPieceException();
    }
    try {
      begin(Cipher.DECRYPT_MODE, lane, number, associated);
      cipher.doFinal(in, inOffset, length, out, outOffset);
    } catch (AEADBadTagException e) {
      throw new BrokenPieceException();
    } catch (GeneralSecurityException e) {
      throw everyJdkHas(e);
    }
  }

  /** {@link #open} of the remaining bytes of a buffer, which is what a mapped file gives. */
  public void open(int lane, long number, byte[] associated, ByteBuffer in, ByteBuffer out)
      throws BrokenPieceException {
    if (in.remaining() < TAG_BYTES) {
      throw new BrokenPieceException();
    }
    try {
      begin(Cipher.DECRYPT_MODE, lane, number, associated);
      cipher.doFinal(in, out);
    } catch (AEADBadTagException e) {
      throw new BrokenPieceException();
    } catch (GeneralSecurityException e) {
      throw everyJdkHas(e);
    }
  }

  private void begin(int mode, int lane, long number, byte[] associated)
      throws GeneralSecurityException {
    nonce.putInt(0, lane).putLong(Integer.BYTES, number);
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce.array()));
    cipher.updateAAD(context);
    cipher.updateAAD(associated);
  }

  private static IllegalStateException everyJdkHas(GeneralSecurityException e) {
    return new IllegalStateException("every JDK has " + ALGORITHM, e);
  }
}
