package io.lodestone.segments.encoding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A column of integers that is read where it lies. Immutable, safe for several threads.
 *
 * <p>The bytes must have been checked before. Where they are wrong all the same, a read fails with
 * an {@link IndexOutOfBoundsException} or a {@link MalformedVectorException}, and never leaves the
 * memory it was given.
 */
public final class PackedColumn {
  private static final int VECTOR = PackedStream.VALUES_MAX;
  private static final int FACTOR_FOLLOWS = 0x80;

  private final MemorySegment memory;
  private final long start;
  private final int count;

  /**
   * @param memory the section that holds the column
   * @param start where in it the column starts
   * @param count how many values it has
   */
  public PackedColumn(MemorySegment memory, long start, int count) {
    this.memory = memory;
    this.start = start;
    this.count = count;
  }

  public int count() {
    return count;
  }

  /** One value. */
  public long get(int index) {
    int vector = index / VECTOR;
    int n = Math.min(VECTOR, count - vector * VECTOR);
    long at = vectorStart(vector);
    long step = varint(at);
    at += varintSize(step);
    int header = memory.get(ValueLayout.JAVA_BYTE, at++) & 0xFF;
    long base = varint(at);
    at += varintSize(base);
    long factor = 1;
    if ((header & FACTOR_FOLLOWS) != 0) {
      factor = varint(at);
      at += varintSize(factor);
    }
    int width = header & 0x7F;
    if (width > 64) {
      throw new MalformedVectorException(at, "a width of at most 64 bits", width + " bits");
    }
    int i = index - vector * VECTOR;
    return zigzag(base) + i * zigzag(step) + factor * PackedWords.get(memory, at, n, width, i);
  }

  /**
   * The last index whose value is not above {@code wanted}, in a column whose values never fall; -1
   * when all are above.
   */
  public int floor(long wanted) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (get(middle) <= wanted) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  private long vectorStart(int vector) {
    if (count <= VECTOR) {
      return start;
    }
    return start + (memory.get(EncodedWriter.WORD, start + 4L * vector) & 0xFFFF_FFFFL);
  }

  private long varint(long at) {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7, at++) {
      int b = memory.get(ValueLayout.JAVA_BYTE, at);
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new MalformedVectorException(at, "a varint of at most ten bytes", "a longer one");
  }

  /** Writers use the shortest form, so that the value tells its own length. */
  private static int varintSize(long value) {
    return EncodedWriter.varintSize(value);
  }

  private static long zigzag(long value) {
    return value >>> 1 ^ -(value & 1);
  }
}
