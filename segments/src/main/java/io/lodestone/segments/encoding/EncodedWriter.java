package io.lodestone.segments.encoding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing array of encoded bytes, little-endian. One owner. */
public final class EncodedWriter {
  static final ValueLayout.OfInt WORD =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;
  private MemorySegment memory;
  private int size;

  public EncodedWriter(int capacity) {
    bytes = new byte[Math.max(16, capacity)];
    memory = MemorySegment.ofArray(bytes);
  }

  /** The bytes, valid below {@link #size()} and until the next write. */
  public byte[] bytes() {
    return bytes;
  }

  public int size() {
    return size;
  }

  /** Forgets everything from this size on. */
  public void truncate(int newSize) {
    size = Math.min(size, newSize);
  }

  public void writeByte(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  public void writeInt(int value) {
    ensure(4);
    memory.set(WORD, size, value);
    size += 4;
  }

  public void writeLong(long value) {
    ensure(8);
    memory.set(LONG, size, value);
    size += 8;
  }

  /** Seven bits a byte, the lowest first, the top bit set on all but the last: one to ten bytes. */
  public void writeVarint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** A varint in which small negative numbers are short, too. */
  public void writeZigzag(long value) {
    writeVarint(value << 1 ^ value >> 63);
  }

  public void writeBytes(byte[] from, int offset, int length) {
    ensure(length);
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
  }

  /** Leaves room for bytes that somebody else will write into {@link #bytes()}. */
  public void skip(int length) {
    ensure(length);
    size += length;
  }

  void writeWords(int[] words, int count) {
    ensure(4 * count);
    MemorySegment.copy(words, 0, memory, WORD, size, count);
    size += 4 * count;
  }

  public void writeLongs(long[] values, int count) {
    ensure(8 * count);
    MemorySegment.copy(values, 0, memory, LONG, size, count);
    size += 8 * count;
  }

  /** Puts a byte over one written before. */
  public void setByte(int at, int value) {
    bytes[at] = (byte) value;
  }

  /** Puts a 32-bit number over one written before. */
  public void setInt(int at, int value) {
    memory.set(WORD, at, value);
  }

  /** The length in bytes of a varint. */
  static int varintSize(long value) {
    return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
  }

  static int zigzagSize(long value) {
    return varintSize(value << 1 ^ value >> 63);
  }

  private void ensure(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
      memory = MemorySegment.ofArray(bytes);
    }
  }
}
