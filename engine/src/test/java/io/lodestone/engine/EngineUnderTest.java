package io.lodestone.engine;

import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.PartitionKey;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.PointBatch;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.storage.Directory;
import io.lodestone.testkit.crypt.SimulatedKeys;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.FaultyDirectory;
import io.lodestone.testkit.time.ManualClock;
import io.lodestone.testkit.time.StepAgentHost;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** An engine on a simulated disk whose agents the test steps, and one table in it. */
final class EngineUnderTest {
  static final TableRef TABLE = TableRef.of("plant", "sensors");

  /** The table's memory store reaches back 12 hours, its magnetic store 30 days. */
  static final RetentionPolicy RETENTION = new RetentionPolicy(12, 30);

  final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  CrashableDirectory disk = new CrashableDirectory();
  final Faults faults = new Faults();
  final SimulatedKeys keys = new SimulatedKeys(1).add("master");

  /** The encryption key of the table's database; empty for one that is not encrypted. */
  Optional<String> encryptionKey = Optional.empty();

  EngineOptions options = EngineOptions.DEFAULT.withWal(StoryOptions.plainWal());

  /** By what the table is partitioned. */
  PartitionKey partitionKey = PartitionKey.MEASURE;

  /** What the engine's directory is wrapped in, besides the faults. */
  UnaryOperator<Directory> wrapping = UnaryOperator.identity();

  /** Decides the order in which agents are stepped. */
  long seed = 1;

  StepAgentHost agents;
  Engine engine;

  /** The table will be partitioned by a dimension. */
  EngineUnderTest partitionedBy(String dimension) {
    partitionKey = new PartitionKey(PartitionKey.Kind.DIMENSION, Optional.of(dimension), false);
    return this;
  }

  /** Opens the engine and makes the table when it is not there. */
  EngineUnderTest open() throws IOException {
    agents = new StepAgentHost(seed, clock::monotonicNanos);
    Directory directory = wrapping.apply(new FaultyDirectory(disk, faults));
    engine =
        Engine.open(new EngineEnvironment(directory, clock, agents, keys, keys.random()), options);
    if (engine.catalog().database(TABLE.database()).isEmpty()) {
      engine.createDatabase(TABLE.database(), encryptionKey, Map.of());
      engine.createTable(
          new TableDefinition(
              TABLE, RETENTION, MagneticStoreWrites.ON, List.of(partitionKey), Map.of()));
    }
    return this;
  }

  /** Ends the process without a word and starts another. */
  void killAndOpen() throws IOException {
    disk = disk.kill();
    open();
  }

  /** Cuts the power and starts again. */
  void crashAndOpen(long seed) throws IOException {
    disk = disk.crash(seed);
    open();
  }

  long now() {
    return clock.millis() * 1_000_000L;
  }

  void step(int steps) {
    for (int i = 0; i < steps; i++) {
      agents.step();
    }
  }

  /** So many hours before now, in nanoseconds. */
  long hoursAgo(long hours) {
    return now() - Duration.ofHours(hours).toNanos();
  }

  static PointBatch point(String host, long timeNanos, long version, double value) {
    return new Points().add(host, timeNanos, version, value).build();
  }

  WriteResult write(PointBatch batch) {
    return agents.await(engine.write(TABLE, batch));
  }

  CompletableFuture<WriteResult> writeLater(PointBatch batch) {
    return engine.write(TABLE, batch);
  }

  TreeMap<Key, Map<String, String>> content() {
    try (Snapshot snapshot = engine.snapshot(TABLE)) {
      return TableContent.of(snapshot);
    }
  }

  /** The value of {@code usage} of a host at a time, or nothing. */
  Optional<String> value(String host, long timeNanos) {
    return Optional.ofNullable(content().get(new Key(series(host), timeNanos)))
        .map(values -> values.get("usage"));
  }

  static SeriesKey series(String host) {
    return SeriesKey.of("cpu", "host", host);
  }

  /** A batch in the making. */
  static final class Points {
    private final PointBatch.Builder builder = new PointBatch.Builder(4);

    Points add(String host, long timeNanos, long version, double value) {
      builder.point(builder.size(), builder.series(series(host)), timeNanos, version);
      builder.valueColumn("usage", ValueType.DOUBLE).appendDouble(value);
      return this;
    }

    PointBatch build() {
      return builder.build();
    }
  }
}
