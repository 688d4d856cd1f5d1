package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.engine.ReferenceTable.Bounds;
import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.engine.ReferenceTable.Row;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.commit.CommitOptions.TableLimits;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.model.RetentionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One table of a history as it has to be: what was acknowledged, what waits for its answer, and
 * which times exist.
 *
 * <p>The engine decides a batch at some moment between its arrival and its answer. When the clock
 * or the retention has moved meanwhile, each state of them in between is a legal ground for the
 * decision.
 */
final class ModelTable {
  private static final long FUTURE = Duration.ofMinutes(15).toNanos();

  /** A batch that has been handed in. Two with the same points are two. */
  static final class Attempt {
    final PointBatch batch;

    /** The bounds in force when it was handed in, and from there on. */
    private final int firstBounds;

    /** The second in which it was handed in. */
    private final long second;

    Attempt(PointBatch batch, int firstBounds, long second) {
      this.batch = batch;
      this.firstBounds = firstBounds;
      this.second = second;
    }
  }

  private TableDefinition definition;
  private ReferenceTable rows;
  private long nowNanos;

  /** How it was. */
  private final PastModel<Row> past;

  /** Seconds at whose ends it may have been one thing or another: from, and up to but without. */
  private final List<long[]> unsure = new ArrayList<>();

  /** What was seen at the ends of seconds: whoever looks again sees the same. */
  private final TreeMap<Long, Map<Key, Map<String, String>>> seen = new TreeMap<>();

  /** Each one that was ever in force; the last one is. */
  private final List<Bounds> bounds = new ArrayList<>();

  /** The time below which nothing exists; it only rises. */
  private long horizon = Long.MIN_VALUE;

  private final List<Attempt> open = new ArrayList<>();

  /** Those that failed with nobody knowing; found after the next start, or never. */
  private final List<Attempt> unknown = new ArrayList<>();

  /** Whether somebody has asked for it to be deleted. */
  private boolean leaving;

  ModelTable(TableDefinition definition, TableLimits limits, long nowNanos) {
    this.definition = definition;
    this.rows = new ReferenceTable(null, limits);
    this.past = new PastModel<>(definition.retention());
    moveTo(nowNanos);
  }

  TableDefinition definition() {
    return definition;
  }

  /**
   * Somebody asks for another definition: from now on, until that is settled by {@link #defined},
   * both are legal grounds for a decision.
   */
  void redefine(TableDefinition wanted, long nowNanos) {
    long before = horizon;
    TableDefinition present = definition;
    definition = wanted;
    moveTo(nowNanos);
    definition = present;
    horizon = before;
  }

  /** A definition has been acknowledged, or found after a start. */
  void defined(TableDefinition now, long nowNanos) {
    definition = now;
    moveTo(nowNanos);
    past.retention(now.retention(), now());
  }

  /** Its past can be seen from now on for so many days; 0 for not at all. */
  void recovery(int days) {
    past.recovery(days, now());
    past.accepted(rows.rows(), now());
  }

  /** The clock has moved. */
  void moveTo(long nowNanos) {
    this.nowNanos = nowNanos;
    RetentionPolicy retention = definition.retention();
    horizon = Math.max(horizon, retention.magneticHorizonNanos(nowNanos));
    long memory = Math.max(horizon, retention.memoryHorizonNanos(nowNanos));
    Bounds now =
        new Bounds(
            nowNanos + FUTURE,
            memory,
            definition.magneticStoreWrites().enabled() ? horizon : Long.MAX_VALUE);
    if (bounds.isEmpty() || !bounds.getLast().equals(now)) {
      bounds.add(now);
    }
  }

  Bounds bounds() {
    return bounds.getLast();
  }

  long horizon() {
    return horizon;
  }

  /** Somebody asks for it to be deleted, or has been refused. */
  void leave(boolean isAsked) {
    leaving = isAsked;
  }

  boolean isLeaving() {
    return leaving;
  }

  Attempt begin(PointBatch batch) {
    Attempt attempt = new Attempt(batch, bounds.size() - 1, now().getEpochSecond());
    open.add(attempt);
    return attempt;
  }

  List<Attempt> open() {
    return open;
  }

  /** Holds an answer against the rules. */
  void answered(Attempt attempt, WriteResult result) {
    open.remove(attempt);
    // The log takes writes again, so it has cut off what it had lost.
    unknown.clear();
    WriteResult given = ReferenceTable.withoutDetails(result);
    List<Bounds> possible = bounds.subList(attempt.firstBounds, bounds.size());
    for (int i = 0; i + 1 < possible.size(); i++) {
      ReferenceTable decided = rows.copy();
      if (decided.write(attempt.batch, possible.get(i)).equals(given)) {
        rows = decided;
        accepted(List.of(attempt));
        return;
      }
    }
    ReferenceTable decided = rows.copy();
    assertEquals(
        decided.write(attempt.batch, possible.getLast()),
        given,
        () -> possible + (attempt.batch.size() > 200 ? "" : rows.describe(attempt.batch)));
    rows = decided;
    accepted(List.of(attempt));
  }

  /** Some batches were decided at some time between their arrival and now. */
  private void accepted(List<Attempt> attempts) {
    long second = now().getEpochSecond();
    for (Attempt attempt : attempts) {
      if (attempt.second < second) {
        unsure.add(new long[] {attempt.second, second});
      }
    }
    past.accepted(rows.rows(), now());
  }

  /** An attempt came to nothing. */
  void refused(Attempt attempt, boolean outcomeUnknown) {
    open.remove(attempt);
    if (outcomeUnknown) {
      unknown.add(attempt);
    }
  }

  /** What readers find. */
  Content content() {
    return content(rows);
  }

  private Instant now() {
    return Instant.ofEpochMilli(nowNanos / 1_000_000L);
  }

  /** Whether it can be seen as it was. */
  boolean hasPast() {
    return past.isOn();
  }

  /** From when on. */
  Instant earliest() {
    return past.earliest(now());
  }

  /** The ends of the seconds in which it may have changed, oldest first. */
  List<Instant> changes() {
    return past.seconds().stream().map(second -> Instant.ofEpochSecond(second + 1)).toList();
  }

  /** The instants as of which somebody has looked, oldest first. */
  List<Instant> looks() {
    return seen.keySet().stream().map(Instant::ofEpochSecond).toList();
  }

  /** Somebody looked at how it was. */
  void seen(Instant instant, Map<Key, Map<String, String>> found) {
    Map<Key, Map<String, String>> before = seen.putIfAbsent(instant.getEpochSecond(), found);
    if (before != null) {
      assertEquals(before, found, () -> "looked at again as of " + instant);
    }
  }

  /**
   * What readers of the past find, without versions; empty where a batch on its way may have been
   * there already or not yet.
   */
  Optional<Content> at(Instant instant) {
    long second = instant.getEpochSecond() - 1;
    if (unsure.stream().anyMatch(seconds -> seconds[0] <= second && second < seconds[1])) {
      return Optional.empty();
    }
    TreeMap<Key, Map<String, String>> values = new TreeMap<>();
    past.at(instant).forEach((key, row) -> values.put(key, row.values()));
    return Optional.of(new Content(definition.keyOrder(), rows.columns(), values));
  }

  /**
   * A table as read.
   *
   * @param order the order of its series
   * @param columns see {@link ReferenceTable#columns()}
   * @param rows values by key, the version among them
   */
  record Content(
      KeyOrder order, Map<String, String> columns, TreeMap<Key, Map<String, String>> rows) {}

  private Content content(ReferenceTable table) {
    TreeMap<Key, Map<String, String>> values = new TreeMap<>();
    table
        .rows()
        .forEach(
            (key, row) -> {
              if (key.timeNanos() >= horizon) {
                Map<String, String> shown = new HashMap<>(row.values());
                shown.put("ts_version", Long.toString(row.version()));
                values.put(key, shown);
              }
            });
    return new Content(definition.keyOrder(), table.columns(), values);
  }

  /**
   * After a start: what is read must be what was acknowledged, with some of the unanswered batches
   * in some order, each as a whole. What was found stays.
   */
  void settle(Content found) {
    List<Attempt> candidates = new ArrayList<>(unknown);
    candidates.addAll(open);
    ReferenceTable match = matching(rows, candidates, found);
    if (match == null) {
      assertEquals(
          content().toString(), found.toString(), candidates.size() + " unanswered batches");
    }
    rows = match;
    if (!candidates.isEmpty()) {
      accepted(candidates);
    }
    open.clear();
    unknown.clear();
  }

  private ReferenceTable matching(ReferenceTable from, List<Attempt> candidates, Content found) {
    if (content(from).equals(found)) {
      return from;
    }
    for (int i = 0; i < candidates.size(); i++) {
      Attempt candidate = candidates.get(i);
      List<Attempt> rest = new ArrayList<>(candidates);
      rest.remove(i);
      for (Bounds possible : bounds.subList(candidate.firstBounds, bounds.size())) {
        ReferenceTable next = from.copy();
        next.write(candidate.batch, possible);
        ReferenceTable match = matching(next, rest, found);
        if (match != null) {
          return match;
        }
      }
    }
    return null;
  }
}
