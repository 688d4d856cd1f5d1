package io.lodestone.storage.bytes;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * CRC-32C (Castagnoli), the checksum of every file. The processor computes it faster than memory
 * delivers the bytes.
 *
 * <p>An instance is fed piece by piece and may be used again after {@link #reset}; it belongs to
 * one thread. A checksum that is taken often should come from an instance that is kept.
 */
public final class Checksum {
  /** A piece of a segment that a byte buffer can span. */
  private static final long PIECE_BYTES_MAX = 1L << 30;

  private final CRC32C crc = new CRC32C();

  /** The checksum of a range of an array. */
  public static int of(byte[] bytes, int offset, int length) {
    return new Checksum().update(bytes, offset, length).value();
  }

  /** The checksum of the remaining bytes of a buffer, whose position stays where it is. */
  public static int of(ByteBuffer bytes) {
    return new Checksum().update(bytes).value();
  }

  /** The checksum of a whole segment, in native memory or on a byte array. */
  public static int of(MemorySegment bytes) {
    return new Checksum().update(bytes).value();
  }

  /** How messages print a checksum: eight hexadecimal digits. */
  public static String text(int value) {
    return HexFormat.of().toHexDigits(value);
  }

  /** Forgets what it was fed. */
  public Checksum reset() {
    crc.reset();
    return this;
  }

  /** Adds a range of an array. */
  public Checksum update(byte[] bytes, int offset, int length) {
    crc.update(bytes, offset, length);
    return this;
  }

  /** Adds the remaining bytes of a buffer, whose position stays where it is. */
  public Checksum update(ByteBuffer bytes) {
    int position = bytes.position();
    crc.update(bytes);
    bytes.position(position);
    return this;
  }

  /** Adds a whole segment, in native memory or on a byte array. */
  public Checksum update(MemorySegment bytes) {
    for (long from = 0; from < bytes.byteSize(); from += PIECE_BYTES_MAX) {
      long length = Math.min(PIECE_BYTES_MAX, bytes.byteSize() - from);
      crc.update(bytes.asSlice(from, length).asByteBuffer());
    }
    return this;
  }

  /** The checksum of all that was fed since the last {@link #reset}. */
  public int value() {
    return (int) crc.getValue();
  }
}
