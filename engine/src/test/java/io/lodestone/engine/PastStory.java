package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.engine.catalog.TableUpdate;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.PointBatch;
import io.lodestone.model.Rejection;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One random history of a table whose past is looked at: writes, replacements and late points,
 * flushes, merges, expiry, changes of retention and of recovery, restarts and crashes. Every state
 * that may be asked for is held against {@link PastModel}.
 */
final class PastStory {
  private static final int ACTS = 60;

  /** What a key holds: version and value. */
  private record Row(long version, String value) {}

  /** What stories did, so that nobody takes an empty test for a green one. */
  static final class Counts {
    long states;
    long rows;
    long historyFiles;
    long merges;
    long expiredSeen;

    @Override
    public String toString() {
      return states
          + " past states with "
          + rows
          + " rows compared, "
          + expiredSeen
          + " rows that had expired since, "
          + historyFiles
          + " history files seen, "
          + merges
          + " merges";
    }
  }

  private final SplittableRandom random;
  private final Counts counts;
  private final EngineUnderTest db = new EngineUnderTest();
  private final PastModel<Row> model = new PastModel<>(EngineUnderTest.RETENTION);
  private TreeMap<Key, Row> rows = new TreeMap<>();

  PastStory(long seed, Counts counts) {
    this.random = new SplittableRandom(seed);
    if (random.nextBoolean()) {
      db.partitionedBy("rack");
    }
    this.counts = counts;
    db.seed = seed;
  }

  void run() throws IOException {
    db.open();
    recovery(1 + random.nextInt(3));
    for (int act = 0; act < ACTS; act++) {
      act();
      if (random.nextInt(6) == 0) {
        check();
      }
    }
    check();
    counts.merges += db.engine.metrics().compaction().merges();
  }

  private void act() throws IOException {
    switch (random.nextInt(24)) {
      case 0, 1, 2, 3 -> db.engine.flush();
      case 4, 5 -> db.step(20 + random.nextInt(200));
      case 6, 7, 8 -> db.clock.advance(Duration.ofMillis(random.nextInt(3_000)));
      case 9 -> db.clock.advance(Duration.ofMinutes(random.nextInt(180)));
      case 10 -> db.clock.advance(Duration.ofHours(random.nextInt(30)));
      case 11 -> retention();
      case 12 -> recovery(random.nextInt(6) == 0 ? 0 : 1 + random.nextInt(4));
      case 13 -> restart();
      default -> write();
    }
  }

  private void write() {
    PointBatch.Builder points = new PointBatch.Builder(8);
    int size = 1 + random.nextInt(6);
    for (int i = 0; i < size; i++) {
      long hour = Duration.ofHours(1).toNanos();
      long back = random.nextInt(4) == 0 ? random.nextInt(72) : random.nextInt(3);
      long time = Math.floorDiv(db.now(), hour) * hour - back * hour + random.nextInt(3);
      SeriesKey series = series(random.nextInt(4));
      points.point(i, points.series(series), time, 1 + random.nextInt(12));
      points.valueColumn("usage", ValueType.DOUBLE).appendDouble(random.nextInt(50));
    }
    PointBatch batch = points.build();
    Set<Integer> rejected =
        db.write(batch).rejections().stream()
            .map(Rejection::requestIndex)
            .collect(Collectors.toSet());
    accepted(batch, rejected);
  }

  /** Racks are in another order than hosts, and one host stands in none. */
  private static SeriesKey series(int host) {
    return host == 2
        ? SeriesKey.of("cpu", "host", "h2")
        : SeriesKey.of("cpu", "host", "h" + host, "rack", "r" + (9 - host));
  }

  /** Takes what the engine has accepted. */
  private void accepted(PointBatch batch, Set<Integer> rejected) {
    rows = new TreeMap<>(rows);
    for (int point = 0; point < batch.size(); point++) {
      if (!rejected.contains(batch.requestIndex(point))) {
        Row row =
            new Row(
                batch.versions()[point],
                Double.toString(batch.columns().getFirst().doubleAt(point)));
        rows.merge(
            new Key(batch.key(batch.series()[point]), batch.times()[point]),
            row,
            (old, young) -> young.version() > old.version() ? young : old);
      }
    }
    model.accepted(rows, db.clock.instant());
  }

  private void retention() {
    RetentionPolicy changed = new RetentionPolicy(1 + random.nextInt(24), 1 + random.nextInt(4));
    db.engine.updateTable(EngineUnderTest.TABLE, TableUpdate.of(changed));
    model.retention(changed, db.clock.instant());
  }

  private void recovery(int days) {
    db.engine.updateRecovery(EngineUnderTest.TABLE, days > 0, days);
    model.recovery(days, db.clock.instant());
  }

  private void restart() throws IOException {
    switch (random.nextInt(3)) {
      case 0 -> db.killAndOpen();
      case 1 -> db.crashAndOpen(random.nextLong());
      default -> {
        db.engine.close();
        db.open();
      }
    }
  }

  private void check() {
    Instant now = db.clock.instant();
    assertSame(texts(model.now(now)), present(), "the present of " + now);
    assertEquals(
        model.isOn(), db.engine.restorableRange(EngineUnderTest.TABLE).isPresent(), "is it on");
    if (!model.isOn()) {
      assertThrows(InvalidRequestException.class, () -> past(now));
      return;
    }
    Instant earliest = model.earliest(now);
    RestorableRange range = db.engine.restorableRange(EngineUnderTest.TABLE).orElseThrow();
    assertEquals(new RestorableRange(earliest, now), range);
    assertThrows(InvalidRequestException.class, () -> past(earliest.minusMillis(1)));
    assertThrows(InvalidRequestException.class, () -> past(now.plusMillis(1)));
    if (earliest.isAfter(now)) {
      return;
    }
    compare(earliest);
    compare(now);
    long span = Duration.between(earliest, now).toMillis();
    for (int i = 0; i < 4 && span > 0; i++) {
      compare(earliest.plusMillis(random.nextLong(span + 1)));
      // Most happens within seconds before the present.
      compare(now.minusMillis(random.nextLong(Math.min(span, 10_000) + 1)));
    }
  }

  private void compare(Instant instant) {
    Map<Key, String> expected = texts(model.at(instant));
    assertSame(expected, past(instant), "as of " + instant + ", now " + db.clock.instant());
    counts.states++;
    counts.rows += expected.size();
    Set<Key> present = model.now(db.clock.instant()).keySet();
    counts.expiredSeen += expected.keySet().stream().filter(k -> !present.contains(k)).count();
  }

  private static Map<Key, String> texts(Map<Key, Row> rows) {
    Map<Key, String> texts = new TreeMap<>();
    rows.forEach((key, row) -> texts.put(key, row.value()));
    return texts;
  }

  /** Shows only the keys that differ. */
  private static void assertSame(
      Map<Key, String> expected, Map<Key, String> found, String message) {
    Set<Key> keys = new TreeSet<>(expected.keySet());
    keys.addAll(found.keySet());
    for (Key key : keys) {
      assertEquals(expected.get(key), found.get(key), () -> message + ": " + key);
    }
  }

  private Map<Key, String> present() {
    try (Snapshot snapshot = db.engine.snapshot(EngineUnderTest.TABLE)) {
      counts.historyFiles += snapshot.view().histories().size();
      return values(snapshot);
    }
  }

  private Map<Key, String> past(Instant instant) {
    try (Snapshot snapshot = db.engine.snapshotAt(EngineUnderTest.TABLE, instant)) {
      return values(snapshot);
    }
  }

  private static Map<Key, String> values(Snapshot snapshot) {
    Map<Key, String> values = new TreeMap<>();
    TableContent.of(snapshot).forEach((key, row) -> values.put(key, row.get("usage")));
    return values;
  }

  /** What is left on the disk once everything has left the window: nothing of the past. */
  void outlive() {
    recovery(0);
    db.engine.flush();
    db.step(300);
    try (Snapshot snapshot = db.engine.snapshot(EngineUnderTest.TABLE)) {
      assertTrue(snapshot.view().histories().isEmpty(), "history files are left");
    }
  }
}
