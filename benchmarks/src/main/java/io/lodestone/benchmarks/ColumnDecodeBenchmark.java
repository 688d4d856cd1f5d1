package io.lodestone.benchmarks;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.segments.block.BlockRuns;
import io.lodestone.segments.block.BlockWriter;
import io.lodestone.segments.block.ColumnReader;
import io.lodestone.segments.encoding.Effort;
import io.lodestone.segments.encoding.EncodedWriter;
import io.lodestone.storage.CorruptFileException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
 * Nanoseconds a value to read whole columns of blocks as a scan does, checksum, presence and
 * compression included, beside a scan of the values in plain arrays. Each turn takes 64 different
 * blocks of 1,024 points of one series.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ColumnDecodeBenchmark.BLOCKS * ColumnDecodeBenchmark.POINTS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"})
public class ColumnDecodeBenchmark {
  static final int BLOCKS = 64;
  static final int POINTS = 1_024;

  private static final long FILE_ID = 1;
  private static final String[] STATES = {"starting", "running", "draining", "stopped", "failed"};

  /** What the column holds. */
  public enum Shape {
    /** Whole numbers that walk by small steps. */
    INTEGERS(ValueType.BIGINT),
    /** The same, each absent with a chance of one half. */
    INTEGERS_HALF_ABSENT(ValueType.BIGINT),
    /** Walking decimals of two digits. */
    DECIMALS(ValueType.DOUBLE),
    /** True and false at random. */
    BOOLEANS(ValueType.BOOLEAN),
    /** Times a second apart, to the millisecond. */
    TIMESTAMPS(ValueType.TIMESTAMP),
    /** One of five words: a dictionary. */
    WORDS(ValueType.VARCHAR),
    /** Sentences that differ in a number: LZ4. */
    SENTENCES(ValueType.VARCHAR),
    /** Random letters: as they are. */
    LETTERS(ValueType.VARCHAR);

    private final ValueType type;

    Shape(ValueType type) {
      this.type = type;
    }
  }

  @Param public Shape shape;

  private final ColumnBuffer[] raw = new ColumnBuffer[BLOCKS];
  private final ColumnReader.Place[] places = new ColumnReader.Place[BLOCKS];
  private final BlockRuns runs = new BlockRuns();
  private ColumnReader reader;
  private ColumnBuffer into;

  @Setup
  public void make() throws CorruptFileException {
    SplittableRandom random = new SplittableRandom(11);
    Column column = Column.measure("value", shape.type);
    BlockWriter writer =
        new BlockWriter(FILE_ID, List.of(column), POINTS, 1 << 24, Effort.FLUSH, Optional.empty());
    EncodedWriter out = new EncodedWriter(1 << 20);
    int[] ends = new int[BlockWriter.FIRST_MEASURE + 1];
    long[] times = new long[POINTS];
    long[] versions = new long[POINTS];
    Arrays.setAll(times, i -> 1_000_000_000L * i);
    Arrays.fill(versions, 1);
    long bytes = 0;
    for (int block = 0; block < BLOCKS; block++) {
      raw[block] = new ColumnBuffer("value", shape.type, POINTS);
      fill(raw[block], random);
      writer.append(times, versions, List.of(raw[block]), 0, POINTS);
      int start = out.size();
      writer.write(block, start, ends, out);
      int length = ends[BlockWriter.FIRST_MEASURE] - ends[BlockWriter.VERSIONS];
      places[block] =
          new ColumnReader.Place(
              block, BlockWriter.FIRST_MEASURE, start + ends[BlockWriter.VERSIONS], length);
      bytes += length;
    }
    runs.clear();
    runs.add(POINTS);
    MemorySegment memory = MemorySegment.ofArray(Arrays.copyOf(out.bytes(), out.size()));
    reader = new ColumnReader("benchmark", FILE_ID, memory, false, Optional.empty());
    into = new ColumnBuffer("value", shape.type, POINTS);
    for (int block = 0; block < BLOCKS; block++) {
      read(block);
      for (int i = 0; i < POINTS; i++) {
        if (!into.sameValue(i, raw[block], i)) {
          throw new IllegalStateException(shape + " does not come back");
        }
      }
    }
    System.out.printf("%s: %.3f bytes a value%n", shape, bytes / (double) (BLOCKS * POINTS));
  }

  private void fill(ColumnBuffer column, SplittableRandom random) {
    double level = 50;
    for (int i = 0; i < POINTS; i++) {
      level = Math.clamp(level + random.nextGaussian(), 0, 100);
      switch (shape) {
        case INTEGERS -> column.appendWord((long) level);
        case INTEGERS_HALF_ABSENT -> {
          if (random.nextBoolean()) {
            column.appendWord((long) level);
          } else {
            column.appendAbsent();
          }
        }
        case DECIMALS -> column.appendDouble(Math.rint(level * 100) / 100);
        case BOOLEANS -> column.appendWord(random.nextInt(2));
        case TIMESTAMPS -> column.appendWord(1_000_000L * (1_000L * i + random.nextInt(1_000)));
        case WORDS -> column.appendVarchar(STATES[random.nextInt(STATES.length)]);
        case SENTENCES -> column.appendVarchar("request took " + random.nextInt(1_000_000) + " ms");
        case LETTERS -> column.appendVarchar(Long.toString(random.nextLong(), 36));
      }
    }
  }

  private void read(int block) throws CorruptFileException {
    into.clear();
    reader.read(places[block], POINTS, raw[block].absentCount(), runs, into);
  }

  /** Reads all columns. */
  @Benchmark
  public long decode() throws CorruptFileException {
    long sum = 0;
    for (int block = 0; block < BLOCKS; block++) {
      read(block);
      sum += into.size();
    }
    return sum;
  }

  /**
   * The reference: adds up the words of plain arrays, or the bytes of texts one after the other.
   */
  @Benchmark
  public long scan() {
    long sum = 0;
    for (ColumnBuffer column : raw) {
      sum += shape.type == ValueType.VARCHAR ? bytes(column) : words(column);
    }
    return sum;
  }

  private static long words(ColumnBuffer column) {
    long[] words = column.words();
    long sum = 0;
    for (int i = 0; i < POINTS; i++) {
      sum += words[i];
    }
    return sum;
  }

  private static long bytes(ColumnBuffer column) {
    byte[] bytes = column.varcharBytes();
    int[] offsets = column.varcharOffsets();
    long sum = 0;
    for (int i = 0; i < POINTS; i++) {
      for (int at = offsets[i]; at < offsets[i + 1]; at++) {
        sum += bytes[at];
      }
    }
    return sum;
  }
}
