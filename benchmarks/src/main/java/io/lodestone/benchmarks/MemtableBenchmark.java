package io.lodestone.benchmarks;

import io.lodestone.engine.memtable.ArrayPool;
import io.lodestone.engine.memtable.Memtable;
import io.lodestone.engine.memtable.MemtableOptions;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesList;
import io.lodestone.model.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * What a point of ten fields costs in a memtable: whether its key is known, and its columns, in
 * batches of 1,000. Four hours of 1,000 hosts to a memtable, then the next one in the memory of the
 * one before; no log and no flush. {@code -prof gc} tells what is allocated a point.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms4g", "-Xmx4g", "-XX:+UseSerialGC"})
public class MemtableBenchmark {
  private static final int BATCH = 1_000;
  private static final int MOMENTS = 1_440;

  /** What arrives. */
  public enum Load {
    /** Every ten seconds, in order. */
    IN_ORDER(0, 0),
    /** The same, every tenth row up to half an hour late. */
    LATE(0.1, 0),
    /** In order, each up to a second after its moment. */
    TREMBLING(0, 1_000_000_000L),
    /** Every tenth row late, each up to ten seconds after its moment. */
    LATE_WITHOUT_RULE(0.1, 10_000_000_000L);

    private final double lateShare;
    private final long trembleNanosMax;

    Load(double lateShare, long trembleNanosMax) {
      this.lateShare = lateShare;
      this.trembleNanosMax = trembleNanosMax;
    }

    Arrivals arrivals() {
      Arrivals rows = Arrivals.inOrder(1_000, MOMENTS, 1);
      if (trembleNanosMax > 0) {
        SplittableRandom random = new SplittableRandom(3);
        for (int row = 0; row < rows.rows(); row++) {
          rows.times()[row] += random.nextLong(trembleNanosMax);
        }
      }
      return lateShare > 0 ? rows.late(lateShare, 2) : rows;
    }
  }

  /** What arrives. */
  @Param public Load load;

  private final ArrayPool pool = new ArrayPool(MemtableOptions.DEFAULT);
  private final int[] all = new int[BATCH];
  private List<PointBatch> batches;
  private int next;
  private Memtable memtable;
  private int[] handles;

  /** Makes all batches beforehand. */
  @Setup(Level.Trial)
  public void prepare() {
    Arrivals rows = load.arrivals();
    SeriesList list = new SeriesList();
    rows.keys().forEach(list::add);
    batches = new ArrayList<>();
    for (int from = 0; from < rows.rows(); from += BATCH) {
      PointBatch.Builder batch = new PointBatch.Builder(list, BATCH);
      batch.points(rows.series(), from, rows.times(), from, 1, BATCH);
      for (int field = 0; field < rows.fields().length; field++) {
        batch
            .column(rows.fieldNames().get(field), ValueType.BIGINT)
            .appendWords(rows.fields()[field], from, BATCH);
      }
      batches.add(batch.build());
    }
    Arrays.setAll(all, point -> point);
    handles = new int[list.size()];
    memtable = new Memtable(KeyOrder.OF_BYTES, pool);
    Arrays.fill(handles, -1);
  }

  /** Decides and applies one batch; no key comes twice. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int write() {
    if (next == batches.size()) {
      memtable.release();
      memtable = new Memtable(KeyOrder.OF_BYTES, pool);
      Arrays.fill(handles, -1);
      next = 0;
    }
    PointBatch batch = batches.get(next++);
    for (int point = 0; point < BATCH; point++) {
      int handle = handle(batch, batch.series()[point]);
      long time = batch.times()[point];
      if (time <= memtable.newestTime(handle) && memtable.find(handle, time) >= 0) {
        throw new IllegalStateException("a key came twice");
      }
      memtable.noteTime(handle, time);
    }
    memtable.apply(batch, handles, all, BATCH);
    return memtable.size();
  }

  private int handle(PointBatch batch, int series) {
    if (handles[series] < 0) {
      int start = batch.keyStart(series);
      int length = batch.keyEnd(series) - start;
      handles[series] = memtable.series(batch.keyBytes(), start, length, batch.keyHash(series));
    }
    return handles[series];
  }
}
