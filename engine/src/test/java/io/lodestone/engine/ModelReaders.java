package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.ModelTable.Content;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.LodestoneException;
import io.lodestone.model.ResourceException;
import io.lodestone.model.TableRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Those who read the tables of a history: whole, by questions, by figures, as they were, and
 * through snapshots that are held while things go on.
 */
final class ModelReaders {
  private static final int HELD_MAX = 3;

  private final Supplier<Engine> engine;
  private final ModelClock clock;
  private final SplittableRandom script;
  private final SplittableRandom schedule;
  private final Consumer<Object> told;
  private final ModelCounts counts;
  private final List<ModelSnapshot> held = new ArrayList<>();

  /**
   * @param engine the one that lives
   * @param script draws what is asked
   * @param schedule draws which held snapshot is looked at
   * @param told takes what no schedule may change
   */
  ModelReaders(
      Supplier<Engine> engine,
      ModelClock clock,
      SplittableRandom script,
      SplittableRandom schedule,
      Consumer<Object> told,
      ModelCounts counts) {
    this.engine = engine;
    this.clock = clock;
    this.script = script;
    this.schedule = schedule;
    this.told = told;
    this.counts = counts;
  }

  void compare(TableRef ref, ModelTable table) {
    read(
        () -> engine.get().snapshot(ref),
        snapshot -> {
          Content expected = table.content();
          counts.rowsCompared += new ModelSnapshot(snapshot, expected, false).compare();
          told.accept(expected);
        });
  }

  void ask(TableRef ref, ModelTable table) {
    Content all = table.content();
    ModelQuery query = ModelQuery.random(script, all, clock.nanos());
    read(
        () -> engine.get().snapshot(ref),
        snapshot -> {
          counts.rowsCompared += query.compare(snapshot, all);
          told.accept(query);
        });
  }

  void askForFigures(TableRef ref, ModelTable table) {
    Content all = table.content();
    ModelFigures figures = ModelFigures.random(script, all, clock.nanos());
    read(
        () -> engine.get().snapshot(ref),
        snapshot -> {
          counts.figuresCompared += figures.compare(snapshot, all);
          told.accept(figures);
        });
  }

  /** Looks at a table as it was, at several moments. */
  void lookBack(TableRef ref, ModelTable table) {
    Instant now = Instant.ofEpochMilli(clock.millis());
    if (!table.hasPast()) {
      LodestoneException refused =
          assertThrows(LodestoneException.class, () -> engine.get().snapshotAt(ref, now));
      assertTrue(
          refused instanceof InvalidRequestException || refused instanceof ResourceException,
          refused::toString);
      return;
    }
    Instant earliest = table.earliest();
    assertEquals(
        Optional.of(new RestorableRange(earliest, now)), engine.get().restorableRange(ref));
    if (!earliest.isAfter(now)) {
      long span = Duration.between(earliest, now).toMillis();
      lookBack(ref, table, earliest);
      lookBack(ref, table, now);
      lookBack(ref, table, earliest.plusMillis(script.nextLong(span + 1)));
      // Most happens within seconds before the present.
      lookBack(ref, table, now.minusMillis(script.nextLong(Math.min(span, 10_000) + 1)));
      Predicate<Instant> isWithin = i -> !i.isBefore(earliest) && !i.isAfter(now);
      List<Instant> changes = table.changes().stream().filter(isWithin).toList();
      if (!changes.isEmpty()) {
        Instant change = changes.get(script.nextInt(changes.size()));
        lookBack(ref, table, change);
        if (change.isAfter(earliest)) {
          lookBack(ref, table, change.minusMillis(1));
        }
      }
      List<Instant> looks = table.looks().stream().filter(isWithin).toList();
      if (!looks.isEmpty()) {
        lookBack(ref, table, looks.get(script.nextInt(looks.size())));
      }
    }
  }

  private void lookBack(TableRef ref, ModelTable table, Instant instant) {
    SplittableRandom asking = script.split();
    read(
        () -> engine.get().snapshotAt(ref, instant),
        snapshot -> {
          table.seen(instant, TableContent.of(snapshot));
          // What was on its way has been answered by now.
          Optional<Content> expected = table.at(instant);
          if (expected.isPresent()) {
            Content then = expected.get();
            counts.pastRows += new ModelSnapshot(snapshot, then, true).compare();
            counts.pastRows +=
                ModelQuery.random(asking, then, clock.nanos()).compare(snapshot, then);
            told.accept(then);
          }
        });
  }

  /** Makes a snapshot of the present, or of some moment before it, and keeps it. */
  void hold(TableRef ref, ModelTable table) {
    boolean ofPast = table.hasPast() && schedule.nextBoolean();
    if (held.size() >= HELD_MAX) {
      return;
    }
    if (ofPast) {
      holdPast(ref, table);
    } else {
      held.add(new ModelSnapshot(engine.get().snapshot(ref), table.content(), false));
      counts.snapshots++;
    }
  }

  private void holdPast(TableRef ref, ModelTable table) {
    Instant now = Instant.ofEpochMilli(clock.millis());
    Instant earliest = table.earliest();
    if (earliest.isAfter(now)) {
      return;
    }
    long span = Duration.between(earliest, now).toMillis();
    Instant instant = now.minusMillis(schedule.nextLong(Math.min(span, 10_000) + 1));
    try {
      Snapshot snapshot = engine.get().snapshotAt(ref, instant);
      table
          .at(instant)
          .ifPresentOrElse(
              content -> held.add(new ModelSnapshot(snapshot, content, true)), snapshot::close);
      counts.snapshots++;
    } catch (ResourceException refused) {
      counts.refused++;
    }
  }

  void lookAtHeld() {
    if (held.isEmpty()) {
      return;
    }
    ModelSnapshot one = held.get(schedule.nextInt(held.size()));
    try {
      counts.rowsCompared += one.compare();
      counts.figuresCompared +=
          ModelFigures.random(schedule, one.content(), clock.nanos())
              .compare(one.snapshot(), one.content());
    } catch (ResourceException refused) {
      counts.refused++;
    }
    if (schedule.nextBoolean()) {
      one.snapshot().close();
      held.remove(one);
    }
  }

  /** Lets go of everything that is held. */
  void close() {
    held.forEach(one -> one.snapshot().close());
    held.clear();
  }

  /** The process has gone, and all that was held with it. */
  void forget() {
    held.clear();
  }

  /** A read that a failing disk may refuse. */
  private void read(Supplier<Snapshot> open, Consumer<Snapshot> reading) {
    try (Snapshot snapshot = open.get()) {
      reading.accept(snapshot);
    } catch (ResourceException refused) {
      counts.refused++;
    }
  }
}
