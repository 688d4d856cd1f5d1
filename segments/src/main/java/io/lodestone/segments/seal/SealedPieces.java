package io.lodestone.segments.seal;

import io.lodestone.segments.encoding.EncodedReader;
import io.lodestone.segments.encoding.EncodedWriter;
import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.crypt.BrokenPieceException;
import io.lodestone.storage.crypt.DataKey;
import io.lodestone.storage.crypt.PieceCipher;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Seals and opens the pieces of one segment. Each has a place that is written once:
 *
 * <pre>
 *   column of a block   lane: number of the column     number: of the block
 *   long text           lane: −2                       number: its offset in the file
 *   section             lane: −1                       number: the id of its kind
 *   leading dimension   lane: −3                       number: 0
 * </pre>
 *
 * One owner; {@link #another()} makes one for another owner.
 */
public final class SealedPieces {
  /** By how much a piece is longer than its plain bytes. */
  public static final int TAG_BYTES = PieceCipher.TAG_BYTES;

  private static final int SECTIONS = -1;
  private static final int TEXTS = -2;
  private static final int ORDER = -3;
  private static final byte[] NOTHING = {};

  private final PieceCipher cipher;

  private SealedPieces(PieceCipher cipher) {
    this.cipher = cipher;
  }

  /**
   * @param key of the database
   * @param header the bytes that the file begins with, which say what file it is: kind, format
   *     version, file id
   */
  public static SealedPieces of(DataKey key, SegmentSeal seal, byte[] header) {
    return new SealedPieces(new PieceCipher(key, seal.salt(), header));
  }

  /** The same for another owner. */
  public SealedPieces another() {
    return new SealedPieces(cipher.another());
  }

  /** Seals what a writer holds from a place on, and lets the tag follow. */
  public void sealColumn(int block, int column, EncodedWriter out, int start) {
    seal(column, block, out, start);
  }

  /** {@link #sealColumn} of a text that will stand at an offset of the file. */
  public void sealText(long offset, EncodedWriter out, int start) {
    seal(TEXTS, offset, out, start);
  }

  /** {@link #sealColumn} of a section. */
  public void sealSection(int kind, EncodedWriter out) {
    seal(SECTIONS, kind, out, 0);
  }

  /** The name of the leading dimension, sealed. */
  public byte[] sealOrder(byte[] name) {
    byte[] sealed = new byte[name.length + TAG_BYTES];
    cipher.seal(ORDER, 0, NOTHING, name, 0, name.length, sealed, 0);
    return sealed;
  }

  /**
   * Opens what {@link #sealOrder} made.
   *
   * @param file how errors name the file
   * @param offset where errors say that it stands
   */
  public byte[] openOrder(byte[] sealed, String file, long offset) throws CorruptFileException {
    byte[] name = new byte[Math.max(0, sealed.length - TAG_BYTES)];
    try {
      cipher.open(ORDER, 0, NOTHING, sealed, 0, sealed.length, name, 0);
      return name;
    } catch (BrokenPieceException e) {
      throw broken(file, offset, e);
    }
  }

  private void seal(int lane, long number, EncodedWriter out, int start) {
    int length = out.size() - start;
    out.skip(TAG_BYTES);
    cipher.seal(lane, number, NOTHING, out.bytes(), start, length, out.bytes(), start);
  }

  /**
   * Opens a column that was loaded.
   *
   * @param sealed all that remains of it
   * @param into receives the plain bytes and stands at their start; another reader
   * @param file how errors name the file
   * @param offset where the column starts in it
   */
  public void openColumn(
      int block, int column, EncodedReader sealed, EncodedReader into, String file, long offset)
      throws CorruptFileException {
    open(column, block, sealed, into, file, offset);
  }

  /** {@link #openColumn} of a text that stands at an offset of the file. */
  public void openText(EncodedReader sealed, EncodedReader into, String file, long offset)
      throws CorruptFileException {
    open(TEXTS, offset, sealed, into, file, offset);
  }

  private void open(
      int lane, long number, EncodedReader sealed, EncodedReader into, String file, long offset)
      throws CorruptFileException {
    int length = sealed.remaining();
    byte[] plain = into.makeRoom(Math.max(0, length - TAG_BYTES));
    try {
      cipher.open(lane, number, NOTHING, sealed.bytes(), sealed.position(), length, plain, 0);
    } catch (BrokenPieceException e) {
      throw broken(file, offset, e);
    }
  }

  /**
   * Opens a section.
   *
   * @param into exactly as long as the plain bytes
   * @param file how errors name the file
   * @param offset where the section starts in it
   */
  public void openSection(
      int kind, MemorySegment sealed, MemorySegment into, String file, long offset)
      throws CorruptFileException {
    ByteBuffer plain = into.asByteBuffer();
    try {
      cipher.open(SECTIONS, kind, NOTHING, sealed.asByteBuffer(), plain);
    } catch (BrokenPieceException e) {
      throw broken(file, offset, e);
    }
  }

  private static CorruptFileException broken(String file, long offset, BrokenPieceException e) {
    CorruptFileException corrupt =
        new CorruptFileException(
            file, offset, "bytes sealed for this place", "some that were " + e.getMessage());
    corrupt.initCause(e);
    return corrupt;
  }
}
