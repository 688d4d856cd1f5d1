package io.lodestone.segments;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.Dimension;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.SeriesPredicate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Points as the simplest thing that can hold them: what a segment must agree with. */
final class PlainPoints {
  /**
   * One point.
   *
   * @param values present values by column, as Long (the word) or String
   */
  record Point(long time, long version, Map<Column, Object> values) {}

  private final KeyOrder order;
  private final List<Column> columns;
  private final TreeMap<SeriesKey, TreeMap<Long, Point>> series;

  PlainPoints(List<Column> columns) {
    this(KeyOrder.OF_BYTES, columns);
  }

  PlainPoints(KeyOrder order, List<Column> columns) {
    this.order = order;
    this.columns = List.copyOf(columns);
    this.series = new TreeMap<>(order);
  }

  List<Column> columns() {
    return columns;
  }

  Collection<SeriesKey> keys() {
    return series.keySet();
  }

  long size() {
    return series.values().stream().mapToLong(TreeMap::size).sum();
  }

  void add(SeriesKey key, long time, long version, Map<Column, Object> values) {
    series.computeIfAbsent(key, k -> new TreeMap<>()).put(time, new Point(time, version, values));
  }

  /** The points that a query should give, as text, one line each. */
  List<String> lines(TimeRange range, List<SeriesPredicate> conditions, List<Column> wanted) {
    List<String> lines = new ArrayList<>();
    series.forEach(
        (key, points) -> {
          if (conditions.stream().allMatch(condition -> holds(condition, key))) {
            for (Point point : points.values()) {
              if (range.contains(point.time())) {
                lines.add(line(key, point, wanted));
              }
            }
          }
        });
    return lines;
  }

  /** Reads a cursor to its end in the same form, and closes it. */
  static List<String> read(PointCursor cursor, List<Column> wanted) {
    List<String> lines = new ArrayList<>();
    try (cursor) {
      while (cursor.nextSeries()) {
        SeriesKey key =
            SeriesKey.ofEncoded(cursor.keyBytes(), cursor.keyOffset(), cursor.keyLength());
        while (cursor.nextChunk()) {
          lines.addAll(lines(key, cursor.chunk(), wanted));
        }
      }
    }
    return lines;
  }

  /** The points of a chunk in the same form. */
  static List<String> lines(SeriesKey key, PointChunk chunk, List<Column> wanted) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < chunk.size(); i++) {
      lines.add(line(key, pointAt(chunk, i, wanted), wanted));
    }
    return lines;
  }

  private static Point pointAt(PointChunk chunk, int index, List<Column> wanted) {
    Map<Column, Object> values = new HashMap<>();
    for (int c = 0; c < wanted.size(); c++) {
      ColumnBuffer column = chunk.columns().get(c);
      if (column.isPresent(index)) {
        values.put(
            wanted.get(c),
            column.words() == null ? column.varcharAt(index) : (Object) column.word(index));
      }
    }
    return new Point(chunk.times()[index], chunk.versions()[index], values);
  }

  private static String line(SeriesKey key, Point point, List<Column> wanted) {
    StringBuilder line = new StringBuilder();
    line.append(key).append(' ').append(point.time()).append(" v").append(point.version());
    for (Column column : wanted) {
      line.append(' ').append(point.values().get(column));
    }
    return line.toString();
  }

  private static boolean holds(SeriesPredicate condition, SeriesKey key) {
    Optional<String> value =
        condition.column().equals(Column.MEASURE_NAME)
            ? Optional.of(key.measureName())
            : key.dimensions().stream()
                .filter(d -> d.name().equals(condition.column()))
                .map(Dimension::value)
                .findFirst();
    return truth(condition, value) == Boolean.TRUE;
  }

  /** True, false, or null as SQL has it. */
  private static Boolean truth(SeriesPredicate condition, Optional<String> value) {
    return switch (condition) {
      case SeriesPredicate.IsPresent _ -> value.isPresent();
      case SeriesPredicate.IsAbsent _ -> value.isEmpty();
      case SeriesPredicate.In in -> value.map(in.values()::contains).orElse(null);
      case SeriesPredicate.NotIn in -> value.map(v -> !in.values().contains(v)).orElse(null);
      case SeriesPredicate.Prefix prefix ->
          value.map(v -> v.startsWith(prefix.prefix())).orElse(null);
      case SeriesPredicate.Like like ->
          value
              .map(v -> v.matches(like.pattern().replace("%", ".*").replace('_', '.')))
              .orElse(null);
      case SeriesPredicate.Not not -> {
        Boolean inner = truth(not.of(), value);
        yield inner == null ? null : !inner;
      }
      case SeriesPredicate.AllOf all -> {
        List<Boolean> parts =
            all.of().stream().map(part -> truth(part, value)).collect(Collectors.toList());
        yield parts.contains(false) ? Boolean.FALSE : parts.contains(null) ? null : Boolean.TRUE;
      }
      case SeriesPredicate.AnyOf any -> {
        List<Boolean> parts =
            any.of().stream().map(part -> truth(part, value)).collect(Collectors.toList());
        yield parts.contains(true) ? Boolean.TRUE : parts.contains(null) ? null : Boolean.FALSE;
      }
    };
  }

  /** All points in order, in chunks of at most this size. */
  PointCursor cursor(int chunkSize) {
    Iterator<Map.Entry<SeriesKey, TreeMap<Long, Point>>> allSeries = series.entrySet().iterator();
    PointChunk chunk =
        new PointChunk(columns.stream().map(c -> new ColumnBuffer(c.name(), c.type(), 8)).toList());
    return new PointCursor() {
      private byte[] key = new byte[0];
      private Iterator<Point> points = List.<Point>of().iterator();

      @Override
      public boolean nextSeries() {
        if (!allSeries.hasNext()) {
          return false;
        }
        Map.Entry<SeriesKey, TreeMap<Long, Point>> next = allSeries.next();
        key = next.getKey().encoded();
        points = next.getValue().values().iterator();
        return true;
      }

      @Override
      public KeyOrder keyOrder() {
        return order;
      }

      @Override
      public byte[] keyBytes() {
        return key;
      }

      @Override
      public int keyOffset() {
        return 0;
      }

      @Override
      public int keyLength() {
        return key.length;
      }

      @Override
      public boolean nextChunk() {
        chunk.clear();
        while (chunk.size() < chunkSize && points.hasNext()) {
          Point point = points.next();
          chunk.append(point.time(), point.version());
          for (int c = 0; c < columns.size(); c++) {
            append(chunk.columns().get(c), point.values().get(columns.get(c)));
          }
        }
        return chunk.size() > 0;
      }

      @Override
      public PointChunk chunk() {
        return chunk;
      }

      @Override
      public void close() {}
    };
  }

  private static void append(ColumnBuffer column, Object value) {
    switch (value) {
      case null -> column.appendAbsent();
      case String text -> column.appendVarchar(text);
      case Long word -> column.appendWord(word);
      default -> throw new AssertionError(value);
    }
  }
}
