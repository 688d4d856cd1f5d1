package io.lodestone.server.timestream.query.spool;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.Directory;
import io.lodestone.storage.ReadFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One temporary file: pieces of bytes, each sealed by itself with AES-256-GCM, to be read in any
 * order by their {@link Place}.
 *
 * <pre>
 *   piece := ciphertext (n) | tag (16)
 *   nonce := number of the file (8) | number of the piece (4)      big endian, not stored
 * </pre>
 *
 * No nonce comes twice under a key: the numbers of a spool's files and of a file's pieces only
 * rise. There is no header and no length in the file, since nothing reads it but the process that
 * wrote it.
 *
 * <p>Safe for several threads. A crash leaves some of the bytes, which nobody can read.
 */
public final class SpoolFile {
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final int TAG_BYTES = 16;
  private static final int NONCE_BYTES = Long.BYTES + Integer.BYTES;

  /** Where a piece lies. Of use with its own file only. */
  public record Place(int piece, long offset, int bytes) {}

  private final Spool spool;
  private final Directory folder;
  private final String name;
  private final long number;
  private final SecretKeySpec key;

  // Guarded by this.
  private final AppendFile written;
  private final ReadFile read;
  private int pieces;
  private boolean discarded;

  private SpoolFile(
      Spool spool,
      Directory folder,
      String name,
      long number,
      SecretKeySpec key,
      AppendFile written,
      ReadFile read) {
    this.spool = spool;
    this.folder = folder;
    this.name = name;
    this.number = number;
    this.key = key;
    this.written = written;
    this.read = read;
  }

  static SpoolFile create(
      Spool spool, Directory folder, String name, long number, SecretKeySpec key)
      throws IOException {
    AppendFile written = folder.createPrivate(name);
    try {
      return new SpoolFile(spool, folder, name, number, key, written, folder.open(name));
    } catch (IOException | RuntimeException failure) {
      written.close();
      folder.delete(name);
      throw failure;
    }
  }

  /**
   * Writes one piece.
   *
   * @return where it lies; empty when the file has been discarded
   * @throws SpoolFullException when there is no room for it; the file stays as it was
   * @throws IOException when the disk fails; the file is of no use then but to be read up to here
   */
  public synchronized Optional<Place> append(byte[] piece) throws SpoolFullException, IOException {
    if (discarded) {
      return Optional.empty();
    }
    int size = piece.length + TAG_BYTES;
    spool.reserve(size);
    long offset = written.size();
    // Counted before it is used: no nonce seals a second piece when this one fails.
    int ordinal = pieces++;
    try {
      written.append(ByteBuffer.wrap(cipher(Cipher.ENCRYPT_MODE, ordinal).doFinal(piece)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + TRANSFORMATION, e);
    } finally {
      // What a failed append left behind counts, too, until the file goes.
      spool.release(size - (written.size() - offset));
    }
    return Optional.of(new Place(ordinal, offset, piece.length));
  }

  /**
   * Reads one piece.
   *
   * @return its bytes; empty when the file has been discarded
   * @throws CorruptFileException when the bytes are not those that were written
   */
  public synchronized Optional<byte[]> read(Place place) throws IOException {
    if (discarded) {
      return Optional.empty();
    }
    ByteBuffer sealed = ByteBuffer.allocate(place.bytes() + TAG_BYTES);
    int found = read.read(place.offset(), sealed);
    if (found < sealed.capacity()) {
      throw new CorruptFileException(
          folder + "/" + name, place.offset(), sealed.capacity() + " bytes", found + " bytes");
    }
    try {
      return Optional.of(cipher(Cipher.DECRYPT_MODE, place.piece()).doFinal(sealed.array()));
    } catch (AEADBadTagException e) {
      CorruptFileException failure =
          new CorruptFileException(
              folder + "/" + name, place.offset(), "a sealed piece", "other bytes");
      failure.initCause(e);
      throw failure;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + TRANSFORMATION, e);
    }
  }

  /** Deletes the file and gives its room back. More than once is harmless. */
  public synchronized void discard() throws IOException {
    if (discarded) {
      return;
    }
    discarded = true;
    spool.release(written.size());
    try (read;
        written) {
      folder.delete(name);
    }
  }

  private Cipher cipher(int mode, int piece) throws GeneralSecurityException {
    byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putLong(number).putInt(piece).array();
    Cipher cipher = Cipher.getInstance(TRANSFORMATION);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    return cipher;
  }
}
