package io.lodestone.engine;

import io.lodestone.model.ResourceException;
import io.lodestone.testkit.crypt.SimulatedKeys;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.Faults.Fault;
import io.lodestone.testkit.files.FaultyDirectory;
import io.lodestone.testkit.time.ManualClock;
import io.lodestone.testkit.time.StepAgentHost;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * The process of a history on its machine: it starts, sometimes in vain, is stepped, and ends in
 * one of the ways in which processes end. What it leaves on the disk the next one finds.
 */
final class ModelProcess {
  /** A encryption key that is always there. */
  static final String ENCRYPTION_KEY = "master";

  private final SplittableRandom schedule;
  private final EngineOptions options;
  private final ManualClock clock;
  private final ModelCounts counts;

  /** What log and segments lie on instead of the disk; null for the disk. */
  private final HeapStorage elsewhere;

  private final SimulatedKeys keys;
  private CrashableDirectory disk = new CrashableDirectory();
  private Faults faults = new Faults();
  private StepAgentHost agents;
  private Engine engine;

  ModelProcess(
      SplittableRandom schedule,
      EngineOptions options,
      ManualClock clock,
      boolean isElsewhere,
      ModelCounts counts) {
    this.schedule = schedule;
    this.options = options;
    this.clock = clock;
    this.elsewhere = isElsewhere ? new HeapStorage() : null;
    this.counts = counts;
    this.keys = new SimulatedKeys(schedule.nextLong()).add(ENCRYPTION_KEY);
  }

  Engine engine() {
    return engine;
  }

  /** Starts; nothing fails. */
  void start() throws IOException {
    faults = new Faults();
    agents = new StepAgentHost(schedule.nextLong(), clock::monotonicNanos);
    engine = open(faults, agents);
  }

  private Engine open(Faults failing, StepAgentHost stepped) throws IOException {
    EngineEnvironment environment =
        new EngineEnvironment(
            new FaultyDirectory(disk, failing), clock, stepped, keys, keys.random());
    return elsewhere == null
        ? Engine.open(environment, options)
        : Engine.open(environment, options, elsewhere.of(stepped));
  }

  /** A start that may fail at any act, or is cut off when it has succeeded. */
  void startInVain() {
    counts.vainStarts++;
    try {
      var _ =
          open(
              new Faults().failAt(1 + schedule.nextInt(80), fault()),
              new StepAgentHost(schedule.nextLong(), clock::monotonicNanos));
    } catch (IOException | ResourceException refused) {
      counts.refused++;
    }
    disk = schedule.nextBoolean() ? disk.kill() : disk.crash(schedule.nextLong());
    crashElsewhere();
  }

  /** Ends as it should, on a disk that does not fail any more. */
  void close() {
    faults.heal();
    try {
      engine.close();
    } catch (ResourceException e) {
      // The disk had failed before; what was acknowledged is durable all the same.
      counts.refused++;
    }
    disk = disk.kill();
    counts.closes++;
    crashElsewhere();
  }

  /** Is killed, or loses its power. */
  void crash() {
    if (schedule.nextInt(3) == 0) {
      disk = disk.kill();
      counts.kills++;
    } else {
      disk = disk.crash(schedule.nextLong());
      counts.crashes++;
    }
    crashElsewhere();
  }

  private void crashElsewhere() {
    if (elsewhere != null) {
      elsewhere.crash(schedule.split());
    }
  }

  /** Some act of the disk will fail soon. */
  void failSoon() {
    faults.failAt(faults.acts() + schedule.nextInt(12), fault());
    counts.faults++;
  }

  /** The log will fail at the next occasion. */
  void failLog() {
    Faults.Act act = schedule.nextBoolean() ? Faults.Act.SYNC : Faults.Act.APPEND;
    if (elsewhere == null) {
      faults.failNext(act, fault());
    } else {
      elsewhere.failNextSync();
    }
    counts.faults++;
  }

  private Fault fault() {
    Fault[] all = Fault.values();
    return all[schedule.nextInt(all.length)];
  }

  void step(int steps) {
    for (int i = 0; i < steps; i++) {
      agents.step();
    }
  }

  void await(CompletableFuture<?> future) {
    agents.await(future);
  }
}
