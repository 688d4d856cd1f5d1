package io.lodestone.benchmarks;

import io.lodestone.agent.ThreadAgentHost;
import io.lodestone.engine.Engine;
import io.lodestone.engine.EngineEnvironment;
import io.lodestone.engine.EngineOptions;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.PointBatch;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TableRef;
import io.lodestone.storage.FileSystemDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Embedded ingestion, one writer, group sync before every acknowledgement, on the real disk:
 * cpu-only points of 1,000 hosts in order. An operation is one metric; the figure is metrics per
 * second. Filling the batches is not part of it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xmx4g",
      "--sun-misc-unsafe-memory-access=allow",
      "--enable-native-access=ALL-UNNAMED"
    })
public class IngestBenchmark {
  private static final int POINTS = 540_000;
  private static final int METRICS = POINTS * CpuOnly.FIELDS;
  private static final TableRef TABLE = TableRef.of("bench", "cpu");

  /** Points a batch. */
  @Param({"100", "1000"})
  public int batchPoints;

  /** Batches that may be without an acknowledgement; 1 waits for each. */
  @Param({"1", "8", "64"})
  public int inFlight;

  private PointBatch[] batches;
  private Path path;
  private Engine engine;

  @Setup(Level.Trial)
  public void fill() {
    CpuOnly workload = new CpuOnly(1_000, 1);
    batches = new PointBatch[POINTS / batchPoints];
    for (int i = 0; i < batches.length; i++) {
      batches[i] = workload.nextBatch(batchPoints);
    }
  }

  @Setup(Level.Invocation)
  public void open() throws IOException {
    path = Files.createTempDirectory("lodestone-ingest");
    InstantSource clock =
        InstantSource.fixed(Instant.ofEpochSecond(CpuOnly.START_NANOS / 1_000_000_000L + 6_000));
    engine =
        Engine.open(
            new EngineEnvironment(
                FileSystemDirectory.open(path),
                clock,
                new ThreadAgentHost((agent, failure) -> failure.printStackTrace())),
            EngineOptions.DEFAULT);
    engine.createDatabase(new DatabaseName("bench"), Optional.empty(), Map.of());
    engine.createTable(TableDefinition.of(TABLE).withRetention(new RetentionPolicy(24, 365)));
  }

  @TearDown(Level.Invocation)
  public void close() throws IOException {
    engine.close();
    Folders.delete(path);
  }

  @Benchmark
  @OperationsPerInvocation(METRICS)
  public int ingest() {
    ArrayDeque<CompletableFuture<WriteResult>> waiting = new ArrayDeque<>();
    int accepted = 0;
    for (PointBatch batch : batches) {
      if (waiting.size() == inFlight) {
        accepted += waiting.pollFirst().join().accepted();
      }
      waiting.addLast(engine.write(TABLE, batch));
    }
    while (!waiting.isEmpty()) {
      accepted += waiting.pollFirst().join().accepted();
    }
    if (accepted != POINTS) {
      throw new IllegalStateException(accepted + " points accepted of " + POINTS);
    }
    return accepted;
  }
}
