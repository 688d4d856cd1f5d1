package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.engine.ModelTable.Attempt;
import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.PartitionKey;
import io.lodestone.engine.catalog.PartitionKey.Kind;
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
import java.time.Duration;
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
  private static final long HOUR = Duration.ofHours(1).toMillis();
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

  private final ModelClock clock = new ModelClock(START_MILLIS);
  private final ModelProcess process;
  private final Map<TableRef, ModelTable> tables = new HashMap<>();
  private final ModelReaders readers;
  private final List<String> transcript = new ArrayList<>();
  private Engine engine;
  private AssertionError wrongAnswer;

  /** Of all databases; empty when they are not encrypted. */
  private final Optional<String> encryptionKey;

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
            ? new TableLimits(
                1 + this.script.nextInt(3), 1 + this.script.nextInt(5), 1 + this.script.nextInt(3))
            : TableLimits.DEFAULT;
    this.options = StoryOptions.engine(this.schedule, limits);
    this.encryptionKey =
        this.schedule.nextInt(3) == 0 ? Optional.of(ModelProcess.ENCRYPTION_KEY) : Optional.empty();
    this.process = new ModelProcess(this.schedule, options, clock.machine, isElsewhere, counts);
    this.readers =
        new ModelReaders(
            process::engine,
            clock,
            this.script.split(),
            this.schedule.split(),
            quiet ? seen -> transcript.add(seen.toString()) : _ -> {},
            counts);
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
        process.startInVain();
      }
    }
    process.start();
    engine = process.engine();
    clock.start();
    tables.values().forEach(table -> table.moveTo(now()));
    for (TableRef ref : TABLES) {
      ModelTable table = tables.get(ref);
      assertEquals(table != null, engine.catalog().table(ref).isPresent(), "the table is there");
      if (table != null) {
        assertEquals(table.definition(), engine.catalog().table(ref).get().definition());
        assertEquals(table.hasPast(), engine.restorableRange(ref).isPresent(), "has it a past");
        try (Snapshot snapshot = engine.snapshot(ref)) {
          table.settle(ModelReads.content(snapshot));
        }
      }
    }
  }

  private void restart() throws Exception {
    end(schedule.nextInt(4) == 0);
    open();
  }

  private void end(boolean orderly) {
    clock.end();
    counts.merges += engine.metrics().compaction().merges();
    if (orderly) {
      readers.close();
      process.close();
    } else {
      process.crash();
    }
    readers.forget();
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
          process.failSoon();
        }
      }
      case 3, 4, 5, 6, 7 -> process.step(schedule.nextInt(30));
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
    int kind = script.nextInt(123);
    if (kind < 48) {
      write(ref, table, batches.next(table.bounds(), now()));
    } else if (kind < 56) {
      retryInFlight(ref, table);
    } else if (kind < 62) {
      readers.compare(ref, table);
    } else if (kind < 72) {
      readers.ask(ref, table);
    } else if (kind < 82) {
      readers.askForFigures(ref, table);
    } else if (kind < 87) {
      readers.hold(ref, table);
    } else if (kind < 93) {
      readers.lookAtHeld();
    } else if (kind < 101) {
      moveClock();
    } else if (kind < 104) {
      jump(ref, table);
    } else if (kind == 104) {
      drop(ref, table);
    } else if (kind < 107) {
      redefine(ref, table);
    } else if (kind < 110) {
      changeRecovery(ref, table);
    } else if (kind < 119) {
      readers.lookBack(ref, table);
    } else if (kind < 122) {
      lookBackInFlight(ref, table);
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
        process.step(schedule.nextInt(6));
        if (schedule.nextInt(6) == 0) {
          process.failLog();
        }
      }
      write(ref, table, next);
      counts.retries++;
    }
  }

  /** Looks at the end of the second in which a batch was decided, before anybody is answered. */
  private void lookBackInFlight(TableRef ref, ModelTable table) {
    write(ref, table, batches.next(table.bounds(), now()));
    if (!quiet) {
      process.step(schedule.nextInt(6));
    }
    moveClock(1_000 + script.nextInt(1_000));
    readers.lookBack(ref, table);
    if (!quiet) {
      process.step(schedule.nextInt(60));
    }
    readers.lookBack(ref, table);
  }

  private void write(TableRef ref, ModelTable table, PointBatch batch) {
    if (table.open().size() >= OPEN_MAX) {
      process.step(200);
      if (table.open().size() >= OPEN_MAX) {
        return;
      }
    }
    Attempt attempt = table.begin(batch);
    CompletableFuture<WriteResult> future = engine.write(ref, batch);
    var _ =
        future.whenComplete((result, failure) -> answered(ref, table, attempt, result, failure));
    if (quiet) {
      process.await(future);
    } else if (schedule.nextBoolean()) {
      process.step(schedule.nextInt(40));
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
        new TableDefinition(
            ref, retention(), magneticStoreWrites(), List.of(partitionKey()), Map.of());
    attempt(
        () -> {
          if (engine.catalog().database(ref.database()).isEmpty()) {
            engine.createDatabase(ref.database(), encryptionKey, Map.of());
          }
          engine.createTable(definition);
        },
        () -> tables.put(ref, new ModelTable(definition, options.commit().limits(), now())));
    ModelTable table = tables.get(ref);
    if (script.nextBoolean() && table != null) {
      changeRecovery(ref, table);
    }
  }

  private RetentionPolicy retention() {
    return new RetentionPolicy(
        1 + script.nextInt(24), 1L << script.nextInt(script.nextInt(16) + 1));
  }

  private PartitionKey partitionKey() {
    return switch (script.nextInt(4)) {
      case 0 -> new PartitionKey(Kind.DIMENSION, Optional.of("rack"), false);
      case 1 -> new PartitionKey(Kind.DIMENSION, Optional.of("host"), false);
      default -> PartitionKey.MEASURE;
    };
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

  /** Makes a table's past visible, for longer or shorter, or forgets it. */
  private void changeRecovery(TableRef ref, ModelTable table) {
    int days = script.nextInt(4) == 0 ? 0 : 1 + script.nextInt(3);
    attempt(
        () -> engine.updateRecovery(ref, days > 0, days),
        () -> {
          table.recovery(days);
          counts.recoveryChanges++;
        });
  }

  private void moveClock() {
    switch (script.nextInt(5)) {
      case 0 -> moveClock(1);
      case 1 -> moveClock(script.nextInt(2_000));
      case 2 -> moveClock(Duration.ofMinutes(script.nextInt(60)).toMillis());
      case 3 -> {
        int hours = script.nextInt(40);
        for (int i = 0; i < hours; i++) {
          moveClock(HOUR);
        }
      }
      default -> moveClock(quiet ? 0 : -Duration.ofMinutes(script.nextInt(90)).toMillis());
    }
  }

  private void moveClock(long millis) {
    clock.advance(millis);
    clockHasMoved();
  }

  /** The engine reads the clock after each step. */
  private void clockHasMoved() {
    tables.values().forEach(table -> table.moveTo(now()));
    tables.keySet().forEach(ref -> engine.snapshot(ref).close());
    counts.clockSteps++;
  }

  /**
   * Somebody sets the machine's clock far ahead. The engine must not follow before a minute has
   * borne it out; somebody may see the mistake before that, or the process may end.
   */
  private void jump(TableRef ref, ModelTable table) {
    clock.set(HOUR * (2 + script.nextInt(100)));
    clockHasMoved();
    counts.jumps++;
    write(ref, table, batches.next(table.bounds(), now()));
    readers.compare(ref, table);
    int end = script.nextInt(quiet ? 2 : 4);
    if (end == 0) {
      clock.set(0);
      clockHasMoved();
    } else if (end == 1) {
      moveClock(30_000);
      moveClock(30_000);
    }
  }

  private void compareAll() {
    tables.forEach(readers::compare);
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

  private long now() {
    return clock.nanos();
  }
}
