package io.lodestone.segments.encoding;

import java.util.Arrays;

/**
 * Writes and reads vectors of 1 to 1,024 doubles, given as their raw bits, exactly.
 *
 * <p>Most measurements are decimals with few digits. {@link Encoding#DECIMAL} writes {@code m /
 * 10^k} as the integer {@code m} and leaves the rest to {@link LongCodec}; a value that does not
 * come back bit by bit (-0.0, sensors with full precision) goes to a list of exceptions. The idea
 * is that of ALP (Afroozeh, Kuffó and Boncz, "ALP: Adaptive Lossless floating-Point Compression",
 * SIGMOD 2024); a division in place of its two multiplications makes every decimal of up to 15
 * digits come back, so that one exponent is enough, and trailing zeros are taken by the common
 * factor of {@link PackedStream}. Where exceptions cost too much, {@link Encoding#XOR} writes the
 * bits in which neighbours differ.
 *
 * <p>One owner. Remembers the exponent that fitted last, which makes it cheap to use one codec for
 * one column.
 */
public final class DoubleCodec {
  private static final int EXPONENT_MAX = 15;
  private static final int SAMPLES = 32;
  private static final double[] POWERS = new double[EXPONENT_MAX + 1];

  static {
    long power = 1;
    for (int k = 0; k <= EXPONENT_MAX; k++, power *= 10) {
      POWERS[k] = power;
    }
  }

  /** Integers below this are exact as doubles. */
  private static final double EXACT_MAX = 1L << 53;

  private final LongCodec longs;
  private final EncodedWriter candidate = new EncodedWriter(16);
  private long[] mantissas = new long[0];
  private int[] exceptions = new int[0];
  private long[] differing = new long[0];
  private int[] words = new int[0];
  private int exponent;

  /**
   * @param longs writes and reads the integers; may serve others of the same owner
   */
  public DoubleCodec(LongCodec longs) {
    this.longs = longs;
  }

  /**
   * Writes doubles of runs.
   *
   * @param bits raw bits, valid below {@code n}
   * @param n 1 to 1,024
   */
  public void encode(long[] bits, int n, Runs runs, EncodedWriter out) {
    ensure();
    int plainSize = 1 + 8 * n;
    int xorSize = measureXor(bits, n);
    int start = out.size();
    exponent = chooseExponent(bits, n);
    int misfits = scale(bits, n, exponent);
    // A column of full precision: nearly everything is an exception, the attempt is not worth its
    // time.
    if (10 * misfits < Math.min(xorSize, plainSize)) {
      candidate.truncate(0);
      writeDecimal(bits, n, misfits, runs, candidate);
      if (candidate.size() < Math.min(xorSize, plainSize)) {
        out.writeBytes(candidate.bytes(), 0, candidate.size());
        return;
      }
    }
    if (xorSize < plainSize) {
      writeXor(bits, n, out);
    } else {
      out.writeByte(Encoding.PLAIN.id());
      out.writeLongs(bits, n);
    }
    assert out.size() - start == Math.min(xorSize, plainSize);
  }

  private int chooseExponent(long[] bits, int n) {
    // Odd, or values that repeat every so often would show the sample only one of them.
    int stride = n / SAMPLES | 1;
    int best = exponent;
    int bestFits = fits(bits, n, stride, exponent);
    int all = (n + stride - 1) / stride;
    for (int k = 0; k <= EXPONENT_MAX && bestFits < all; k++) {
      int found = fits(bits, n, stride, k);
      if (found > bestFits) {
        best = k;
        bestFits = found;
      }
    }
    return best;
  }

  private static int fits(long[] bits, int n, int stride, int k) {
    int found = 0;
    for (int i = 0; i < n; i += stride) {
      double value = Double.longBitsToDouble(bits[i]);
      double mantissa = Math.rint(value * POWERS[k]);
      if (Math.abs(mantissa) < EXACT_MAX && sameBits(mantissa, POWERS[k], bits[i])) {
        found++;
      }
    }
    return found;
  }

  /** Fills mantissas and exceptions; returns how many exceptions there are. */
  private int scale(long[] bits, int n, int k) {
    double power = POWERS[k];
    int misfits = 0;
    long last = 0;
    for (int i = 0; i < n; i++) {
      double mantissa = Math.rint(Double.longBitsToDouble(bits[i]) * power);
      if (Math.abs(mantissa) < EXACT_MAX && sameBits(mantissa, power, bits[i])) {
        last = (long) mantissa;
      } else {
        exceptions[misfits++] = i;
      }
      // An exception takes its neighbour's mantissa, which costs nothing in differences.
      mantissas[i] = last;
    }
    // Those before the first value that fits have no neighbour before them.
    if (misfits > 0 && misfits < n && exceptions[0] == 0) {
      int first = 1;
      while (first < misfits && exceptions[first] == first) {
        first++;
      }
      for (int i = 0; i < first; i++) {
        mantissas[i] = mantissas[first];
      }
    }
    return misfits;
  }

  private static boolean sameBits(double mantissa, double power, long bits) {
    // Through long, as decoding goes: rint may yield -0.0, which an integer cannot hold.
    return Double.doubleToRawLongBits((double) (long) mantissa / power) == bits;
  }

  private void writeDecimal(long[] bits, int n, int misfits, Runs runs, EncodedWriter out) {
    out.writeByte(Encoding.DECIMAL.id());
    out.writeByte(exponent);
    out.writeVarint(misfits);
    longs.encode(mantissas, n, runs, false, out);
    for (int i = 0; i < misfits; i++) {
      out.writeByte(exceptions[i]);
      out.writeByte(exceptions[i] >>> 8);
    }
    for (int i = 0; i < misfits; i++) {
      out.writeLong(bits[exceptions[i]]);
    }
  }

  private int measureXor(long[] bits, int n) {
    long any = 0;
    for (int i = 0; i < n - 1; i++) {
      differing[i] = bits[i] ^ bits[i + 1];
      any |= differing[i];
    }
    return 11 + 4 * PackedWords.words(n - 1, xorWidth(any));
  }

  private static int xorWidth(long any) {
    return any == 0
        ? 0
        : PackedWords.preferred(
            64 - Long.numberOfLeadingZeros(any >>> Long.numberOfTrailingZeros(any)));
  }

  private void writeXor(long[] bits, int n, EncodedWriter out) {
    long any = 0;
    for (int i = 0; i < n - 1; i++) {
      any |= differing[i];
    }
    int width = xorWidth(any);
    int drop = any == 0 ? 0 : Long.numberOfTrailingZeros(any);
    for (int i = 0; i < n - 1; i++) {
      differing[i] >>>= drop;
    }
    out.writeByte(Encoding.XOR.id());
    out.writeLong(bits[n - 1]);
    out.writeByte(drop);
    out.writeByte(width);
    int length = PackedWords.words(n - 1, width);
    Arrays.fill(words, 0, length, 0);
    PackedWords.pack(differing, n - 1, width, words, 0);
    out.writeWords(words, length);
  }

  /**
   * Reads a vector that {@link #encode} wrote.
   *
   * @throws MalformedVectorException when these bytes are no such vector
   */
  public void decode(EncodedReader in, int n, Runs runs, long[] into) {
    decode(in, n, runs, false, into);
  }

  /**
   * Reads the last value of each run and, where the encoding allows it, none of the others, whose
   * places then hold anything.
   */
  public void decodeAnchors(EncodedReader in, int n, Runs runs, long[] into) {
    decode(in, n, runs, true, into);
  }

  private void decode(EncodedReader in, int n, Runs runs, boolean anchorsOnly, long[] into) {
    ensure();
    int at = in.position();
    switch (Encoding.ofId(in.readByte(), at)) {
      case PLAIN -> in.readLongs(into, n);
      case DECIMAL -> readDecimal(in, n, runs, anchorsOnly, into);
      case XOR -> readXor(in, n, into);
      case CONSTANT, FRAME, DIFFERENCES, SECOND_DIFFERENCES, TEXT_PLAIN, TEXT_DICTIONARY ->
          throw new MalformedVectorException(at, "an encoding of doubles", "another one");
    }
  }

  private void readDecimal(EncodedReader in, int n, Runs runs, boolean anchorsOnly, long[] into) {
    int at = in.position();
    int k = in.readByte();
    if (k > EXPONENT_MAX) {
      throw new MalformedVectorException(at, "an exponent of at most " + EXPONENT_MAX, "" + k);
    }
    int misfits = in.readCount(n);
    if (anchorsOnly) {
      longs.decodeAnchors(in, n, runs, mantissas);
      for (int run = 0; run < runs.count(); run++) {
        int anchor = runs.end(run) - 1;
        into[anchor] = Double.doubleToRawLongBits((double) mantissas[anchor] / POWERS[k]);
      }
    } else {
      longs.decode(in, n, runs, mantissas);
      divide(n, k, into);
    }
    for (int i = 0; i < misfits; i++) {
      int where = in.position();
      int index = in.readByte() | in.readByte() << 8;
      if (index >= n) {
        throw new MalformedVectorException(where, "an index below " + n, "" + index);
      }
      exceptions[i] = index;
    }
    for (int i = 0; i < misfits; i++) {
      into[exceptions[i]] = in.readLong();
    }
  }

  private void divide(int n, int k, long[] into) {
    if (k == 0) {
      for (int i = 0; i < n; i++) {
        into[i] = Double.doubleToRawLongBits((double) mantissas[i]);
      }
    } else {
      double power = POWERS[k];
      for (int i = 0; i < n; i++) {
        into[i] = Double.doubleToRawLongBits((double) mantissas[i] / power);
      }
    }
  }

  private void readXor(EncodedReader in, int n, long[] into) {
    long last = in.readLong();
    int at = in.position();
    int drop = in.readByte();
    int width = in.readByte();
    if (drop > 63 || width > 64) {
      throw new MalformedVectorException(at, "shift and width below 64", drop + " and " + width);
    }
    in.readWords(words, PackedWords.words(n - 1, width));
    PackedWords.unpack(words, n - 1, width, differing);
    long value = last;
    into[n - 1] = value;
    for (int i = n - 2; i >= 0; i--) {
      value ^= differing[i] << drop;
      into[i] = value;
    }
  }

  /**
   * Scratch memory is taken at the first vector: a reader of columns has a codec and may never meet
   * a double.
   */
  private void ensure() {
    if (mantissas.length == 0) {
      mantissas = new long[LongCodec.VALUES_MAX];
      exceptions = new int[LongCodec.VALUES_MAX];
      differing = new long[LongCodec.VALUES_MAX];
      words = new int[2 * LongCodec.VALUES_MAX];
    }
  }
}
