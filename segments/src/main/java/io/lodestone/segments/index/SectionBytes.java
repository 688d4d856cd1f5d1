package io.lodestone.segments.index;

import io.lodestone.segments.encoding.MalformedVectorException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Little-endian numbers of a section where they lie. Immutable. */
record SectionBytes(MemorySegment memory) {
  private static final ValueLayout.OfInt WORD =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** An unsigned 32-bit number that must fit an int: offsets inside a section. */
  int intAt(long at) {
    int value = memory.get(WORD, at);
    if (value < 0) {
      throw new MalformedVectorException(
          at, "a number below 2^31", Integer.toUnsignedString(value));
    }
    return value;
  }

  /** A varint that counts something, at most {@code max} and at most what the section has bytes. */
  int countAt(long at, int max) {
    long value = 0;
    int shift = 0;
    long from = at;
    int b;
    do {
      b = memory.get(ValueLayout.JAVA_BYTE, from++);
      value |= (long) (b & 0x7F) << shift;
      shift += 7;
    } while (b < 0 && shift < 35);
    if (b < 0 || value > max || value > memory.byteSize() - from && max == Integer.MAX_VALUE) {
      throw new MalformedVectorException(at, "a count of at most " + max, "" + value);
    }
    return (int) value;
  }

  int byteAt(long at) {
    return memory.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
  }

  int varintSize(long at) {
    int size = 1;
    while (memory.get(ValueLayout.JAVA_BYTE, at + size - 1) < 0) {
      size++;
    }
    return size;
  }

  byte[] bytesAt(long at, int length) {
    return memory.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
  }
}
