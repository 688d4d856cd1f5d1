package io.lodestone.engine;

import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.model.RetentionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A table and its past as the rules alone describe them: all points at the end of every second in
 * which something happened, and the retentions that were in force.
 *
 * @param <V> what a key holds
 */
final class PastModel<V> {
  /** A retention and the moment until which it was in force. */
  private record Period(RetentionPolicy retention, long untilNanos) {}

  private TreeMap<Key, V> rows = new TreeMap<>();

  /** By second: everything accepted by its end. */
  private final TreeMap<Long, TreeMap<Key, V>> bySecond = new TreeMap<>();

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

  /**
   * Something was accepted.
   *
   * @param newRows all that there is from now on; not changed any more
   */
  void accepted(TreeMap<Key, V> newRows, Instant now) {
    rows = newRows;
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

  /** The seconds in which something was accepted while it was on, oldest first. */
  List<Long> seconds() {
    return List.copyOf(bySecond.keySet());
  }

  /** What a snapshot of an instant has to show. */
  Map<Key, V> at(Instant instant) {
    long end = instant.getEpochSecond();
    var state = bySecond.floorEntry(end - 1);
    long nanos = nanos(Instant.ofEpochSecond(end));
    return state == null ? Map.of() : visible(state.getValue(), nanos, nanos);
  }

  /** What a snapshot of the present has to show. */
  Map<Key, V> now(Instant now) {
    return visible(rows, nanos(now), nanos(now) + 1);
  }

  /**
   * @param changedBefore changes of retention from this moment on do not count
   */
  private Map<Key, V> visible(TreeMap<Key, V> state, long nanos, long changedBefore) {
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
    Map<Key, V> visible = new TreeMap<>();
    for (Map.Entry<Key, V> row : state.entrySet()) {
      if (row.getKey().timeNanos() >= horizon) {
        visible.put(row.getKey(), row.getValue());
      }
    }
    return visible;
  }

  private static long nanos(Instant instant) {
    return instant.toEpochMilli() * 1_000_000L;
  }
}
