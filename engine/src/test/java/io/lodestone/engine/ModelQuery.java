package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.engine.ModelTable.Content;
import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.Column;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.ScanRequest.Order;
import io.lodestone.scan.SeriesPredicate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A random question to a table, and its answer by the rules alone.
 *
 * @param range the times wanted
 * @param series conditions on series
 * @param measures the measure columns wanted
 * @param order the order wanted
 */
record ModelQuery(
    TimeRange range, List<SeriesPredicate> series, List<String> measures, Order order) {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  static ModelQuery random(SplittableRandom random, Content table, long nowNanos) {
    List<String> measures = new ArrayList<>();
    table
        .columns()
        .forEach(
            (name, type) -> {
              if (!type.equals("dimension") && random.nextInt(3) > 0) {
                measures.add(name);
              }
            });
    List<SeriesPredicate> series = new ArrayList<>();
    while (random.nextInt(2) == 0) {
      series.add(predicate(random));
    }
    return new ModelQuery(
        range(random, table, nowNanos),
        series,
        measures,
        random.nextBoolean() ? Order.SERIES_TIME : Order.ANY);
  }

  /** Ends on points that are there as often as not. */
  private static TimeRange range(SplittableRandom random, Content table, long nowNanos) {
    if (random.nextInt(4) == 0) {
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

  private static SeriesPredicate predicate(SplittableRandom random) {
    return predicate(random, List.of("host", "rack", "measure_name").get(random.nextInt(3)));
  }

  private static SeriesPredicate predicate(SplittableRandom random, String column) {
    Set<String> values =
        switch (column) {
          case "host" -> Set.of("h" + random.nextInt(6), "h" + (6 + random.nextInt(2)));
          case "rack" -> Set.of("r" + random.nextInt(2));
          default -> Set.of(random.nextBoolean() ? "cpu" : "mem");
        };
    return switch (random.nextInt(12)) {
      case 0, 1 -> new SeriesPredicate.NotIn(column, values);
      case 2 -> new SeriesPredicate.IsPresent(column);
      case 3 -> new SeriesPredicate.IsAbsent(column);
      case 4 -> new SeriesPredicate.Prefix(column, values.iterator().next().substring(0, 1));
      case 5 -> new SeriesPredicate.Like(column, random.nextBoolean() ? "_2%" : "%e_", "");
      case 6 -> new SeriesPredicate.Not(predicate(random, column));
      case 7 ->
          new SeriesPredicate.AllOf(List.of(predicate(random, column), predicate(random, column)));
      case 8 ->
          new SeriesPredicate.AnyOf(List.of(predicate(random, column), predicate(random, column)));
      default -> new SeriesPredicate.In(column, values);
    };
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
        new ScanRequest(range, usable(table), columns.stream().map(Column::name).toList(), order);
    Map<Key, Map<String, String>> found = TableContent.rows(snapshot, request, columns);
    Map<Key, Map<String, String>> expected = answer(table);
    if (order == Order.SERIES_TIME) {
      assertEquals(List.copyOf(expected.keySet()), List.copyOf(found.keySet()), this::toString);
    }
    assertEquals(expected, new TreeMap<>(found), this::toString);
    return found.size();
  }

  /** The answer: rows by key, in that order. */
  private TreeMap<Key, Map<String, String>> answer(Content table) {
    TreeMap<Key, Map<String, String>> rows = new TreeMap<>();
    Map<SeriesKey, Boolean> matches = new LinkedHashMap<>();
    List<SeriesPredicate> predicates = usable(table);
    table
        .rows()
        .forEach(
            (key, values) -> {
              if (key.timeNanos() >= range.startInclusiveNanos()
                  && key.timeNanos() < range.endExclusiveNanos()
                  && matches.computeIfAbsent(key.series(), s -> matches(predicates, s))) {
                Map<String, String> wanted = new HashMap<>(values);
                wanted.keySet().retainAll(measures);
                rows.put(key, wanted);
              }
            });
    return rows;
  }

  /** Conditions on columns that the table has. */
  private List<SeriesPredicate> usable(Content table) {
    return series.stream()
        .filter(
            predicate ->
                predicate.column().equals("measure_name")
                    || "dimension".equals(table.columns().get(predicate.column())))
        .toList();
  }

  private static boolean matches(List<SeriesPredicate> predicates, SeriesKey series) {
    for (SeriesPredicate predicate : predicates) {
      Optional<String> value =
          predicate.column().equals("measure_name")
              ? Optional.of(series.measureName())
              : series.dimension(predicate.column());
      if (!holds(predicate, value).orElse(false)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a condition holds; empty when it is unknown, which is SQL's third truth. */
  private static Optional<Boolean> holds(SeriesPredicate predicate, Optional<String> value) {
    return switch (predicate) {
      case SeriesPredicate.In in -> value.map(in.values()::contains);
      case SeriesPredicate.NotIn notIn -> value.map(text -> !notIn.values().contains(text));
      case SeriesPredicate.IsPresent _ -> Optional.of(value.isPresent());
      case SeriesPredicate.IsAbsent _ -> Optional.of(value.isEmpty());
      case SeriesPredicate.Prefix prefix -> value.map(text -> text.startsWith(prefix.prefix()));
      case SeriesPredicate.Like like -> value.map(text -> text.matches(regex(like)));
      case SeriesPredicate.Not not -> holds(not.of(), value).map(held -> !held);
      case SeriesPredicate.AllOf all -> some(all.of(), value, false);
      case SeriesPredicate.AnyOf any -> some(any.of(), value, true);
    };
  }

  /** What conditions joined by OR (decisive: true) or AND (decisive: false) come to. */
  private static Optional<Boolean> some(
      List<SeriesPredicate> parts, Optional<String> value, boolean decisive) {
    boolean unknown = false;
    for (SeriesPredicate part : parts) {
      Optional<Boolean> held = holds(part, value);
      if (held.isPresent() && held.get() == decisive) {
        return held;
      }
      unknown |= held.isEmpty();
    }
    return unknown ? Optional.empty() : Optional.of(!decisive);
  }

  /** Patterns of these queries have no escape, and letters, digits and signs of LIKE only. */
  private static String regex(SeriesPredicate.Like like) {
    return like.pattern().replace("%", ".*").replace("_", ".");
  }
}
