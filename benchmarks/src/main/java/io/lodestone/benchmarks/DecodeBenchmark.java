package io.lodestone.benchmarks;

import io.lodestone.segments.encoding.DoubleCodec;
import io.lodestone.segments.encoding.Effort;
import io.lodestone.segments.encoding.EncodedReader;
import io.lodestone.segments.encoding.EncodedWriter;
import io.lodestone.segments.encoding.LongCodec;
import io.lodestone.segments.encoding.Runs;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds a value to decode and encode vectors of numbers, beside a scan and a copy of as many
 * raw words. Each turn takes 64 different vectors of 1,024 values, so that no branch learns one of
 * them by heart.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(DecodeBenchmark.VECTORS * LongCodec.VALUES_MAX)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"})
public class DecodeBenchmark {
  static final int VECTORS = 64;

  private static final int LENGTH = LongCodec.VALUES_MAX;

  /** What the vectors hold, and so how they are written. */
  public enum Shape {
    /** One value. */
    CONSTANT,
    /** Random numbers of so many bits: packed at this width. */
    PACK_1,
    PACK_2,
    PACK_4,
    PACK_7,
    PACK_8,
    PACK_12,
    PACK_16,
    PACK_32,
    PACK_40,
    /** Whole numbers that walk by steps of a bell curve, as a flush writes them. */
    DIFFERENCES,
    /** The same as a compaction writes them. */
    CASCADE,
    /** Times ten seconds apart. */
    TIMES_REGULAR,
    /** The same with a jitter of milliseconds. */
    TIMES,
    /** Walking decimals of two digits. */
    DECIMAL,
    /** The same with every fiftieth value at full precision. */
    DECIMAL_EXCEPTIONS,
    /** The same decimals as a compaction writes them. */
    DECIMAL_CASCADE,
    /** Doubles of full precision. */
    XOR
  }

  @Param public Shape shape;

  private final Runs runs = new Runs().single(LENGTH);
  private final EncodedReader reader = new EncodedReader();
  private final EncodedWriter out = new EncodedWriter(1 << 20);
  private final long[][] raw = new long[VECTORS][LENGTH];
  private final long[] into = new long[LENGTH];
  private final int[] starts = new int[VECTORS + 1];
  private LongCodec longs;
  private DoubleCodec doubles;
  private byte[] encoded;

  @Setup
  public void make() {
    SplittableRandom random = new SplittableRandom(7);
    boolean patient = shape == Shape.CASCADE || shape == Shape.DECIMAL_CASCADE;
    longs = new LongCodec(patient ? Effort.COMPACTION : Effort.FLUSH);
    doubles = new DoubleCodec(longs);
    out.truncate(0);
    for (int v = 0; v < VECTORS; v++) {
      fill(raw[v], random);
      encodeOne(v);
      starts[v + 1] = out.size();
    }
    encoded = Arrays.copyOf(out.bytes(), out.size());
    for (int v = 0; v < VECTORS; v++) {
      decodeOne(v);
      if (!Arrays.equals(raw[v], into)) {
        throw new IllegalStateException(shape + " does not come back");
      }
    }
    System.out.printf("%s: %.3f bytes a value%n", shape, out.size() / (double) (VECTORS * LENGTH));
  }

  private void fill(long[] values, SplittableRandom random) {
    double level = 50;
    for (int i = 0; i < LENGTH; i++) {
      level = Math.clamp(level + random.nextGaussian(), 0, 100);
      values[i] =
          switch (shape) {
            case CONSTANT -> 42;
            case PACK_1 -> random.nextLong(1L << 1);
            case PACK_2 -> random.nextLong(1L << 2);
            case PACK_4 -> random.nextLong(1L << 4);
            case PACK_7 -> random.nextLong(1L << 7);
            case PACK_8 -> random.nextLong(1L << 8);
            case PACK_12 -> random.nextLong(1L << 12);
            case PACK_16 -> random.nextLong(1L << 16);
            case PACK_32 -> random.nextLong(1L << 32);
            case PACK_40 -> random.nextLong(1L << 40);
            case DIFFERENCES, CASCADE -> (long) level;
            case TIMES_REGULAR -> i * 10_000_000_000L;
            case TIMES -> i * 10_000_000_000L + random.nextInt(100) * 1_000_000L;
            case DECIMAL, DECIMAL_CASCADE -> decimal(level);
            case DECIMAL_EXCEPTIONS ->
                i % 50 == 0 ? Double.doubleToRawLongBits(level) : decimal(level);
            case XOR -> Double.doubleToRawLongBits(level);
          };
    }
  }

  private static long decimal(double level) {
    return Double.doubleToRawLongBits(Math.rint(level * 100) / 100);
  }

  private boolean isTime() {
    return shape == Shape.TIMES || shape == Shape.TIMES_REGULAR;
  }

  private boolean isDouble() {
    return switch (shape) {
      case DECIMAL, DECIMAL_EXCEPTIONS, DECIMAL_CASCADE, XOR -> true;
      default -> false;
    };
  }

  private void encodeOne(int vector) {
    if (isDouble()) {
      doubles.encode(raw[vector], LENGTH, runs, out);
    } else {
      longs.encode(raw[vector], LENGTH, runs, isTime(), out);
    }
  }

  private void decodeOne(int vector) {
    reader.wrap(encoded, starts[vector], starts[vector + 1] - starts[vector]);
    if (isDouble()) {
      doubles.decode(reader, LENGTH, runs, into);
    } else {
      longs.decode(reader, LENGTH, runs, into);
    }
  }

  /** Encodes all vectors. */
  @Benchmark
  public int encode() {
    out.truncate(0);
    for (int v = 0; v < VECTORS; v++) {
      encodeOne(v);
    }
    return out.size();
  }

  /** Decodes all vectors. */
  @Benchmark
  public long decode() {
    long sum = 0;
    for (int v = 0; v < VECTORS; v++) {
      decodeOne(v);
      sum += into[v];
    }
    return sum;
  }

  /** The reference: adds up as many raw words. */
  @Benchmark
  public long scan() {
    long sum = 0;
    for (long[] values : raw) {
      for (int i = 0; i < LENGTH; i++) {
        sum += values[i];
      }
    }
    return sum;
  }

  /** A second one: copies as many raw words. */
  @Benchmark
  public long copy() {
    long sum = 0;
    for (int v = 0; v < VECTORS; v++) {
      System.arraycopy(raw[v], 0, into, 0, LENGTH);
      sum += into[v];
    }
    return sum;
  }
}
