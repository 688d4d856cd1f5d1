package io.lodestone.segments.encoding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Writes and reads vectors of 1 to 1,024 doubles, given as their raw bits, exactly.
 *
 * <p>Most measurements are decimals with few digits. {@link Encoding#DECIMAL} writes {@code m /
 * 10^k} as the integer {@code m} and leaves the rest to {@link LongCodec}. The idea is that of ALP
 * (Afroozeh, Kuffó and Boncz, "ALP: Adaptive Lossless floating-Point Compression", SIGMOD 2024); a
 * division in place of its two multiplications makes every decimal of up to 15 digits come back, so
 * that one exponent is enough, and trailing zeros are taken by the common factor of {@link
 * PackedStream}. A value that does not come back bit by bit is most often a decimal that went
 * through arithmetic, 93.72200000000001, and lies a few representable numbers off: it gets a
 * <em>correction</em>, the difference of the bits, which may also be of any size. Where that costs
 * too much, {@link Encoding#XOR} writes the bits in which neighbours differ.
 *
 * <p>One owner.
 */
public final class DoubleCodec {
  private static final int EXPONENT_MAX = 15;
  private static final int SAMPLES = 32;

  /** The greatest correction of a decimal that went through arithmetic. */
  private static final long NEAR_MAX = 1 << 16;

  /** What the place of a correction takes, about. */
  private static final int PLACE_BITS = 8;

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
  private final WordUnpacker unpacker;
  private final EncodedWriter candidate = new EncodedWriter(16);
  private final IntegerStream gapStream;
  private final IntegerStream correctionStream;
  private long[] mantissas = new long[0];
  private long[] gaps = new long[0];
  private long[] corrections = new long[0];
  private double[] quotients = new double[0];
  private MemorySegment quotientMemory = MemorySegment.NULL;
  private long[] differing = new long[0];
  private int[] words = new int[0];

  /** What the last choice of an exponent expects. */
  private long sampleBits;

  /**
   * @param longs writes and reads the integers; may serve others of the same owner
   */
  public DoubleCodec(LongCodec longs) {
    this.longs = longs;
    this.unpacker = longs.unpacker();
    this.gapStream = longs.newStream();
    this.correctionStream = longs.newStream();
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
    int smallest = Math.min(xorSize, plainSize);
    int exponent = chooseExponent(bits, n);
    // Full precision: what the sample says is not worth the attempt.
    if (sampleBits < 8L * smallest) {
      candidate.truncate(0);
      writeDecimal(bits, n, exponent, runs, candidate);
      if (candidate.size() < smallest) {
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
    assert out.size() - start == smallest;
  }

  /**
   * The exponent under which a sample takes the fewest bits. A great one fits nearly everything, 15
   * decimal digits being nearly all that a double has, but at fifty bits a value; a few corrections
   * under a small one are often cheaper.
   */
  private int chooseExponent(long[] bits, int n) {
    // Odd, or values that repeat every so often would show the sample only one of them.
    int stride = n / SAMPLES | 1;
    int best = 0;
    sampleBits = Long.MAX_VALUE;
    for (int k = 0; k <= EXPONENT_MAX; k++) {
      double min = Double.MAX_VALUE;
      double max = -Double.MAX_VALUE;
      long corrected = 0;
      int taken = 0;
      for (int i = 0; i < n; i += stride, taken++) {
        double mantissa = Math.rint(Double.longBitsToDouble(bits[i]) * POWERS[k]);
        if (Math.abs(mantissa) < EXACT_MAX) {
          min = Math.min(min, mantissa);
          max = Math.max(max, mantissa);
          long correction = bits[i] - quotientBits((long) mantissa, k);
          corrected += correction == 0 ? 0 : PLACE_BITS + 1 + width(Math.abs(correction));
        } else {
          corrected += PLACE_BITS + Long.SIZE;
        }
      }
      long cost = corrected + (max < min ? 0 : taken * (long) width((long) (max - min)));
      cost = cost * n / taken;
      if (cost < sampleBits) {
        best = k;
        sampleBits = cost;
      }
      if (corrected == 0) {
        break;
      }
    }
    return best;
  }

  private static int width(long value) {
    return Long.SIZE - Long.numberOfLeadingZeros(value);
  }

  private static long quotientBits(long mantissa, int k) {
    return Double.doubleToRawLongBits((double) mantissa / POWERS[k]);
  }

  private void writeDecimal(long[] bits, int n, int exponent, Runs runs, EncodedWriter out) {
    int corrected = scale(bits, n, exponent);
    out.writeByte(Encoding.DECIMAL.id());
    out.writeByte(exponent);
    out.writeVarint(corrected);
    longs.encode(mantissas, n, runs, false, out);
    if (corrected > 0) {
      gapStream.measure(gaps, corrected);
      gapStream.write(gaps, out);
      correctionStream.measure(corrections, corrected);
      correctionStream.write(corrections, out);
    }
  }

  /** Fills mantissas, gaps and corrections; returns how many corrections there are. */
  private int scale(long[] bits, int n, int k) {
    double power = POWERS[k];
    int corrected = 0;
    int next = 0;
    long last = 0;
    for (int i = 0; i < n; i++) {
      double mantissa = Math.rint(Double.longBitsToDouble(bits[i]) * power);
      long own = Math.abs(mantissa) < EXACT_MAX ? (long) mantissa : last;
      long correction = bits[i] - Double.doubleToRawLongBits((double) own / power);
      if (Math.abs(correction) > NEAR_MAX) {
        // No decimal of this many digits, or no number. It takes its neighbour's mantissa, which
        // costs nothing in differences; its correction is long in any case.
        own = last;
        correction = bits[i] - Double.doubleToRawLongBits((double) own / power);
      }
      mantissas[i] = own;
      last = own;
      if (correction != 0) {
        gaps[corrected] = (long) i - next;
        corrections[corrected++] = correction;
        next = i + 1;
      }
    }
    return corrected;
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
    int corrected = in.readCount(n);
    if (anchorsOnly) {
      longs.decodeAnchors(in, n, runs, mantissas);
      for (int run = 0; run < runs.count(); run++) {
        int anchor = runs.end(run) - 1;
        into[anchor] = quotientBits(mantissas[anchor], k);
      }
    } else {
      longs.decode(in, n, runs, mantissas);
      divide(n, POWERS[k], into);
    }
    if (corrected > 0) {
      correct(in, n, corrected, into);
    }
  }

  private void divide(int n, double power, long[] into) {
    for (int i = 0; i < n; i++) {
      quotients[i] = (double) mantissas[i] / power;
    }
    // Copied as memory: the loop that turns doubles into their bits is three times as slow, since
    // HotSpot 25 divides one by one in it.
    MemorySegment.copy(quotientMemory, ValueLayout.JAVA_LONG_UNALIGNED, 0, into, 0, n);
  }

  private void correct(EncodedReader in, int n, int corrected, long[] into) {
    gapStream.read(in, corrected, gaps);
    int at = in.position();
    correctionStream.read(in, corrected, corrections);
    long index = -1;
    for (int i = 0; i < corrected; i++) {
      index += 1 + gaps[i];
      if (gaps[i] < 0 || index >= n) {
        throw new MalformedVectorException(at, "a correction before " + n, "one at " + index);
      }
      into[(int) index] += corrections[i];
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
    unpacker.unpack(words, n - 1, width, differing);
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
      gaps = new long[LongCodec.VALUES_MAX];
      corrections = new long[LongCodec.VALUES_MAX];
      quotients = new double[LongCodec.VALUES_MAX];
      quotientMemory = MemorySegment.ofArray(quotients);
      differing = new long[LongCodec.VALUES_MAX];
      words = new int[2 * LongCodec.VALUES_MAX];
    }
  }
}
