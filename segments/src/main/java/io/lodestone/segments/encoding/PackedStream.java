package io.lodestone.segments.encoding;

import java.util.Arrays;

/**
 * The plain form of a stream: {@code value = base + factor * packed}, arithmetic modulo 2^64. The
 * factor is the greatest common divisor of what lies above the base, so that nanoseconds of a clock
 * that ticks in seconds take no more bits than seconds would.
 *
 * <pre>
 *   byte    bits 0–6 width (0–64), bit 7 set when a factor follows
 *   zigzag  base
 *   varint  factor, at least 2; only if announced
 *   words   the packed values, see {@link PackedWords}
 * </pre>
 *
 * An instance measures and writes one stream at a time. One owner.
 */
final class PackedStream {
  /** The most values of a stream. */
  static final int VALUES_MAX = 1_024;

  /** The bits of a header that tell the width. */
  static final int WIDTH_MASK = 0x7F;

  /** The bit of a header that announces a factor. */
  static final int FACTOR_FOLLOWS = 0x80;

  private final boolean exact;
  private final long[] scratch;
  private final int[] words;
  private final WordUnpacker unpacker;
  private int count;
  private long base;
  private long range;
  private long factor;
  private int width;

  private PackedStream(boolean exact, long[] scratch, int[] words, WordUnpacker unpacker) {
    this.exact = exact;
    this.scratch = scratch;
    this.words = words;
    this.unpacker = unpacker;
  }

  private PackedStream(boolean exact) {
    this(exact, new long[VALUES_MAX], new int[2 * VALUES_MAX], new WordUnpacker());
  }

  /** A stream that takes a width which unpacks faster when that costs little. */
  PackedStream() {
    this(false);
  }

  /** A stream that takes the smallest width. */
  static PackedStream ofExactWidths() {
    return new PackedStream(true);
  }

  /** A stream like another that shares its scratch memory; both have the same owner. */
  PackedStream(PackedStream other) {
    this(other.exact, other.scratch, other.words, other.unpacker);
  }

  /** Finds base, factor and width of the first {@code n} values, at least one. */
  void measure(long[] values, int n) {
    long min = values[0];
    long max = min;
    for (int i = 1; i < n; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    count = n;
    base = min;
    range = max - min;
    // A range beyond 2^63 looks negative; it takes 64 bits whatever its divisor.
    factor = range > 0 ? divisor(values, n, min) : 1;
    width = 64 - Long.numberOfLeadingZeros(range >= 0 ? range / factor : range);
    if (!exact) {
      width = PackedWords.preferred(width);
    }
  }

  private static long divisor(long[] values, int n, long min) {
    long divisor = 0;
    Multiples multiples = Multiples.OF_ZERO;
    for (int i = 0; i < n && divisor != 1; i++) {
      long above = values[i] - min;
      if (!multiples.contain(above)) {
        divisor = gcd(above, divisor);
        multiples = Multiples.of(divisor);
      }
    }
    return divisor;
  }

  private static long gcd(long a, long b) {
    while (b != 0) {
      long rest = a % b;
      a = b;
      b = rest;
    }
    return a;
  }

  /** Whether all measured values are one. */
  boolean isConstant() {
    return width == 0;
  }

  int width() {
    return width;
  }

  long base() {
    return base;
  }

  /** The greatest of the measured values less the smallest; negative beyond 2^63 - 1. */
  long range() {
    return range;
  }

  long factor() {
    return factor;
  }

  /** The bytes that the measured values take. */
  int size() {
    return 1
        + EncodedWriter.zigzagSize(base)
        + (factor > 1 ? EncodedWriter.varintSize(factor) : 0)
        + 4 * PackedWords.words(count, width);
  }

  /** Writes the values that were measured last. */
  void write(long[] values, EncodedWriter out) {
    writeHeader(width, base, out);
    scale(values, scratch);
    int length = PackedWords.words(count, width);
    Arrays.fill(words, 0, length, 0);
    PackedWords.pack(scratch, count, width, words, 0);
    out.writeWords(words, length);
  }

  /** Writes what stands before the words, with the factor that was measured last. */
  void writeHeader(int kind, long lowest, EncodedWriter out) {
    out.writeByte(kind | (factor > 1 ? FACTOR_FOLLOWS : 0));
    out.writeZigzag(lowest);
    if (factor > 1) {
      out.writeVarint(factor);
    }
  }

  /** What unpacks the words of this stream and may serve others of the same owner. */
  WordUnpacker unpacker() {
    return unpacker;
  }

  /** How many factors the values that were measured last lie above the base. */
  void scale(long[] values, long[] into) {
    if (factor > 1) {
      for (int i = 0; i < count; i++) {
        into[i] = (values[i] - base) / factor;
      }
    } else {
      for (int i = 0; i < count; i++) {
        into[i] = values[i] - base;
      }
    }
  }

  /** Reads what stands behind the header of a stream of {@code n} values. */
  void readBody(EncodedReader in, int header, int n, long[] into) {
    int bits = widthOf(header, in);
    long lowest = in.readZigzag();
    long step = (header & FACTOR_FOLLOWS) != 0 ? in.readVarint() : 1;
    if (bits == 0) {
      Arrays.fill(into, 0, n, lowest);
      return;
    }
    in.readWords(words, PackedWords.words(n, bits));
    unpacker.unpack(words, n, bits, into);
    if (step != 1) {
      for (int i = 0; i < n; i++) {
        into[i] = lowest + step * into[i];
      }
    } else if (lowest != 0) {
      for (int i = 0; i < n; i++) {
        into[i] += lowest;
      }
    }
  }

  /** Passes over what stands behind the header of a stream of {@code n} values. */
  static void skipBody(EncodedReader in, int header, int n) {
    int bits = widthOf(header, in);
    skipBaseAndFactor(in, header);
    in.skip(4 * PackedWords.words(n, bits));
  }

  static void skipBaseAndFactor(EncodedReader in, int header) {
    in.readVarint();
    if ((header & FACTOR_FOLLOWS) != 0) {
      in.readVarint();
    }
  }

  private static int widthOf(int header, EncodedReader in) {
    int bits = header & WIDTH_MASK;
    if (bits > Long.SIZE) {
      throw new MalformedVectorException(
          in.position() - 1, "a width of at most 64 bits", bits + " bits");
    }
    return bits;
  }
}
