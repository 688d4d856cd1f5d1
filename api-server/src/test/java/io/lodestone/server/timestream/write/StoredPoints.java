package io.lodestone.server.timestream.write;

import io.lodestone.agent.ThreadAgentHost;
import io.lodestone.engine.Engine;
import io.lodestone.engine.EngineEnvironment;
import io.lodestone.engine.EngineOptions;
import io.lodestone.engine.Snapshot;
import io.lodestone.engine.commit.CommitOptions;
import io.lodestone.model.TableRef;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.ScanRequest;
import io.lodestone.testkit.crypt.SimulatedKeys;
import io.lodestone.testkit.files.CrashableDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;

/** A real engine on a simulated disk, and what it holds of the table metrics.cpu. */
final class StoredPoints implements AutoCloseable {
  /** The engine's clock stands here. */
  static final Instant NOW = Instant.ofEpochMilli(1_767_225_600_123L);

  private final Engine engine;

  private StoredPoints(EngineOptions options) {
    SimulatedKeys keys = new SimulatedKeys(1).add("alias/k").add("alias/new");
    ThreadAgentHost agents =
        new ThreadAgentHost(
            (agent, failure) -> {
              throw new AssertionError(agent.name(), failure);
            });
    try {
      engine =
          Engine.open(
              new EngineEnvironment(
                  new CrashableDirectory(), InstantSource.fixed(NOW), agents, keys, keys.random()),
              options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static StoredPoints none() {
    return new StoredPoints(EngineOptions.DEFAULT);
  }

  /** An engine that takes changes of the catalog and has no room for any write. */
  static StoredPoints withoutRoom() {
    CommitOptions usual = CommitOptions.DEFAULT;
    return new StoredPoints(
        EngineOptions.DEFAULT.withCommit(
            new CommitOptions(
                0,
                usual.queueBytesMax(),
                usual.frameBytesTarget(),
                usual.framesInFlightMax(),
                usual.batchBytesMax(),
                usual.futureMillisMax(),
                usual.limits())));
  }

  Engine engine() {
    return engine;
  }

  int size() {
    int rows = 0;
    try (Snapshot snapshot = engine.snapshot(TableRef.of("metrics", "cpu"));
        BatchCursor batches = snapshot.scan(ScanRequest.of())) {
      while (batches.advance()) {
        rows += batches.batch().size();
      }
    }
    return rows;
  }

  @Override
  public void close() {
    engine.close();
  }
}
