package io.lodestone.engine.crypt;

import io.lodestone.storage.bytes.ByteReader;
import io.lodestone.storage.bytes.ByteWriter;
import io.lodestone.storage.bytes.MalformedBytesException;
import io.lodestone.storage.crypt.BrokenPieceException;
import io.lodestone.storage.crypt.DataKey;
import io.lodestone.storage.crypt.PieceCipher;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Seals runs of bytes of one database, each complete in itself:
 *
 * <pre>
 *   envelope ::= salt (16) | number (8) | ciphertext | tag (16)
 * </pre>
 *
 * The salt is drawn once for all that this object seals, the number counts up from 0: as long as
 * salts do not meet by chance, no nonce comes twice under the key that belongs to the salt. Nothing
 * of it is remembered on disk; the next start draws another salt. Safe for several threads.
 */
final class Envelopes {
  /** By how much an envelope is longer than what is in it. */
  static final int OVERHEAD_BYTES = 16 + Long.BYTES + PieceCipher.TAG_BYTES;

  private static final int SALT_BYTES = 16;
  private static final byte[] CONTEXT = {'e', 'n', 'v', 'e', 'l', 'o', 'p', 'e', 1};

  /** Salts whose key is kept: a log has one for each start that wrote to it. */
  private static final int READ_MAX = 64;

  private final DataKey key;
  private final byte[] salt = new byte[SALT_BYTES];
  private final PieceCipher sealing;
  private long number;
  private byte[] sealed = new byte[1_024];

  private final Map<ByteBuffer, PieceCipher> opening =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, PieceCipher> eldest) {
          return size() > READ_MAX;
        }
      };

  /**
   * @param random nobody else draws from it meanwhile
   */
  Envelopes(DataKey key, RandomGenerator random) {
    this.key = key;
    random.nextBytes(salt);
    this.sealing = new PieceCipher(key, salt, CONTEXT);
  }

  DataKey key() {
    return key;
  }

  /** Writes an envelope around bytes, which stay as they are. */
  synchronized void seal(Place place, byte[] bytes, int offset, int length, ByteWriter out) {
    int sealedLength = length + PieceCipher.TAG_BYTES;
    if (sealed.length < sealedLength) {
      sealed = new byte[Math.max(sealedLength, 2 * sealed.length)];
    }
    sealing.seal(0, number, place.bytes(), bytes, offset, length, sealed, 0);
    out.writeBytes(salt, 0, SALT_BYTES);
    out.writeLong(number++);
    out.writeBytes(sealed, 0, sealedLength);
  }

  /** What is in the envelope that the rest of a reader's bytes are. */
  synchronized byte[] open(Place place, ByteReader in)
      throws MalformedBytesException, BrokenPieceException {
    byte[] itsSalt = in.readBytes(SALT_BYTES);
    long itsNumber = in.readLong();
    byte[] piece = in.readBytes(in.remaining());
    byte[] bytes = new byte[Math.max(0, piece.length - PieceCipher.TAG_BYTES)];
    opening
        .computeIfAbsent(
            ByteBuffer.wrap(itsSalt), drawn -> new PieceCipher(key, drawn.array(), CONTEXT))
        .open(0, itsNumber, place.bytes(), piece, 0, piece.length, bytes, 0);
    return bytes;
  }
}
