package io.lodestone.storage.crypt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PieceCipherTest {
  private static final byte[] NOTHING = {};
  private static final byte[] TEXT = "temperature".getBytes(StandardCharsets.UTF_8);

  private final SplittableRandom random = new SplittableRandom(7);
  private final DataKey key = DataKey.draw(random);
  private final byte[] salt = salt();

  private byte[] salt() {
    byte[] drawn = new byte[DataKey.SALT_BYTES];
    random.nextBytes(drawn);
    return drawn;
  }

  private PieceCipher cipher(DataKey of, byte[] ofSalt, String context) {
    return new PieceCipher(of, ofSalt, context.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] seal(PieceCipher cipher, int lane, long number) {
    byte[] piece = new byte[TEXT.length + PieceCipher.TAG_BYTES];
    cipher.seal(lane, number, NOTHING, TEXT, 0, TEXT.length, piece, 0);
    return piece;
  }

  private static byte[] open(PieceCipher cipher, int lane, long number, byte[] piece)
      throws BrokenPieceException {
    byte[] plain = new byte[Math.max(0, piece.length - PieceCipher.TAG_BYTES)];
    cipher.open(lane, number, NOTHING, piece, 0, piece.length, plain, 0);
    return plain;
  }

  @Test
  void whatWasSealedOpensInItsPlaceOnly() throws Exception {
    PieceCipher cipher = cipher(key, salt, "file 1");
    byte[] piece = seal(cipher, 3, 9);
    assertArrayEquals(TEXT, open(cipher(key, salt, "file 1"), 3, 9, piece));
    assertThrows(BrokenPieceException.class, () -> open(cipher, 3, 10, piece));
    assertThrows(BrokenPieceException.class, () -> open(cipher, 4, 9, piece));
    assertThrows(BrokenPieceException.class, () -> open(cipher(key, salt, "file 2"), 3, 9, piece));
    assertThrows(
        BrokenPieceException.class, () -> open(cipher(key, salt(), "file 1"), 3, 9, piece));
    DataKey other = DataKey.draw(random);
    assertThrows(
        BrokenPieceException.class, () -> open(cipher(other, salt, "file 1"), 3, 9, piece));
  }

  @Test
  void noBitOfItMayChange() {
    PieceCipher cipher = cipher(key, salt, "file 1");
    byte[] piece = seal(cipher, 0, 0);
    for (int bit = 0; bit < 8 * piece.length; bit++) {
      byte[] changed = piece.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThrows(BrokenPieceException.class, () -> open(cipher, 0, 0, changed));
    }
    for (int length = 0; length < piece.length; length++) {
      byte[] shorter = Arrays.copyOf(piece, length);
      assertThrows(BrokenPieceException.class, () -> open(cipher, 0, 0, shorter));
    }
  }

  @Test
  void bytesAreSealedWhereTheyLie() throws Exception {
    PieceCipher cipher = cipher(key, salt, "");
    byte[] bytes = Arrays.copyOf(TEXT, TEXT.length + PieceCipher.TAG_BYTES);
    cipher.seal(1, 2, NOTHING, bytes, 0, TEXT.length, bytes, 0);
    assertArrayEquals(seal(cipher(key, salt, ""), 1, 2), bytes);
    ByteBuffer mapped = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    ByteBuffer plain = ByteBuffer.allocateDirect(TEXT.length);
    cipher.open(1, 2, NOTHING, mapped, plain);
    byte[] opened = new byte[TEXT.length];
    plain.flip().get(opened);
    assertArrayEquals(TEXT, opened);
  }

  @Test
  void associatedBytesBelongToThePiece() {
    PieceCipher cipher = cipher(key, salt, "");
    byte[] piece = new byte[TEXT.length + PieceCipher.TAG_BYTES];
    cipher.seal(0, 1, new byte[] {5}, TEXT, 0, TEXT.length, piece, 0);
    assertThrows(BrokenPieceException.class, () -> open(cipher, 0, 1, piece));
  }

  @Test
  void theSchemeIsTheOneOnThePage() {
    // Made with another implementation of RFC 5869 and of AES-GCM, see the format page.
    byte[] ones = new byte[DataKey.BYTES];
    Arrays.fill(ones, (byte) 1);
    byte[] twos = new byte[DataKey.SALT_BYTES];
    Arrays.fill(twos, (byte) 2);
    DataKey known = DataKey.of(ones);
    assertEquals("289467829bfe009", Long.toHexString(known.fingerprint()));
    assertEquals(
        "c8950bd5c67fdae228d1f2a3f41b77afe42d6f53caf73f7760660d",
        HexFormat.of().formatHex(seal(cipher(known, twos, "context"), 3, 9)));
  }

  @Test
  void aKeyDoesNotShowItself() {
    String hex = HexFormat.of().formatHex(key.bytes());
    assertFalse(key.toString().contains(hex.substring(0, 8)));
    assertEquals(DataKey.of(key.bytes()).fingerprint(), key.fingerprint());
    assertNotEquals(DataKey.draw(random).fingerprint(), key.fingerprint());
  }
}
