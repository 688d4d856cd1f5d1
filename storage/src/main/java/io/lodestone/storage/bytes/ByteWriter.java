package io.lodestone.storage.bytes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A growing run of bytes in memory, written from its start to its end. Numbers are little endian.
 *
 * <p>A <em>variable-length</em> integer is written in stop bits: seven bits a byte, the low ones
 * first, the high bit set on every byte but the last. A negative number {@code n} is written as
 * {@code ~n} with all high bits set, and a zero byte ends it.
 *
 * <pre>
 *      0  00          127  7f           -1  80 00
 *      1  01          128  80 01      -129  80 81 00
 * </pre>
 *
 * Belongs to one thread. Meant to be kept and used again: {@link #clear} keeps the memory.
 */
public abstract sealed class ByteWriter permits ChronicleByteWriter, PlainByteWriter {
  private ByteBuffer view = ByteBuffer.allocate(0);

  ByteWriter() {}

  /**
   * An empty writer.
   *
   * @param bytesExpected room to begin with; it grows when needed
   */
  public static ByteWriter create(int bytesExpected) {
    return Chronicle.STARTS
        ? new ChronicleByteWriter(bytesExpected)
        : new PlainByteWriter(bytesExpected);
  }

  /** Bytes written so far. */
  public abstract int size();

  /** Forgets all bytes written. */
  public abstract void clear();

  /** Writes the low 8 bits. */
  public abstract void writeByte(int value);

  /** Writes the low 16 bits. */
  public abstract void writeShort(int value);

  /** Writes 32 bits. */
  public abstract void writeInt(int value);

  /** Writes 64 bits. */
  public abstract void writeLong(long value);

  /** Writes the 64 bits of a double as they are, whichever NaN it may be. */
  public final void writeDouble(double value) {
    writeLong(Double.doubleToRawLongBits(value));
  }

  /** Writes 1 to 10 bytes: a variable-length integer. */
  public abstract void writeVarLong(long value);

  /** Writes 1 to 6 bytes: a variable-length integer. */
  public final void writeVarInt(int value) {
    writeVarLong(value);
  }

  /** Writes a range of an array. */
  public abstract void writeBytes(byte[] bytes, int offset, int length);

  /** Writes the remaining bytes of a buffer, whose position stays where it is. */
  public final void writeBytes(ByteBuffer bytes) {
    int length = bytes.remaining();
    int position = append(length);
    bytes.get(bytes.position(), array(), position, length);
  }

  /**
   * Writes a string in UTF-8 after its length in bytes.
   *
   * @throws IllegalArgumentException when half a surrogate pair stands alone in it, which UTF-8
   *     cannot say
   */
  public final void writeUtf8(String value) {
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    Utf8.requireEncodable(value, encoded);
    writeVarInt(encoded.length);
    writeBytes(encoded, 0, encoded.length);
  }

  /** Puts 32 bits in the place of four bytes written before. */
  public abstract void setInt(int position, int value);

  /** Puts 64 bits in the place of eight bytes written before. */
  public abstract void setLong(int position, long value);

  /**
   * All bytes written, as a little-endian view of this writer's own memory: valid until it is
   * written to again.
   */
  public final ByteBuffer buffer() {
    byte[] array = array();
    if (view.array() != array) {
      view = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    }
    return view.position(0).limit(size());
  }

  /** A copy of all bytes written. */
  public final byte[] toByteArray() {
    return Arrays.copyOf(array(), size());
  }

  /** The memory, which holds the bytes from its start on. Another array after it had to grow. */
  abstract byte[] array();

  /** Adds bytes of unknown content at the end, and says where they begin. */
  abstract int append(int length);

  final void requireWritten(int position, int length) {
    Objects.checkFromIndexSize(position, length, size());
  }
}
