package io.lodestone.engine;

import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.model.Rejection;
import io.lodestone.model.Rejection.Reason;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A table as the rules alone describe it: a sorted map, decided point by point. What the engine
 * does is held against this.
 */
final class ReferenceTable {
  /** What identifies a point. */
  record Key(SeriesKey series, long timeNanos) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int bySeries = series.compareTo(other.series);
      return bySeries != 0 ? bySeries : Long.compare(timeNanos, other.timeNanos);
    }
  }

  /**
   * What a key holds: values by column name, each in its text form; absent columns are not there.
   */
  record Row(long version, Map<String, String> values) {}

  private final long memoryHorizon;
  private final long magneticHorizon;
  private final long futureLimit;
  private final TreeMap<Key, Row> rows;
  private final Map<String, ValueType> types;

  ReferenceTable(long memoryHorizon, long magneticHorizon, long futureLimit) {
    this(memoryHorizon, magneticHorizon, futureLimit, new TreeMap<>(), new HashMap<>());
  }

  private ReferenceTable(
      long memoryHorizon,
      long magneticHorizon,
      long futureLimit,
      TreeMap<Key, Row> rows,
      Map<String, ValueType> types) {
    this.memoryHorizon = memoryHorizon;
    this.magneticHorizon = magneticHorizon;
    this.futureLimit = futureLimit;
    this.rows = rows;
    this.types = types;
  }

  ReferenceTable copy() {
    return new ReferenceTable(
        memoryHorizon, magneticHorizon, futureLimit, new TreeMap<>(rows), new HashMap<>(types));
  }

  TreeMap<Key, Row> rows() {
    return rows;
  }

  /** Decides a batch and says what the engine has to answer. */
  WriteResult write(PointBatch batch) {
    int memory = 0;
    int magnetic = 0;
    List<Rejection> rejections = new ArrayList<>();
    for (int point = 0; point < batch.size(); point++) {
      long time = batch.times()[point];
      int index = batch.requestIndex(point);
      if (time > futureLimit || time < magneticHorizon) {
        rejections.add(Rejection.of(index, Reason.OUTSIDE_TIME_WINDOW, ""));
        continue;
      }
      boolean late = time < memoryHorizon;
      Map<String, String> values = new HashMap<>();
      boolean conflict = false;
      for (ColumnBuffer column : batch.columns()) {
        if (column.isPresent(point)) {
          ValueType known = types.get(column.name());
          conflict |= known != null && known != column.type();
          values.put(column.name(), text(column, point));
        }
      }
      if (conflict) {
        rejections.add(Rejection.of(index, Reason.COLUMN_TYPE_CONFLICT, ""));
        continue;
      }
      Key key = new Key(batch.key(batch.series()[point]), time);
      Row row = new Row(batch.versions()[point], values);
      Row existing = rows.get(key);
      if (existing != null && row.version() <= existing.version()) {
        if (!row.values().equals(existing.values())) {
          Reason reason =
              row.version() == existing.version()
                  ? Reason.VERSION_NOT_HIGHER
                  : Reason.VERSION_TOO_LOW;
          rejections.add(new Rejection(index, reason, "", OptionalLong.of(existing.version())));
          continue;
        }
      } else {
        for (ColumnBuffer column : batch.columns()) {
          if (column.isPresent(point)) {
            types.putIfAbsent(column.name(), column.type());
          }
        }
        rows.put(key, row);
      }
      if (late) {
        magnetic++;
      } else {
        memory++;
      }
    }
    return new WriteResult(memory, magnetic, rejections);
  }

  /** Each point of a batch beside what its key holds now, for the message of a failure. */
  String describe(PointBatch batch) {
    StringBuilder text = new StringBuilder();
    for (int point = 0; point < batch.size(); point++) {
      Key key = new Key(batch.key(batch.series()[point]), batch.times()[point]);
      text.append("\n").append(batch.requestIndex(point)).append(": ").append(key);
      text.append(" version ").append(batch.versions()[point]);
      for (ColumnBuffer column : batch.columns()) {
        if (column.isPresent(point)) {
          text.append(' ').append(column.name()).append(' ').append(column.type());
          text.append('=').append(text(column, point));
        }
      }
      text.append("; held: ").append(rows.get(key));
    }
    return text.append("\n").toString();
  }

  /** The result without the words of its rejections, which are for people. */
  static WriteResult withoutDetails(WriteResult result) {
    return new WriteResult(
        result.memoryStore(),
        result.magneticStore(),
        result.rejections().stream()
            .map(r -> new Rejection(r.requestIndex(), r.reason(), "", r.existingVersion()))
            .toList());
  }

  private static String text(ColumnBuffer column, int point) {
    return switch (column.type()) {
      case DOUBLE -> Double.toString(column.doubleAt(point) + 0.0);
      case BIGINT, TIMESTAMP -> Long.toString(column.word(point));
      case BOOLEAN -> Boolean.toString(column.word(point) != 0);
      case VARCHAR -> column.varcharAt(point);
    };
  }
}
