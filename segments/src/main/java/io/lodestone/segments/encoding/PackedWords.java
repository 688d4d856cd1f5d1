package io.lodestone.segments.encoding;

import java.lang.foreign.MemorySegment;

/**
 * Unsigned values of equal width in 32-bit words.
 *
 * <p>The layout is chosen for the inner loop: words of 32 bits that become values of 64 bits, many
 * words one after the other with the same shift, is what HotSpot turns into vector instructions (a
 * loop from {@code long[]} to {@code long[]} it does not). Widths that divide 32 lie like this,
 * {@code W} words in all:
 *
 * <pre>
 *             slot 0        slot 1          slot 2
 *   word 0    value 0       value W         value 2W      …
 *   word 1    value 1       value W + 1     value 2W + 1  …
 * </pre>
 *
 * <p>Other widths below 32 lie in {@code L = ceil(n / 32)} lanes: value {@code i} is number {@code
 * i / L} of lane {@code i % L}, a lane is a stream of bits cut into words, and word {@code k} of
 * lane {@code l} is word {@code k * L + l}. Widths from 33 to 63 are the low 32 bits of all values
 * and then what is above, each in its own layout; 64 is two words a value, the low one first.
 */
final class PackedWords {
  private static final long LOW = 0xFFFF_FFFFL;

  private PackedWords() {}

  /** The words that {@code n} values of a width take. */
  static int words(int n, int width) {
    if (n == 0 || width == 0) {
      return 0;
    }
    if (width == 64) {
      return 2 * n;
    }
    if (width > 32) {
      return n + words(n, width - 32);
    }
    if (divides(width)) {
      return (n * width + 31) >>> 5;
    }
    int lanes = lanes(n);
    return lanes * wordsPerLane(n, lanes, width);
  }

  /** A width that is not narrower and unpacks faster, when that costs at most an eighth. */
  static int preferred(int width) {
    int next = width <= 1 ? width : Integer.highestOneBit(width - 1) << 1;
    return 8 * (next - width) <= next ? next : width;
  }

  /** Packs values that fit the width. The words must be zero from {@code at} on. */
  static void pack(long[] values, int n, int width, int[] words, int at) {
    if (n == 0 || width == 0) {
      return;
    }
    if (width == 64) {
      for (int i = 0; i < n; i++) {
        words[at + 2 * i] = (int) values[i];
        words[at + 2 * i + 1] = (int) (values[i] >>> 32);
      }
    } else if (width > 32) {
      packNarrow(values, n, 32, 0, words, at);
      packNarrow(values, n, width - 32, 32, words, at + n);
    } else {
      packNarrow(values, n, width, 0, words, at);
    }
  }

  private static void packNarrow(long[] values, int n, int width, int drop, int[] words, int at) {
    long mask = LOW >>> (32 - width);
    if (divides(width)) {
      int total = (n * width + 31) >>> 5;
      int shift = 0;
      for (int start = 0; start < n; start += total, shift += width) {
        int count = Math.min(total, n - start);
        for (int j = 0; j < count; j++) {
          words[at + j] |= (int) ((values[start + j] >>> drop & mask) << shift);
        }
      }
      return;
    }
    int lanes = lanes(n);
    int bit = 0;
    for (int start = 0; start < n; start += lanes, bit += width) {
      int row = at + (bit >>> 5) * lanes;
      int shift = bit & 31;
      int count = Math.min(lanes, n - start);
      for (int l = 0; l < count; l++) {
        long value = values[start + l] >>> drop & mask;
        words[row + l] |= (int) (value << shift);
        if (shift + width > 32) {
          words[row + lanes + l] |= (int) (value >>> (32 - shift));
        }
      }
    }
  }

  /** The reverse of {@link #pack}. */
  static void unpack(int[] words, int n, int width, long[] values) {
    if (n == 0 || width == 0) {
      for (int i = 0; i < n; i++) {
        values[i] = 0;
      }
    } else if (width == 64) {
      for (int i = 0; i < n; i++) {
        values[i] = words[2 * i] & LOW | (long) words[2 * i + 1] << 32;
      }
    } else if (width > 32) {
      unpackHigh(words, n, n, width - 32, values);
      for (int i = 0; i < n; i++) {
        values[i] = values[i] << 32 | words[i] & LOW;
      }
    } else if (divides(width)) {
      unpackSlots(words, 0, n, width, values);
    } else {
      unpackLanes(words, 0, n, width, values);
    }
  }

  private static void unpackHigh(int[] words, int at, int n, int width, long[] values) {
    if (divides(width)) {
      unpackSlots(words, at, n, width, values);
    } else {
      unpackLanes(words, at, n, width, values);
    }
  }

  private static void unpackSlots(int[] words, int at, int n, int width, long[] values) {
    int total = (n * width + 31) >>> 5;
    long mask = LOW >>> (32 - width);
    int shift = 0;
    for (int start = 0; start < n; start += total, shift += width) {
      int count = Math.min(total, n - start);
      for (int j = 0; j < count; j++) {
        values[start + j] = (words[at + j] >>> shift) & mask;
      }
    }
  }

  private static void unpackLanes(int[] words, int at, int n, int width, long[] values) {
    int lanes = lanes(n);
    long mask = LOW >>> (32 - width);
    int bit = 0;
    for (int start = 0; start < n; start += lanes, bit += width) {
      int row = at + (bit >>> 5) * lanes;
      int shift = bit & 31;
      int count = Math.min(lanes, n - start);
      if (shift + width <= 32) {
        for (int l = 0; l < count; l++) {
          values[start + l] = (words[row + l] >>> shift) & mask;
        }
      } else {
        int rest = 32 - shift;
        for (int l = 0; l < count; l++) {
          values[start + l] =
              ((words[row + l] & LOW) >>> shift | (words[row + lanes + l] & LOW) << rest) & mask;
        }
      }
    }
  }

  /** Reads one of {@code n} packed values where they lie, without the others. */
  static long get(MemorySegment memory, long at, int n, int width, int index) {
    if (width == 0) {
      return 0;
    }
    if (width == 64) {
      return memory.get(EncodedWriter.LONG, at + 8L * index);
    }
    if (width > 32) {
      long low = word(memory, at, index);
      return getNarrow(memory, at + 4L * n, n, width - 32, index) << 32 | low;
    }
    return getNarrow(memory, at, n, width, index);
  }

  private static long getNarrow(MemorySegment memory, long at, int n, int width, int index) {
    long mask = LOW >>> (32 - width);
    if (divides(width)) {
      int total = (n * width + 31) >>> 5;
      return word(memory, at, index % total) >>> (index / total * width) & mask;
    }
    int lanes = lanes(n);
    int bit = index / lanes * width;
    int word = (bit >>> 5) * lanes + index % lanes;
    int shift = bit & 31;
    long value = word(memory, at, word) >>> shift;
    if (shift + width > 32) {
      value |= word(memory, at, word + lanes) << (32 - shift);
    }
    return value & mask;
  }

  private static long word(MemorySegment memory, long at, int index) {
    return memory.get(EncodedWriter.WORD, at + 4L * index) & LOW;
  }

  /** Whether values of this width lie in slots of words and none straddles two. */
  static boolean divides(int width) {
    return (width & (width - 1)) == 0;
  }

  private static int lanes(int n) {
    return (n + 31) >>> 5;
  }

  private static int wordsPerLane(int n, int lanes, int width) {
    int steps = (n + lanes - 1) / lanes;
    return (steps * width + 31) >>> 5;
  }
}
