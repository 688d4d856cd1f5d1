package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.agent.Agent;
import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import io.lodestone.engine.compaction.CompactionOptions;
import io.lodestone.testkit.time.StepAgentHost;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Merging leaves processor and disk to others. A host that keeps to the delays that agents ask for
 * runs a merge under a clock which only moves when the test moves it, or, by some milliseconds, for
 * whoever reads it in the middle of a merge.
 */
class CompactionPaceTest {
  private static final Duration PER_READING = Duration.ofMillis(5);
  private static final long BYTES_UNBOUNDED = 1L << 40;

  private final EngineUnderTest db = new EngineUnderTest();

  /** Whether the compaction agent is in the middle of a step. */
  private boolean merging;

  private int readings;

  private final InstantSource slowed =
      () -> {
        // What passes before a step's first look at the clock is not the step's.
        if (merging && readings++ > 0) {
          db.clock.advance(PER_READING);
        }
        return db.clock.instant();
      };

  private PacedHost host;
  private Engine engine;

  private int compactionSteps;
  private long mergingNanos;
  private long mayGoOnAtNanos;

  /** Steps the compaction agent no sooner than it has asked for. */
  private final class PacedHost implements AgentHost {
    private final StepAgentHost agents = new StepAgentHost(1, db.clock::monotonicNanos);

    @Override
    public AgentHandle start(Agent agent) {
      return agents.start(agent.name().equals("compaction") ? new Paced(agent) : agent);
    }

    @Override
    public <T> T await(CompletableFuture<T> future) {
      return agents.await(future);
    }

    @Override
    public long monotonicNanos() {
      return agents.monotonicNanos();
    }
  }

  private final class Paced implements Agent {
    private final Agent agent;

    Paced(Agent agent) {
      this.agent = agent;
    }

    @Override
    public String name() {
      return agent.name();
    }

    @Override
    public long step() {
      long begun = db.clock.monotonicNanos();
      if (begun < mayGoOnAtNanos) {
        return IDLE;
      }
      merging = true;
      readings = 0;
      long delay = agent.step();
      merging = false;
      compactionSteps++;
      mergingNanos += db.clock.monotonicNanos() - begun;
      mayGoOnAtNanos =
          db.clock.monotonicNanos() + Duration.ofMillis(delay == IDLE ? 0 : delay).toNanos();
      return IDLE;
    }
  }

  @Test
  void aMergeTakesItsShareOfTimeAndNoMore() throws Exception {
    open(new CompactionOptions(true, 32, 1L << 30, 1L << 20, 3, 0.2, BYTES_UNBOUNDED));
    long begun = db.clock.monotonicNanos();
    runOneMerge();
    long passed = db.clock.monotonicNanos() - begun;
    assertTrue(mergingNanos > Duration.ofMillis(50).toNanos(), "merging took " + mergingNanos);
    double share = (double) mergingNanos / passed;
    assertTrue(share < 0.25, "a share of " + share + " in place of 0.2");
    assertTrue(share > 0.1, "a share of " + share + " wastes the time that it may take");
  }

  @Test
  void aMergeWritesSoManyBytesASecondAndNoMore() throws Exception {
    open(new CompactionOptions(true, 32, 1L << 30, 1L << 20, 3, 1, 2_000));
    long begun = db.clock.monotonicNanos();
    runOneMerge();
    double seconds = (db.clock.monotonicNanos() - begun) / 1e9;
    long written = engine.metrics().compaction().bytesWritten();
    assertTrue(written > 2_000, "the merge wrote " + written + " bytes");
    assertTrue(written / seconds <= 2_000, written + " bytes in " + seconds + " seconds");
    assertTrue(written / seconds > 1_000, written + " bytes in " + seconds + " seconds");
  }

  /** Whatever rest it had asked for, and however much is left to merge. */
  @Test
  void aCloseDoesNotWaitForAMerge() throws Exception {
    open(new CompactionOptions(true, 32, 1L << 30, 1L << 20, 3, 0.001, 1));
    while (mergingNanos < Duration.ofMillis(50).toNanos()) {
      host.agents.step();
      db.clock.advance(Duration.ofMillis(1));
    }
    assertEquals(0, engine.metrics().compaction().merges());
    int steps = compactionSteps;
    long begun = db.clock.monotonicNanos();
    engine.close();
    assertEquals(steps, compactionSteps);
    assertEquals(begun, db.clock.monotonicNanos());
  }

  /** Ten overlapping segments, and an engine that is to merge them. */
  private void open(CompactionOptions options) throws Exception {
    db.options = db.options.withCompaction(CompactionOptions.OFF);
    db.open();
    for (int i = 0; i < 10; i++) {
      EngineUnderTest.Points points = new EngineUnderTest.Points();
      for (int p = 0; p < 400; p++) {
        points.add("h" + p % 100, db.hoursAgo(1) + 1_003L * (p * 10 + i), 1, Math.sqrt(p * i));
      }
      db.write(points.build());
      db.engine.flush();
    }
    db.engine.close();
    db.disk = db.disk.kill();
    host = new PacedHost();
    engine =
        Engine.open(
            new EngineEnvironment(db.disk, slowed, host), db.options.withCompaction(options));
  }

  /** Until the merge is done and its last rest is over. */
  private void runOneMerge() {
    while (engine.metrics().compaction().merges() == 0
        || db.clock.monotonicNanos() < mayGoOnAtNanos) {
      host.agents.step();
      db.clock.advance(Duration.ofMillis(1));
    }
  }
}
