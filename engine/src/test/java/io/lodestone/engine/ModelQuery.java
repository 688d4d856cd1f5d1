package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.ModelTable.Content;
import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.Column;
import io.lodestone.scan.ScanLimits;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.ScanRequest.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A random question to a table, and its answer by the rules alone.
 *
 * @param range the times wanted
 * @param series conditions on series
 * @param values conditions on measures
 * @param measures the measure columns wanted
 * @param order the order wanted
 * @param limit the most rows wanted
 */
record ModelQuery(
    TimeRange range,
    ModelSeriesConditions series,
    ModelValueConditions values,
    List<String> measures,
    Order order,
    long limit) {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  /** Of rows in the order of their series. */
  private static final Comparator<Map.Entry<Key, Map<String, String>>> BY_TIME =
      Comparator.comparingLong(row -> row.getKey().timeNanos());

  static ModelQuery random(SplittableRandom random, Content table, long nowNanos) {
    List<String> measures = new ArrayList<>(measures(table));
    measures.removeIf(_ -> random.nextInt(3) == 0);
    return new ModelQuery(
        range(random, table, nowNanos),
        ModelSeriesConditions.random(random, table.columns()),
        ModelValueConditions.random(random, table),
        measures,
        Order.values()[random.nextInt(Order.values().length)],
        random.nextInt(3) == 0 ? random.nextInt(30) : ScanRequest.NO_LIMIT);
  }

  /** Ends on points that are there as often as not. */
  static TimeRange range(SplittableRandom random, Content table, long nowNanos) {
    if (random.nextInt(3) == 0) {
      return TimeRange.ALL;
    }
    long start = edge(random, table, nowNanos);
    long end = edge(random, table, nowNanos);
    return new TimeRange(Math.min(start, end), Math.max(start, end));
  }

  private static long edge(SplittableRandom random, Content table, long nowNanos) {
    if (table.rows().isEmpty() || random.nextInt(3) == 0) {
      return nowNanos - random.nextInt(90) * MINUTE;
    }
    List<Key> keys = List.copyOf(table.rows().keySet());
    return keys.get(random.nextInt(keys.size())).timeNanos() + random.nextInt(3) - 1;
  }

  /** The rows of a table that answer these conditions, in the table's order of series and time. */
  static Stream<Map.Entry<Key, Map<String, String>>> rows(
      Content table, TimeRange range, ModelSeriesConditions series, ModelValueConditions values) {
    Map<SeriesKey, Boolean> wanted = new HashMap<>();
    return table.rows().entrySet().stream()
        .filter(row -> range.contains(row.getKey().timeNanos()))
        .filter(row -> wanted.computeIfAbsent(row.getKey().series(), series::hold))
        .filter(row -> values.hold(row.getValue()))
        .sorted(Map.Entry.comparingByKey(inOrder(table)));
  }

  private static Comparator<Key> inOrder(Content table) {
    return Comparator.comparing(Key::series, table.order()).thenComparingLong(Key::timeNanos);
  }

  /** The measure columns of a table. */
  static List<String> measures(Content table) {
    return table.columns().entrySet().stream()
        .filter(column -> !column.getValue().equals("dimension"))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What a series has in one of the columns that identify it. */
  static Optional<String> identity(SeriesKey series, String column) {
    return column.equals("measure_name")
        ? Optional.of(series.measureName())
        : series.dimension(column);
  }

  /**
   * Asks.
   *
   * @return how many rows the answer had
   * @throws AssertionError when it is not the right one
   */
  int compare(Snapshot snapshot, Content table) {
    List<Column> columns = new ArrayList<>();
    for (Column column : snapshot.schema().columns()) {
      if (column.kind() != Column.Kind.MEASURE || measures.contains(column.name())) {
        columns.add(column);
      }
    }
    ScanRequest request =
        new ScanRequest(
            range,
            series.all(),
            values.all(),
            columns.stream().map(Column::name).toList(),
            order,
            limit,
            ScanLimits.DEFAULT);
    Map<Key, Map<String, String>> found = TableContent.rows(snapshot, request, columns);
    Map<Key, Map<String, String>> expected = answer(table);
    if (order == Order.ANY) {
      // Which rows a limit keeps is open, and so is their order.
      assertEquals(Math.min(limit, expected.size()), found.size(), this::toString);
      assertTrue(expected.entrySet().containsAll(found.entrySet()), () -> this + ": " + found);
    } else {
      List<Key> keys = expected.keySet().stream().limit(limit).toList();
      assertEquals(keys, List.copyOf(found.keySet()), this::toString);
      keys.forEach(key -> assertEquals(expected.get(key), found.get(key), () -> this + ": " + key));
    }
    return found.size();
  }

  /** The answer without its limit: rows by key, in the order wanted. */
  private Map<Key, Map<String, String>> answer(Content table) {
    Map<Key, Map<String, String>> rows = new LinkedHashMap<>();
    Stream<Map.Entry<Key, Map<String, String>>> inOrder = rows(table, range, series, values);
    Stream<Map.Entry<Key, Map<String, String>>> wantedOrder =
        switch (order) {
          case ANY, SERIES_TIME -> inOrder;
          case TIME_ASCENDING -> inOrder.sorted(BY_TIME);
          case TIME_DESCENDING -> inOrder.sorted(BY_TIME.reversed());
        };
    wantedOrder.forEach(
        row -> {
          Map<String, String> wanted = new HashMap<>(row.getValue());
          wanted.keySet().retainAll(measures);
          rows.put(row.getKey(), wanted);
        });
    return rows;
  }
}
