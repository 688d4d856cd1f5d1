package io.lodestone.engine;

import io.lodestone.engine.commit.CommitOptions.TableLimits;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.model.Rejection;
import io.lodestone.model.Rejection.Reason;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * A table as the rules alone describe it: a sorted map, decided point by point. What the engine
 * does is held against this.
 */
final class ReferenceTable {
  /** What identifies a point; ordered by key bytes and time, whatever the order of the table. */
  record Key(SeriesKey series, long timeNanos) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int bySeries = KeyOrder.OF_BYTES.compare(series, other.series);
      return bySeries != 0 ? bySeries : Long.compare(timeNanos, other.timeNanos);
    }
  }

  /**
   * What a key holds: values by column name, each in its text form; absent columns are not there.
   */
  record Row(long version, Map<String, String> values) {}

  /**
   * Which times are admitted at one moment.
   *
   * @param futureLimit the latest
   * @param memoryHorizon the oldest of the memory store
   * @param lateHorizon the oldest of all; {@link Long#MAX_VALUE} where late points are refused
   */
  record Bounds(long futureLimit, long memoryHorizon, long lateHorizon) {}

  private final Bounds bounds;
  private final TableLimits limits;
  private final TreeMap<Key, Row> rows;
  private final Map<String, ValueType> types;
  private final Set<String> dimensions;
  private final Set<String> measureNames;

  /** Series whose dimensions are all known. */
  private final Set<SeriesKey> familiar = new HashSet<>();

  /** A table whose clock stands still. */
  ReferenceTable(long memoryHorizon, long magneticHorizon, long futureLimit) {
    this(new Bounds(futureLimit, memoryHorizon, magneticHorizon), TableLimits.DEFAULT);
  }

  /**
   * @param bounds what {@link #write(PointBatch)} goes by
   */
  ReferenceTable(Bounds bounds, TableLimits limits) {
    this(bounds, limits, new TreeMap<>(), new HashMap<>(), new HashSet<>(), new HashSet<>());
  }

  private ReferenceTable(
      Bounds bounds,
      TableLimits limits,
      TreeMap<Key, Row> rows,
      Map<String, ValueType> types,
      Set<String> dimensions,
      Set<String> measureNames) {
    this.bounds = bounds;
    this.limits = limits;
    this.rows = rows;
    this.types = types;
    this.dimensions = dimensions;
    this.measureNames = measureNames;
  }

  ReferenceTable copy() {
    return new ReferenceTable(
        bounds,
        limits,
        new TreeMap<>(rows),
        new HashMap<>(types),
        new HashSet<>(dimensions),
        new HashSet<>(measureNames));
  }

  TreeMap<Key, Row> rows() {
    return rows;
  }

  /** The table's columns: dimensions without a type, measures with theirs. */
  Map<String, String> columns() {
    Map<String, String> columns = new TreeMap<>();
    dimensions.forEach(name -> columns.put(name, "dimension"));
    types.forEach((name, type) -> columns.put(name, type.name()));
    return columns;
  }

  /** Decides a batch and says what the engine has to answer. */
  WriteResult write(PointBatch batch) {
    return write(batch, bounds);
  }

  /** Decides a batch at a moment when these times are admitted. */
  WriteResult write(PointBatch batch, Bounds admitted) {
    int memory = 0;
    int magnetic = 0;
    List<Rejection> rejections = new ArrayList<>();
    for (int point = 0; point < batch.size(); point++) {
      long time = batch.times()[point];
      int index = batch.requestIndex(point);
      boolean late = time < admitted.memoryHorizon();
      if (time > admitted.futureLimit() || late && time < admitted.lateHorizon()) {
        rejections.add(Rejection.of(index, Reason.OUTSIDE_TIME_WINDOW, ""));
        continue;
      }
      SeriesKey series = batch.key(batch.series()[point]);
      Reason fault = columnFault(batch, point, series);
      if (fault != null) {
        rejections.add(Rejection.of(index, fault, ""));
        continue;
      }
      Key key = new Key(series, time);
      Row row = new Row(batch.versions()[point], values(batch, point));
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

  /**
   * Why the names and types of a point do not fit the table, null when they do. A point that fits
   * brings its dimensions with it. Each point is judged by the columns as those before it left
   * them.
   */
  private Reason columnFault(PointBatch batch, int point, SeriesKey series) {
    Set<String> own = new HashSet<>(0);
    if (!familiar.contains(series)) {
      series.dimensions().forEach(dimension -> own.add(dimension.name()));
    }
    Set<String> fresh = new HashSet<>(0);
    for (ColumnBuffer column : batch.columns()) {
      if (!column.isPresent(point)) {
        continue;
      }
      String name = column.name();
      ValueType known = types.get(name);
      if (known == null
          ? dimensions.contains(name) || own.contains(name) || !fresh.add(name)
          : known != column.type()) {
        return Reason.COLUMN_TYPE_CONFLICT;
      }
    }
    fresh.removeIf(name -> name.startsWith(Column.SINGLE_MEASURE_PREFIX));
    long attributes =
        types.keySet().stream()
            .filter(name -> !name.startsWith(Column.SINGLE_MEASURE_PREFIX))
            .count();
    if (!fresh.isEmpty() && attributes + fresh.size() > limits.attributesMax()) {
      return Reason.LIMIT_EXCEEDED;
    }
    if (!measureNames.contains(series.measureName())
        && measureNames.size() >= limits.measureNamesMax()) {
      return Reason.LIMIT_EXCEEDED;
    }
    own.removeAll(dimensions);
    if (own.stream().anyMatch(types::containsKey)) {
      return Reason.COLUMN_TYPE_CONFLICT;
    }
    if (!own.isEmpty() && dimensions.size() + own.size() > limits.dimensionsMax()) {
      return Reason.LIMIT_EXCEEDED;
    }
    dimensions.addAll(own);
    measureNames.add(series.measureName());
    familiar.add(series);
    return null;
  }

  private static Map<String, String> values(PointBatch batch, int point) {
    Map<String, String> values = new HashMap<>();
    for (ColumnBuffer column : batch.columns()) {
      if (column.isPresent(point)) {
        values.put(column.name(), text(column, point));
      }
    }
    return values;
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
