package io.lodestone.benchmarks;

import io.lodestone.engine.memtable.ArrayPool;
import io.lodestone.engine.memtable.Memtable;
import io.lodestone.engine.memtable.MemtableOptions;
import io.lodestone.engine.memtable.MemtableView;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.SeriesPredicate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs a query to find the series it wants in a memtable: with {@code =}, which looks into
 * an index of the dimension, and with a prefix of the same text, which looks at every key. The keys
 * are those of cpu-only; the time is that of the whole query, which yields one point.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms3g", "-Xmx3g", "-XX:+UseSerialGC"})
public class SeriesLookUpBenchmark {
  private static final int BATCH = 10_000;

  /** How many series the memtable holds, with one point each. */
  @Param({"10000", "1000000"})
  public int series;

  private MemtableView view;

  /** Fills the memtable. */
  @Setup(Level.Trial)
  public void prepare() {
    Memtable memtable = new Memtable(KeyOrder.OF_BYTES, new ArrayPool(MemtableOptions.DEFAULT));
    List<SeriesKey> keys = new CpuOnly(series, 1).hosts();
    int[] all = new int[BATCH];
    Arrays.setAll(all, point -> point);
    for (int from = 0; from < series; from += BATCH) {
      PointBatch.Builder batch = new PointBatch.Builder(BATCH);
      for (int i = 0; i < BATCH; i++) {
        batch.point(i, batch.series(keys.get(from + i)), CpuOnly.START_NANOS, 1);
        batch.valueColumn("usage_user", ValueType.BIGINT).appendWord(i);
      }
      memtable.apply(batch.build(), all, BATCH);
    }
    view = memtable.view(memtable.size());
  }

  /** By a value, as {@code hostname = 'host_7777'}. */
  @Benchmark
  public int byValue() {
    return read(new SeriesPredicate.In("hostname", Set.of("host_7777")));
  }

  /** By a beginning, as {@code hostname LIKE 'host_7777%'} asks for it. */
  @Benchmark
  public int byPrefix() {
    return read(new SeriesPredicate.Prefix("hostname", "host_7777"));
  }

  private int read(SeriesPredicate wanted) {
    int points = 0;
    try (PointCursor cursor =
        view.points(new PointQuery(TimeRange.ALL, List.of(wanted), view.columns()))) {
      while (cursor.nextSeries()) {
        while (cursor.nextChunk()) {
          points += cursor.chunk().size();
        }
      }
    }
    return points;
  }
}
