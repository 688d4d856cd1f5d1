package io.lodestone.segments.encoding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.WeakReference;
import java.util.Objects;

/**
 * A column of integers that is read where it lies. Immutable, safe for several threads.
 *
 * <p>Keeps what stands before the words of each vector of 1,024 values once it was asked for, some
 * 60 bytes of heap; the values stay where they are.
 *
 * <p>The bytes must have been checked before. Where they are wrong all the same, a read fails with
 * an {@link IndexOutOfBoundsException} or a {@link MalformedVectorException}, and never leaves the
 * memory it was given.
 */
public final class PackedColumn {
  /** The values of a vector; only the last one of a column may have fewer. */
  static final int VECTOR = PackedStream.VALUES_MAX;

  private static final int FACTOR_FOLLOWS = 0x80;
  private static final WeakReference<long[]> NOT_DECODED = new WeakReference<>(null);

  private final MemorySegment memory;
  private final long start;
  private final int count;

  /**
   * What stands before the words of each vector, null where nobody asked yet. Threads may parse one
   * twice; what they find is the same and immutable, so that either may stay.
   */
  private final Vector[] vectors;

  /**
   * @param memory the section that holds the column
   * @param start where in it the column starts
   * @param count how many values it has
   */
  public PackedColumn(MemorySegment memory, long start, int count) {
    this.memory = memory;
    this.start = start;
    this.count = count;
    this.vectors = new Vector[Math.max(0, (int) (((long) count + VECTOR - 1) / VECTOR))];
  }

  /** How a vector is packed. */
  private static final class Vector {
    /** Where its words start. */
    private final long words;

    private final int count;
    private final int width;
    private final long base;
    private final long step;
    private final long factor;

    /**
     * All values, when somebody decoded them and the collector did not need the memory since: scans
     * that follow each other, and the shares of one, do not decode the same again.
     */
    private volatile WeakReference<long[]> decoded = NOT_DECODED;

    Vector(long words, int count, int width, long base, long step, long factor) {
      this.words = words;
      this.count = count;
      this.width = width;
      this.base = base;
      this.step = step;
      this.factor = factor;
    }

    long value(int index, long packed) {
      return base + index * step + factor * packed;
    }
  }

  public int count() {
    return count;
  }

  /** One value. */
  public long get(int index) {
    Objects.checkIndex(index, count);
    Vector vector = vector(index / VECTOR);
    int i = index % VECTOR;
    return vector.value(i, PackedWords.get(memory, vector.words, vector.count, vector.width, i));
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

  /** A reader for one owner that asks for many values. */
  public PackedColumnWalk walk() {
    return new PackedColumnWalk(this);
  }

  /** Whether the values of a vector can be told without reading words. */
  boolean isEven(int vector) {
    return vector(vector).width == 0;
  }

  /** All values of a vector if they are decoded already, else null. Read only. */
  long[] decoded(int number) {
    return vector(number).decoded.get();
  }

  /** All values of a vector. Read only. */
  long[] decode(int number) {
    Vector vector = vector(number);
    int[] words = new int[PackedWords.words(vector.count, vector.width)];
    MemorySegment.copy(memory, EncodedWriter.WORD, vector.words, words, 0, words.length);
    long[] values = new long[vector.count];
    PackedWords.unpack(words, vector.count, vector.width, values);
    for (int i = 0; i < values.length; i++) {
      values[i] = vector.value(i, values[i]);
    }
    vector.decoded = new WeakReference<>(values);
    return values;
  }

  private Vector vector(int number) {
    Vector known = vectors[number];
    if (known == null) {
      known = parse(number);
      vectors[number] = known;
    }
    return known;
  }

  private Vector parse(int number) {
    long at = vectorStart(number);
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
    int n = Math.min(VECTOR, count - number * VECTOR);
    return new Vector(at, n, width, zigzag(base), zigzag(step), factor);
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
