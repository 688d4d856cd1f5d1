package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.engine.ModelTable.Attempt;
import io.lodestone.engine.ModelTable.Content;
import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableUpdate;
import io.lodestone.engine.commit.CommitOptions.TableLimits;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.ConflictException;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ResourceException;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TableRef;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.FaultyDirectory;
import io.lodestone.testkit.time.ManualClock;
import io.lodestone.testkit.time.StepAgentHost;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * One random history of an engine, held against {@link ModelTable} at every answer and every read.
 *
 * <p>Two generators: <em>script</em> draws what clients ask for, <em>schedule</em> what happens
 * behind their backs: the order of agents, flushes, restarts, faults, crashes, and the engine's
 * options. In a <em>quiet</em> history every request is answered before the next and nothing fails;
 * then the script alone decides what clients see, and {@link #transcript()} of two schedules is the
 * same.
 */
final class ModelHistory {
  private static final long START_MILLIS = 1_767_225_600_000L;
  private static final List<TableRef> TABLES =
      List.of(TableRef.of("plant", "sensors"), TableRef.of("plant", "motors"));

  /** Beyond so many unanswered batches a table gets no more: a crash leaves many cases open. */
  private static final int OPEN_MAX = 4;

  private final SplittableRandom script;
  private final SplittableRandom schedule;
  private final boolean quiet;
  private final ModelCounts counts;
  private final ModelBatches batches;
  private final EngineOptions options;

  /** What log and segments lie on instead of the disk; null for the disk. */
  private final HeapStorage elsewhere;

  private final ManualClock clock = new ManualClock(Instant.ofEpochMilli(START_MILLIS));
  private final Map<TableRef, ModelTable> tables = new HashMap<>();
  private final List<ModelSnapshot> held = new ArrayList<>();
  private final List<String> transcript = new ArrayList<>();
  private long guardedMillis = START_MILLIS;
  private CrashableDirectory disk = new CrashableDirectory();
  private Faults faults = new Faults();
  private StepAgentHost agents;
  private Engine engine;
  private AssertionError wrongAnswer;

  /** A history in which everything may happen. */
  ModelHistory(Seed seed, ModelCounts counts) {
    this(seed.derive(1), seed.derive(2), false, false, counts);
  }

  /** The same with log and segments on the heap. */
  static ModelHistory elsewhere(Seed seed, ModelCounts counts) {
    return new ModelHistory(seed.derive(1), seed.derive(2), false, true, counts);
  }

  /** A quiet history. */
  static ModelHistory quiet(Seed script, Seed schedule, ModelCounts counts) {
    return new ModelHistory(script, schedule, true, false, counts);
  }

  private ModelHistory(
      Seed script, Seed schedule, boolean quiet, boolean isElsewhere, ModelCounts counts) {
    this.script = script.random();
    this.schedule = schedule.random();
    this.quiet = quiet;
    this.counts = counts;
    this.batches = new ModelBatches(this.script.split());
    TableLimits limits =
        this.script.nextInt(6) == 0
            ? new TableLimits(1 + this.script.nextInt(3), 1 + this.script.nextInt(5))
            : TableLimits.DEFAULT;
    this.options = StoryOptions.engine(this.schedule, limits);
    this.elsewhere = isElsewhere ? new HeapStorage() : null;
  }

  /** What clients saw, in order. */
  List<String> transcript() {
    return transcript;
  }

  void run() throws Exception {
    open();
    int acts = 15 + script.nextInt(30);
    for (int i = 0; i < acts; i++) {
      if (schedule.nextInt(25) == 0) {
        restart();
      }
      behindTheScenes();
      act();
      if (wrongAnswer != null) {
        throw wrongAnswer;
      }
    }
    restart();
    compareAll();
    end(true);
    counts.histories++;
  }

  private void open() throws Exception {
    if (!quiet) {
      while (schedule.nextInt(12) == 0) {
        openInVain();
      }
    }
    faults = new Faults();
    agents = new StepAgentHost(schedule.nextLong(), clock::monotonicNanos);
    engine = open(faults, agents);
    for (TableRef ref : TABLES) {
      ModelTable table = tables.get(ref);
      assertEquals(table != null, engine.catalog().table(ref).isPresent(), "the table is there");
      if (table != null) {
        assertEquals(table.definition(), engine.catalog().table(ref).get().definition());
        try (Snapshot snapshot = engine.snapshot(ref)) {
          table.settle(ModelReads.content(snapshot));
        }
      }
    }
  }

  private Engine open(Faults failing, StepAgentHost stepped) throws IOException {
    EngineEnvironment environment =
        new EngineEnvironment(new FaultyDirectory(disk, failing), clock, stepped);
    return elsewhere == null
        ? Engine.open(environment, options)
        : Engine.open(environment, options, elsewhere.of(stepped));
  }

  /** A start that may fail at any act, or is cut off when it has succeeded. */
  private void openInVain() {
    counts.vainStarts++;
    try {
      var _ =
          open(
              new Faults().failAt(1 + schedule.nextInt(80), fault()),
              new StepAgentHost(schedule.nextLong()));
    } catch (IOException | ResourceException refused) {
      counts.refused++;
    }
    disk = schedule.nextBoolean() ? disk.kill() : disk.crash(schedule.nextLong());
    crashElsewhere();
  }

  private void crashElsewhere() {
    if (elsewhere != null) {
      elsewhere.crash(schedule.split());
    }
  }

  private void restart() throws Exception {
    end(schedule.nextInt(4) == 0);
    open();
  }

  private void end(boolean orderly) throws Exception {
    // A clock that stands before what was shown already is another story: see the horizon floor.
    clock.set(Instant.ofEpochMilli(Math.max(clock.millis(), guardedMillis)));
    counts.merges += engine.metrics().compaction().merges();
    if (orderly) {
      faults.heal();
      closeHeld();
      try {
        engine.close();
      } catch (ResourceException e) {
        // The disk had failed before; what was acknowledged is durable all the same.
        counts.refused++;
      }
      disk = disk.kill();
      counts.closes++;
    } else if (schedule.nextInt(3) == 0) {
      disk = disk.kill();
      counts.kills++;
    } else {
      disk = disk.crash(schedule.nextLong());
      counts.crashes++;
    }
    crashElsewhere();
    held.clear();
    if (wrongAnswer != null) {
      throw wrongAnswer;
    }
  }

  /** What no client asks for. */
  private void behindTheScenes() {
    switch (schedule.nextInt(20)) {
      case 0, 1 -> attempt(engine::flush, () -> counts.flushes++);
      case 2 -> {
        if (!quiet && schedule.nextInt(3) == 0) {
          faults.failAt(faults.acts() + schedule.nextInt(12), fault());
          counts.faults++;
        }
      }
      case 3, 4, 5, 6, 7 -> step(schedule.nextInt(30));
      default -> {}
    }
  }

  private void act() {
    TableRef ref = TABLES.get(script.nextInt(5) == 0 ? 1 : 0);
    ModelTable table = tables.get(ref);
    if (table == null) {
      create(ref);
      return;
    }
    int kind = script.nextInt(100);
    if (kind < 50) {
      write(ref, table, batches.next(table.bounds(), now()));
    } else if (kind < 58) {
      retryInFlight(ref, table);
    } else if (kind < 66) {
      compare(ref, table);
    } else if (kind < 78) {
      compareSome(ref, table);
    } else if (kind < 82) {
      hold(ref, table);
    } else if (kind < 88) {
      lookAtHeld();
    } else if (kind < 96) {
      moveClock();
    } else if (kind == 96) {
      drop(ref, table);
    } else if (kind < 99) {
      redefine(ref, table);
    } else {
      compareAll();
    }
  }

  /** Hands the same keys in several times before anybody has been answered, on a shaky disk. */
  private void retryInFlight(TableRef ref, ModelTable table) {
    PointBatch first = batches.next(table.bounds(), now());
    write(ref, table, first);
    int times = 1 + script.nextInt(3);
    for (int i = 0; i < times; i++) {
      PointBatch next = batches.again(first);
      if (!quiet) {
        step(schedule.nextInt(6));
        if (schedule.nextInt(6) == 0) {
          faults.failNext(schedule.nextBoolean() ? Faults.Act.SYNC : Faults.Act.APPEND, fault());
          counts.faults++;
        }
      }
      write(ref, table, next);
      counts.retries++;
    }
  }

  /** Lets the log fail soon. */
  private void failNext() {
    Faults.Act act = schedule.nextBoolean() ? Faults.Act.SYNC : Faults.Act.APPEND;
    if (elsewhere == null) {
      faults.failNext(act, fault());
    } else {
      elsewhere.failNextSync();
    }
  }

  private void write(TableRef ref, ModelTable table, PointBatch batch) {
    if (table.open().size() >= OPEN_MAX) {
      step(200);
      if (table.open().size() >= OPEN_MAX) {
        return;
      }
    }
    Attempt attempt = table.begin(batch);
    CompletableFuture<WriteResult> future = engine.write(ref, batch);
    var _ =
        future.whenComplete((result, failure) -> answered(ref, table, attempt, result, failure));
    if (quiet) {
      agents.await(future);
    } else if (schedule.nextBoolean()) {
      step(schedule.nextInt(40));
    }
  }

  private void answered(
      TableRef ref, ModelTable table, Attempt attempt, WriteResult result, Throwable failure) {
    if (!table.open().contains(attempt)) {
      return;
    }
    try {
      switch (failure) {
        case null -> {
          counts.acknowledged++;
          counts.points += result.accepted();
          counts.rejected += result.rejections().size();
          table.answered(attempt, result);
          if (quiet) {
            transcript.add(ReferenceTable.withoutDetails(result).toString());
          }
        }
        case ResourceException refused -> {
          counts.refused++;
          table.refused(attempt, refused.isOutcomeUnknown());
        }
        case NotFoundException _ when tables.get(ref) != table || table.isLeaving() ->
            table.refused(attempt, false);
        default -> throw new AssertionError("a write failed in an unexpected way", failure);
      }
    } catch (AssertionError wrong) {
      wrongAnswer = wrong;
    }
  }

  private void create(TableRef ref) {
    TableDefinition definition =
        TableDefinition.of(ref)
            .withRetention(retention())
            .withMagneticStoreWrites(magneticStoreWrites());
    attempt(
        () -> {
          if (engine.catalog().database(ref.database()).isEmpty()) {
            engine.createDatabase(ref.database(), Optional.empty(), Map.of());
          }
          engine.createTable(definition);
        },
        () -> tables.put(ref, new ModelTable(definition, options.commit().limits(), now())));
  }

  private RetentionPolicy retention() {
    return new RetentionPolicy(
        1 + script.nextInt(24), 1L << script.nextInt(script.nextInt(16) + 1));
  }

  private MagneticStoreWrites magneticStoreWrites() {
    return script.nextInt(4) == 0 ? MagneticStoreWrites.OFF : MagneticStoreWrites.ON;
  }

  /** Another retention, or another rule for old points, with writes on their way. */
  private void redefine(TableRef ref, ModelTable table) {
    TableUpdate update =
        script.nextInt(3) == 0
            ? TableUpdate.of(magneticStoreWrites())
            : TableUpdate.of(retention());
    TableDefinition wanted = update.applyTo(table.definition());
    table.redefine(wanted, now());
    attempt(
        () -> engine.updateTable(ref, update),
        () -> {
          table.defined(wanted, now());
          counts.redefinitions++;
        },
        () -> table.defined(table.definition(), now()));
  }

  private void drop(TableRef ref, ModelTable table) {
    table.leave(true);
    attempt(
        () -> engine.deleteTable(ref),
        () -> {
          tables.remove(ref);
          counts.drops++;
        });
    table.leave(false);
  }

  private void moveClock() {
    switch (script.nextInt(5)) {
      case 0 -> moveClock(1);
      case 1 -> moveClock(script.nextInt(2_000));
      case 2 -> moveClock(Duration.ofMinutes(script.nextInt(60)).toMillis());
      case 3 -> {
        int hours = script.nextInt(40);
        for (int i = 0; i < hours; i++) {
          moveClock(Duration.ofHours(1).toMillis());
        }
      }
      default -> moveClock(quiet ? 0 : -Duration.ofMinutes(script.nextInt(60)).toMillis());
    }
  }

  /** The engine reads the clock after each step. */
  private void moveClock(long millis) {
    clock.advance(Duration.ofMillis(millis));
    if (tables.isEmpty() || clock.millis() < guardedMillis) {
      return;
    }
    guardedMillis = clock.millis();
    tables.values().forEach(table -> table.moveTo(now()));
    tables.keySet().forEach(ref -> engine.snapshot(ref).close());
    counts.clockSteps++;
  }

  private void compareAll() {
    tables.forEach(this::compare);
  }

  private void compare(TableRef ref, ModelTable table) {
    read(
        ref,
        snapshot -> {
          Content expected = table.content();
          assertEquals(expected, ModelReads.content(snapshot));
          counts.rowsCompared += expected.rows().size();
          tell(expected);
        });
  }

  private void compareSome(TableRef ref, ModelTable table) {
    Content all = table.content();
    ModelQuery query = ModelQuery.random(script, all, now());
    read(
        ref,
        snapshot -> {
          counts.rowsCompared += query.compare(snapshot, all);
          tell(query);
        });
  }

  private void hold(TableRef ref, ModelTable table) {
    if (held.size() < 3) {
      held.add(new ModelSnapshot(engine.snapshot(ref), table.content()));
      counts.snapshots++;
    }
  }

  private void lookAtHeld() {
    if (held.isEmpty()) {
      return;
    }
    ModelSnapshot one = held.get(schedule.nextInt(held.size()));
    try {
      assertEquals(one.content(), ModelReads.content(one.snapshot()), "a held snapshot");
      counts.rowsCompared += one.content().rows().size();
    } catch (ResourceException refused) {
      counts.refused++;
    }
    if (schedule.nextBoolean()) {
      one.snapshot().close();
      held.remove(one);
    }
  }

  private void closeHeld() {
    held.forEach(one -> one.snapshot().close());
    held.clear();
  }

  private interface Reading {
    void of(Snapshot snapshot);
  }

  /** A read that a failing disk may refuse. */
  private void read(TableRef ref, Reading reading) {
    try (Snapshot snapshot = engine.snapshot(ref)) {
      reading.of(snapshot);
    } catch (ResourceException refused) {
      counts.refused++;
    }
  }

  /**
   * Does something that waits for the engine. A failing disk may refuse it, and then nothing has
   * changed.
   */
  private void attempt(Runnable act, Runnable done) {
    attempt(act, done, () -> {});
  }

  private void attempt(Runnable act, Runnable done, Runnable undone) {
    try {
      act.run();
      done.run();
    } catch (ResourceException refused) {
      counts.refused++;
      undone.run();
    } catch (ConflictException | NotFoundException e) {
      throw new AssertionError("the catalog is not what it was acknowledged to be", e);
    }
  }

  private void tell(Object seen) {
    if (quiet) {
      transcript.add(seen.toString());
    }
  }

  private Faults.Fault fault() {
    Faults.Fault[] all = Faults.Fault.values();
    return all[schedule.nextInt(all.length)];
  }

  private void step(int steps) {
    for (int i = 0; i < steps; i++) {
      agents.step();
    }
  }

  private long now() {
    return guardedMillis * 1_000_000L;
  }
}
