package io.lodestone.engine.memtable;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What a memtable or a merge of several must answer, kept in the simplest way: sorted maps. */
public final class PlainPoints {

  /** A point's version, and the text of each value it has. */
  public record Point(long version, Map<Column, String> values) {}

  private final TreeMap<SeriesKey, TreeMap<Long, Point>> series;

  public PlainPoints() {
    this(KeyOrder.OF_BYTES);
  }

  public PlainPoints(KeyOrder order) {
    this.series = new TreeMap<>(order);
  }

  /** The point takes the place of what is there. */
  public void put(PointBatch batch, int point) {
    Map<Column, String> values = new HashMap<>();
    for (ColumnBuffer column : batch.columns()) {
      if (column.isPresent(point)) {
        values.put(Column.measure(column.name(), column.type()), text(column, point));
      }
    }
    series
        .computeIfAbsent(batch.key(batch.series()[point]), key -> new TreeMap<>())
        .put(batch.times()[point], new Point(batch.versions()[point], values));
  }

  /** Takes over the points of an older part that are not here, or here with a lower version. */
  public void mergeOlder(PlainPoints older) {
    older.series.forEach(
        (key, points) ->
            points.forEach(
                (time, point) ->
                    series
                        .computeIfAbsent(key, unused -> new TreeMap<>())
                        .merge(
                            time,
                            point,
                            (mine, other) -> mine.version() >= other.version() ? mine : other)));
  }

  public boolean contains(SeriesKey key, long time) {
    return series.containsKey(key) && series.get(key).containsKey(time);
  }

  public Point point(SeriesKey key, long time) {
    return series.get(key).get(time);
  }

  public List<SeriesKey> keys() {
    return List.copyOf(series.keySet());
  }

  /** One line per point in the order of series and time. */
  public List<String> lines(TimeRange range, Predicate<SeriesKey> wanted, List<Column> columns) {
    List<String> lines = new ArrayList<>();
    series.forEach(
        (key, points) -> {
          if (wanted.test(key)) {
            points.forEach(
                (time, point) -> {
                  if (range.contains(time)) {
                    lines.add(line(key, time, point, columns));
                  }
                });
          }
        });
    return lines;
  }

  public List<String> lines(List<Column> columns) {
    return lines(TimeRange.ALL, key -> true, columns);
  }

  static String line(
      SeriesKey key, long time, long version, List<ColumnBuffer> columns, int point) {
    StringBuilder line = begin(key, time, version);
    for (ColumnBuffer column : columns) {
      line.append(' ').append(column.isPresent(point) ? text(column, point) : "-");
    }
    return line.toString();
  }

  private static String line(SeriesKey key, long time, Point point, List<Column> columns) {
    StringBuilder line = begin(key, time, point.version());
    for (Column column : columns) {
      line.append(' ').append(point.values().getOrDefault(column, "-"));
    }
    return line.toString();
  }

  private static StringBuilder begin(SeriesKey key, long time, long version) {
    return new StringBuilder(key.toString()).append(" t").append(time).append(" v").append(version);
  }

  private static String text(ColumnBuffer column, int point) {
    return column.type() == ValueType.VARCHAR
        ? "'" + column.varcharAt(point) + "'"
        : Long.toString(column.word(point));
  }
}
