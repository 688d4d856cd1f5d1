package io.lodestone.benchmarks;

import io.lodestone.engine.EngineOptions;
import io.lodestone.engine.TableWriter;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.PointBatch;
import io.lodestone.model.RetentionPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Embedded ingestion without end: one writer, group sync before every acknowledgement, on the real
 * disk, flushes and merges running beside it as they come. The writer fills its batches from plain
 * columns and names series by reference; that is part of the time. Look at {@code metrics}: values
 * a second. {@code -prof gc} tells what an operation, which is a batch, allocates in all threads.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xmx4g",
      "-XX:+UseParallelGC",
      "--sun-misc-unsafe-memory-access=allow",
      "--enable-native-access=ALL-UNNAMED"
    })
public class IngestBenchmark {
  /** What arrives. */
  public enum Load {
    /** Cpu-only of 1,000 hosts in order. */
    IN_ORDER,
    /** The same, every tenth row up to half an hour late. */
    LATE,
    /** A million hosts, ten rows of one field each in every round. */
    MILLION_SERIES;

    Arrivals arrivals() {
      return switch (this) {
        case IN_ORDER -> Arrivals.inOrder(1_000, 540, 1);
        case LATE -> Arrivals.inOrder(1_000, 540, 1).late(0.1, 2);
        case MILLION_SERIES -> Arrivals.oneField(1_000_000, 10, 1);
      };
    }
  }

  /** Values written, which JMH divides by the time. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counts {
    public long metrics;
  }

  /** What arrives. */
  @Param({"IN_ORDER", "LATE", "MILLION_SERIES"})
  public Load load;

  /** Points a batch. */
  @Param({"100", "1000"})
  public int batchPoints;

  /** Batches that may be without an acknowledgement; 1 waits for each. */
  @Param({"1", "8", "64"})
  public int inFlight;

  private final ArrayDeque<CompletableFuture<WriteResult>> waiting = new ArrayDeque<>();
  private Path path;
  private Embedded lodestone;
  private TableWriter writer;
  private EndlessArrivals arrivals;
  private int fields;
  private volatile long nowNanos = CpuOnly.START_NANOS;

  @Setup(Level.Trial)
  public void open() throws IOException {
    path = Files.createTempDirectory("lodestone-ingest");
    lodestone =
        Embedded.open(
            path,
            () -> Instant.EPOCH.plusNanos(nowNanos),
            EngineOptions.DEFAULT,
            TableDefinition.of(Embedded.TABLE).withRetention(new RetentionPolicy(8_766, 3_650)));
    writer = lodestone.engine().writer(Embedded.TABLE);
    Arrivals rows = load.arrivals();
    fields = rows.fields().length;
    arrivals = new EndlessArrivals(rows, writer);
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    lodestone.close();
    Folders.delete(path);
  }

  /** Hands over one batch, waiting for the oldest acknowledgement when there are too many. */
  @Benchmark
  public PointBatch ingest(Counts counts) {
    if (waiting.size() == inFlight) {
      Embedded.requireAccepted(waiting.pollFirst().join());
    }
    PointBatch batch = arrivals.fill(writer.batch(batchPoints), batchPoints);
    nowNanos = arrivals.youngestNanos();
    counts.metrics += (long) batch.size() * fields;
    waiting.addLast(writer.write(batch));
    return batch;
  }
}
