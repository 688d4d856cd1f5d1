package io.lodestone.engine;

import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.model.PointBatch;
import io.lodestone.model.RetentionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A table and its past as the rules alone describe them: all points at the end of every second in
 * which something happened, and the retentions that were in force.
 */
final class PastModel {
  /** What a key holds: version and value. */
  private record Row(long version, String value) {}

  /** A retention and the moment until which it was in force. */
  private record Period(RetentionPolicy retention, long untilNanos) {}

  private TreeMap<Key, Row> rows = new TreeMap<>();

  /** By second: everything accepted by its end. */
  private final TreeMap<Long, TreeMap<Key, Row>> bySecond = new TreeMap<>();

  private final List<Period> periods = new ArrayList<>();
  private RetentionPolicy retention;
  private int days;

  /** The second whose end is the earliest that was ever promised. */
  private long since;

  PastModel(RetentionPolicy retention) {
    this.retention = retention;
  }

  boolean isOn() {
    return days > 0;
  }

  /** Takes what the engine has accepted. */
  void write(PointBatch batch, Set<Integer> rejected, Instant now) {
    rows = new TreeMap<>(rows);
    for (int point = 0; point < batch.size(); point++) {
      if (!rejected.contains(batch.requestIndex(point))) {
        Key key = new Key(batch.key(batch.series()[point]), batch.times()[point]);
        Row row =
            new Row(
                batch.versions()[point],
                Double.toString(batch.columns().getFirst().doubleAt(point)));
        rows.merge(key, row, (old, young) -> young.version() > old.version() ? young : old);
      }
    }
    bySecond.put(now.getEpochSecond(), rows);
  }

  void retention(RetentionPolicy changed, Instant now) {
    periods.add(new Period(retention, nanos(now)));
    retention = changed;
  }

  void recovery(int newDays, Instant now) {
    if (newDays > 0) {
      since = isOn() ? oldestSecond(now) : now.getEpochSecond();
    }
    days = newDays;
  }

  private long oldestSecond(Instant now) {
    return Math.max(since, now.minus(Duration.ofDays(days)).getEpochSecond() - 1);
  }

  Instant earliest(Instant now) {
    return Instant.ofEpochSecond(oldestSecond(now) + 1);
  }

  /** What a snapshot of an instant has to show. */
  Map<Key, String> at(Instant instant) {
    long end = instant.getEpochSecond();
    var state = bySecond.floorEntry(end - 1);
    long nanos = nanos(Instant.ofEpochSecond(end));
    return state == null ? Map.of() : visible(state.getValue(), nanos, nanos);
  }

  /** What a snapshot of the present has to show. */
  Map<Key, String> now(Instant now) {
    return visible(rows, nanos(now), nanos(now) + 1);
  }

  Set<Key> keys() {
    return new HashSet<>(rows.keySet());
  }

  /**
   * @param changedBefore changes of retention from this moment on do not count
   */
  private Map<Key, String> visible(TreeMap<Key, Row> state, long nanos, long changedBefore) {
    long horizon = Long.MIN_VALUE;
    boolean present = true;
    for (Period period : periods) {
      long until = Math.min(nanos, period.untilNanos());
      // One that had not begun by then lets nothing go.
      if (present) {
        horizon = Math.max(horizon, period.retention().magneticHorizonNanos(until));
      }
      present = period.untilNanos() < changedBefore;
    }
    if (present) {
      horizon = Math.max(horizon, retention.magneticHorizonNanos(nanos));
    }
    Map<Key, String> visible = new TreeMap<>();
    for (Map.Entry<Key, Row> row : state.entrySet()) {
      if (row.getKey().timeNanos() >= horizon) {
        visible.put(row.getKey(), row.getValue().value());
      }
    }
    return visible;
  }

  private static long nanos(Instant instant) {
    return instant.toEpochMilli() * 1_000_000L;
  }
}
