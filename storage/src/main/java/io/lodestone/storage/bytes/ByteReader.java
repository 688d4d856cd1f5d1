package io.lodestone.storage.bytes;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads what a {@link ByteWriter} wrote, from the start to the end. Never beyond: whatever would
 * need more bytes than are left is {@link MalformedBytesException}, before anything is allocated.
 *
 * <p>Belongs to one thread. Meant to be kept and {@link #reset} for other bytes; but for strings
 * and copies, reading allocates nothing.
 */
public abstract sealed class ByteReader permits ChronicleByteReader, PlainByteReader {
  private static final byte[] NONE = new byte[0];

  /** The longest a variable-length integer can be. */
  private static final int VAR_BYTES_MAX = 10;

  private byte[] array = NONE;
  private int start;
  private int end;
  private byte[] copy = NONE;

  ByteReader() {}

  /** A reader of nothing, to be {@link #reset}. */
  public static ByteReader create() {
    return Chronicle.STARTS ? new ChronicleByteReader() : new PlainByteReader();
  }

  /** Begins to read a range of an array. The array is not copied. */
  public final ByteReader reset(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    array = bytes;
    start = offset;
    end = offset + length;
    moveTo(bytes, offset, end);
    return this;
  }

  /**
   * Begins to read the remaining bytes of a buffer, whose position stays where it is. They are
   * copied only when the buffer shows no array.
   */
  public final ByteReader reset(ByteBuffer bytes) {
    if (bytes.hasArray()) {
      return reset(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }
    int length = bytes.remaining();
    if (copy.length < length) {
      copy = new byte[Math.max(length, Math.min(2 * copy.length, 1 << 30))];
    }
    bytes.get(bytes.position(), copy, 0, length);
    return reset(copy, 0, length);
  }

  /** Where the next read begins, counted from the first byte this reader was given. */
  public final int position() {
    return index() - start;
  }

  /** Bytes left. */
  public final int remaining() {
    return end - index();
  }

  /** Reads 8 bits with their sign. */
  public final byte readByte() throws MalformedBytesException {
    require(1, "a byte");
    return nextByte();
  }

  /** Reads 8 bits, 0 to 255. */
  public final int readUnsignedByte() throws MalformedBytesException {
    require(1, "a byte");
    return nextByte() & 0xFF;
  }

  /** Reads 16 bits with their sign. */
  public final short readShort() throws MalformedBytesException {
    require(Short.BYTES, "a 16-bit number");
    return nextShort();
  }

  /** Reads 16 bits, 0 to 65,535. */
  public final int readUnsignedShort() throws MalformedBytesException {
    require(Short.BYTES, "a 16-bit number");
    return nextShort() & 0xFFFF;
  }

  /** Reads 32 bits. */
  public final int readInt() throws MalformedBytesException {
    require(Integer.BYTES, "a 32-bit number");
    return nextInt();
  }

  /** Reads 64 bits. */
  public final long readLong() throws MalformedBytesException {
    require(Long.BYTES, "a 64-bit number");
    return nextLong();
  }

  /** Reads 64 bits as a double. */
  public final double readDouble() throws MalformedBytesException {
    return Double.longBitsToDouble(readLong());
  }

  /** Reads a variable-length integer. */
  public final long readVarLong() throws MalformedBytesException {
    // Its end is looked for first: the library takes an end of the bytes for an end of the number.
    int index = index();
    int last = index;
    int bound = Math.min(end, index + VAR_BYTES_MAX);
    while (last < bound && array[last] < 0) {
      last++;
    }
    int continued = last - index;
    if (last == bound || (continued == VAR_BYTES_MAX - 1 && array[last] != 0)) {
      throw malformed("a variable-length integer", "no end of it");
    }
    return nextVarLong();
  }

  /** Reads a variable-length integer that must fit 32 bits. */
  public final int readVarInt() throws MalformedBytesException {
    int before = position();
    long value = readVarLong();
    if (value != (int) value) {
      throw new MalformedBytesException(before, "a 32-bit number", Long.toString(value));
    }
    return (int) value;
  }

  /**
   * Reads a variable-length integer that says how many things follow, and holds it against the
   * bytes that are left.
   *
   * @param bytesEach the least that one of the things takes, at least 1
   */
  public final int readCount(int bytesEach) throws MalformedBytesException {
    int before = position();
    long count = readVarLong();
    if (count < 0 || count > remaining() / bytesEach) {
      throw new MalformedBytesException(
          before, "a count of at most " + remaining() / bytesEach, Long.toString(count));
    }
    return (int) count;
  }

  /** Reads into a range of an array. */
  public final void readBytes(byte[] into, int offset, int length) throws MalformedBytesException {
    require(length, "bytes");
    System.arraycopy(array, index(), into, offset, length);
    move(length);
  }

  /** Reads into a new array. */
  public final byte[] readBytes(int length) throws MalformedBytesException {
    require(length, "bytes");
    byte[] bytes = new byte[length];
    readBytes(bytes, 0, length);
    return bytes;
  }

  /** Passes over bytes. */
  public final void skip(int length) throws MalformedBytesException {
    require(length, "bytes");
    move(length);
  }

  /** Passes over bytes if they are these; reads nothing and says false if they are not. */
  public final boolean skipIf(byte[] expected) {
    int index = index();
    if (expected.length > end - index
        || !Arrays.equals(array, index, index + expected.length, expected, 0, expected.length)) {
      return false;
    }
    move(expected.length);
    return true;
  }

  /** Passes over bytes and gives them, uncopied, to another reader. */
  public final void readRange(int length, ByteReader into) throws MalformedBytesException {
    require(length, "bytes");
    into.reset(array, index(), length);
    move(length);
  }

  /** Reads a string in UTF-8 after its length in bytes. */
  public final String readUtf8() throws MalformedBytesException {
    int length = readCount(1);
    String value = Utf8.decode(array, index(), length, position());
    move(length);
    return value;
  }

  /** Refuses bytes that are left over. */
  public final void requireEnd() throws MalformedBytesException {
    if (remaining() != 0) {
      throw malformed("the end", remaining() + " more bytes");
    }
  }

  /** A failure at the present position, for decoders that find a value which cannot be. */
  public final MalformedBytesException malformed(String expected, String found) {
    return new MalformedBytesException(position(), expected, found);
  }

  private void require(int length, String what) throws MalformedBytesException {
    if (length < 0 || length > remaining()) {
      throw malformed(what + " (" + length + " bytes)", remaining() + " bytes");
    }
  }

  /** Begins at an index of an array; nothing at or after {@code limit} will be asked for. */
  abstract void moveTo(byte[] bytes, int index, int limit);

  /** The index in the array at which the next read begins. */
  abstract int index();

  abstract void move(int length);

  abstract byte nextByte();

  abstract short nextShort();

  abstract int nextInt();

  abstract long nextLong();

  abstract long nextVarLong();
}
