package io.lodestone.benchmarks;

import io.lodestone.agent.AgentHost;
import io.lodestone.agent.ThreadAgentHost;
import io.lodestone.engine.Engine;
import io.lodestone.engine.EngineEnvironment;
import io.lodestone.engine.EngineOptions;
import io.lodestone.engine.Snapshot;
import io.lodestone.engine.TableWriter;
import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.PointBatch;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.ColumnVector;
import io.lodestone.scan.ScanRequest;
import io.lodestone.storage.FileSystemDirectory;
import io.lodestone.testkit.crypt.SimulatedKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An engine over a folder, with the one table that the benchmarks write. One thread uses it. */
final class Embedded implements AutoCloseable {
  static final TableRef TABLE = TableRef.of("bench", "cpu");

  private final Engine engine;

  private Embedded(Engine engine) {
    this.engine = engine;
  }

  /** Opens a folder; the table is created if it is not there. */
  static Embedded open(
      Path folder,
      InstantSource clock,
      AgentHost agents,
      EngineOptions options,
      TableDefinition table)
      throws IOException {
    EngineEnvironment machine =
        new EngineEnvironment(FileSystemDirectory.open(folder), clock, agents);
    return open(machine, options, table, Optional.empty());
  }

  private static Embedded open(
      EngineEnvironment machine,
      EngineOptions options,
      TableDefinition table,
      Optional<String> encryptionKey)
      throws IOException {
    Engine engine = Engine.open(machine, options);
    if (engine.catalog().database(TABLE.database()).isEmpty()) {
      engine.createDatabase(TABLE.database(), encryptionKey, Map.of());
      engine.createTable(table);
    }
    return new Embedded(engine);
  }

  /** Opens a folder with threads of its own, creating the table where it does not exist. */
  static Embedded open(
      Path folder, InstantSource clock, EngineOptions options, TableDefinition table)
      throws IOException {
    return open(folder, clock, threads(), options, table);
  }

  private static AgentHost threads() {
    return new ThreadAgentHost((agent, failure) -> failure.printStackTrace());
  }

  /** The table of the benchmarks, kept so long, with late rows taken at any age. */
  static TableDefinition table(RetentionPolicy retention) {
    return TableDefinition.of(TABLE)
        .withRetention(retention)
        .withMagneticStoreWrites(MagneticStoreWrites.ON);
  }

  /** Opens a folder for rows up to a time, which is when the clock stands still. */
  static Embedded open(Path folder, long nowNanos, EngineOptions options) throws IOException {
    return open(folder, standingStill(nowNanos), options, longKept());
  }

  /** The same, all of it encrypted; the key is gone when the process is. */
  static Embedded openEncrypted(Path folder, long nowNanos, EngineOptions options)
      throws IOException {
    SimulatedKeys keys = new SimulatedKeys(1).add("key");
    EngineEnvironment machine =
        new EngineEnvironment(
            FileSystemDirectory.open(folder),
            standingStill(nowNanos),
            threads(),
            keys,
            keys.random());
    return open(machine, options, longKept(), Optional.of("key"));
  }

  private static InstantSource standingStill(long nowNanos) {
    return InstantSource.fixed(Instant.EPOCH.plusNanos(nowNanos));
  }

  private static TableDefinition longKept() {
    return table(new RetentionPolicy(RetentionPolicy.MEMORY_STORE_HOURS_MAX, 3_650));
  }

  Engine engine() {
    return engine;
  }

  /**
   * Writes batches and returns when all are acknowledged.
   *
   * @param inFlight how many may be without an acknowledgement; 1 waits for each
   * @throws IllegalStateException when a point is rejected
   */
  void write(Iterable<PointBatch> batches, int inFlight) {
    ArrayDeque<CompletableFuture<WriteResult>> waiting = new ArrayDeque<>();
    for (PointBatch batch : batches) {
      if (waiting.size() == inFlight) {
        requireAccepted(waiting.pollFirst().join());
      }
      waiting.addLast(engine.write(TABLE, batch));
    }
    while (!waiting.isEmpty()) {
      requireAccepted(waiting.pollFirst().join());
    }
  }

  /**
   * Writes rows by a writer that refers to series, each batch filled by columns on the way, and
   * returns when all are acknowledged.
   *
   * @param rows how many, from the first
   * @param inFlight how many batches may be without an acknowledgement; 1 waits for each
   * @throws IllegalStateException when a point is rejected
   */
  void write(Arrivals arrivals, int rows, int batchRows, int inFlight) {
    TableWriter writer = engine.writer(TABLE);
    for (int series = 0; series < arrivals.keys().size(); series++) {
      // References count from 0, as the places of the keys do.
      Answers.requireSame("reference", series, writer.series(arrivals.keys().get(series)));
    }
    ArrayDeque<CompletableFuture<WriteResult>> waiting = new ArrayDeque<>();
    for (int from = 0; from < rows; from += batchRows) {
      if (waiting.size() == inFlight) {
        requireAccepted(waiting.pollFirst().join());
      }
      int count = Math.min(batchRows, rows - from);
      PointBatch.Builder batch = writer.batch(count);
      batch.points(arrivals.series(), from, arrivals.times(), from, 1, count);
      for (int field = 0; field < arrivals.fields().length; field++) {
        batch
            .column(arrivals.fieldNames().get(field), ValueType.BIGINT)
            .appendWords(arrivals.fields()[field], from, count);
      }
      waiting.addLast(writer.write(batch.build()));
    }
    while (!waiting.isEmpty()) {
      requireAccepted(waiting.pollFirst().join());
    }
  }

  static void requireAccepted(WriteResult result) {
    if (!result.rejections().isEmpty()) {
      throw new IllegalStateException(result.rejections().getFirst().toString());
    }
  }

  /**
   * Reads every value back.
   *
   * @throws IllegalStateException when rows are missing or differ
   */
  void requireSame(Arrivals arrivals) {
    long rows = 0;
    long sum = 0;
    try (Snapshot snapshot = engine.snapshot(TABLE);
        BatchCursor cursor =
            snapshot.scan(ScanRequest.of(arrivals.fieldNames().toArray(String[]::new)))) {
      while (cursor.advance()) {
        int size = cursor.batch().size();
        rows += size;
        for (ColumnVector vector : cursor.batch().vectors()) {
          sum += sum(((ColumnVector.Longs) vector).values(), size);
        }
      }
    }
    Answers.requireSame("rows", arrivals.rows(), rows);
    Answers.requireSame("sum", arrivals.sum(), sum);
  }

  /** Points there are. */
  long count() {
    long rows = 0;
    try (Snapshot snapshot = engine.snapshot(TABLE);
        BatchCursor cursor = snapshot.scan(ScanRequest.of("time"))) {
      while (cursor.advance()) {
        rows += cursor.batch().size();
      }
    }
    return rows;
  }

  private static long sum(long[] values, int size) {
    long sum = 0;
    for (int i = 0; i < size; i++) {
      sum += values[i];
    }
    return sum;
  }

  @Override
  public void close() {
    engine.close();
  }
}
