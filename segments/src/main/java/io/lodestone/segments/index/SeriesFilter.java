package io.lodestone.segments.index;

import io.lodestone.segments.encoding.MalformedVectorException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Tells of most series that are not in a segment that they are not, without the dictionary: a Bloom
 * filter of one memory access. Immutable, safe for several threads; read where it lies.
 *
 * <pre>
 *   u64 × w   w is a power of two; no byte at all: every series may be there
 * </pre>
 *
 * The hash h of a canonical key of n bytes starts as n. For each whole group of eight bytes, read
 * as a number, and then for each byte left over, as a signed number: {@code h = (h ^ number) *
 * 0x9E3779B97F4A7C15}, after a group also {@code h ^= h >>> 32}. At the end {@code h ^= h >>> 29; h
 * *= 0xBF58476D1CE4E5B9; h ^= h >>> 32}. The word is number {@code (h >>> 32) mod w}, its bits are
 * the five numbers of six bits from the low end of h.
 */
public final class SeriesFilter {
  /** Ten bits a series or more leave at most two of a hundred absent series undecided. */
  static final int BITS_PER_SERIES_MIN = 10;

  private static final VarHandle GROUP =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong WORD =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment words;
  private final long last;

  /**
   * @param section the bytes of the section, already verified
   */
  public SeriesFilter(MemorySegment section) {
    long count = section.byteSize() / Long.BYTES;
    if (section.byteSize() % Long.BYTES != 0 || (count & (count - 1)) != 0) {
      throw new MalformedVectorException(
          0, "a power of two of words", section.byteSize() + " bytes");
    }
    this.words = section;
    this.last = count - 1;
  }

  /** False when the series with this key is not in the segment, true when it may be. */
  public boolean mayHold(byte[] key, int offset, int length) {
    if (last < 0) {
      return true;
    }
    long hash = hash(key, offset, length);
    long bits = bits(hash);
    return (words.get(WORD, (hash >>> 32 & last) * Long.BYTES) & bits) == bits;
  }

  static long hash(byte[] key, int offset, int length) {
    long h = length;
    int end = offset + length;
    int i = offset;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      h = (h ^ (long) GROUP.get(key, i)) * 0x9E3779B97F4A7C15L;
      h ^= h >>> 32;
    }
    for (; i < end; i++) {
      h = (h ^ key[i]) * 0x9E3779B97F4A7C15L;
    }
    h ^= h >>> 29;
    h *= 0xBF58476D1CE4E5B9L;
    return h ^ h >>> 32;
  }

  static long bits(long hash) {
    return 1L << (hash & 63)
        | 1L << (hash >>> 6 & 63)
        | 1L << (hash >>> 12 & 63)
        | 1L << (hash >>> 18 & 63)
        | 1L << (hash >>> 24 & 63);
  }
}
