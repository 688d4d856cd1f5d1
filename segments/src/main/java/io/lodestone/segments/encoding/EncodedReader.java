package io.lodestone.segments.encoding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reads encoded bytes from a heap array and never outside the part it was given: whatever the bytes
 * say, the worst is a {@link MalformedVectorException}. One owner.
 */
public final class EncodedReader {
  private byte[] bytes = new byte[0];
  private MemorySegment memory = MemorySegment.ofArray(bytes);
  private int position;
  private int limit;

  /**
   * Copies a piece of a file in, so that what is decoded is what was checked, and stands at its
   * start.
   */
  public void load(MemorySegment from, long offset, int length) {
    MemorySegment.copy(from, ValueLayout.JAVA_BYTE, offset, makeRoom(length), 0, length);
  }

  /**
   * Stands at the start of so many bytes, which whoever asked writes into the array that this gives
   * before anything is read.
   */
  public byte[] makeRoom(int length) {
    if (bytes.length < length) {
      bytes = new byte[Math.max(length, 2 * bytes.length)];
      memory = MemorySegment.ofArray(bytes);
    }
    position = 0;
    limit = length;
    return bytes;
  }

  /** Reads a part of an array, which is not copied. */
  public void wrap(byte[] from, int offset, int length) {
    if (bytes != from) {
      bytes = from;
      memory = MemorySegment.ofArray(from);
    }
    position = offset;
    limit = offset + length;
  }

  /** The array read from. */
  public byte[] bytes() {
    return bytes;
  }

  public int position() {
    return position;
  }

  /** Goes back to a position read before. */
  void moveTo(int earlier) {
    position = earlier;
  }

  public int remaining() {
    return limit - position;
  }

  /** Gives up the last bytes of what is left, such as a checksum that was looked at. */
  public void dropLast(int count) {
    limit -= count;
  }

  /** A 32-bit number at a place of what was loaded, without moving there. */
  public int intAt(int at) {
    return memory.get(EncodedWriter.WORD, at);
  }

  public int readByte() {
    need(1);
    return bytes[position++] & 0xFF;
  }

  public int readInt() {
    need(4);
    int value = memory.get(EncodedWriter.WORD, position);
    position += 4;
    return value;
  }

  public long readLong() {
    need(8);
    long value = memory.get(EncodedWriter.LONG, position);
    position += 8;
    return value;
  }

  public long readVarint() {
    int start = position;
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      int b = readByte();
      value |= (long) (b & 0x7F) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new MalformedVectorException(start, "a varint of at most ten bytes", "a longer one");
  }

  public long readZigzag() {
    long value = readVarint();
    return value >>> 1 ^ -(value & 1);
  }

  /** A varint that counts something and must lie between 0 and {@code max}. */
  public int readCount(int max) {
    int start = position;
    long value = readVarint();
    if (value < 0 || value > max) {
      throw new MalformedVectorException(
          start, "a count of at most " + max, Long.toUnsignedString(value));
    }
    return (int) value;
  }

  /** Skips bytes and tells where they start in {@link #bytes()}. */
  public int skip(int count) {
    need(count);
    int start = position;
    position += count;
    return start;
  }

  void readWords(int[] into, int count) {
    need(4 * count);
    MemorySegment.copy(memory, EncodedWriter.WORD, position, into, 0, count);
    position += 4 * count;
  }

  public void readLongs(long[] into, int count) {
    need(8 * count);
    MemorySegment.copy(memory, EncodedWriter.LONG, position, into, 0, count);
    position += 8 * count;
  }

  private void need(int count) {
    if (count < 0 || limit - position < count) {
      throw new MalformedVectorException(
          position, count + " more bytes", Math.max(0, limit - position) + " bytes");
    }
  }
}
