package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.engine.ModelTable.Content;
import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.model.Dimension;
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
import java.util.function.Predicate;
import java.util.regex.Pattern;

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
    String column = List.of("host", "rack", "measure_name").get(random.nextInt(3));
    Set<String> values =
        switch (column) {
          case "host" -> Set.of("h" + random.nextInt(6), "h" + (6 + random.nextInt(2)));
          case "rack" -> Set.of("r" + random.nextInt(2));
          default -> Set.of(random.nextBoolean() ? "cpu" : "mem");
        };
    return switch (random.nextInt(4)) {
      case 0 -> new SeriesPredicate.NotIn(column, values);
      case 1 -> new SeriesPredicate.IsPresent(column);
      case 2 -> new SeriesPredicate.IsAbsent(column);
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
              : series.dimensions().stream()
                  .filter(dimension -> dimension.name().equals(predicate.column()))
                  .map(Dimension::value)
                  .findFirst();
      if (truth(predicate, value) != Truth.TRUE) {
        return false;
      }
    }
    return true;
  }

  /** SQL's logic of three values. */
  private enum Truth {
    FALSE,
    UNKNOWN,
    TRUE;

    Truth not() {
      return values()[TRUE.ordinal() - ordinal()];
    }
  }

  private static Truth truth(SeriesPredicate predicate, Optional<String> value) {
    return switch (predicate) {
      case SeriesPredicate.In in -> of(value, in.values()::contains);
      case SeriesPredicate.NotIn notIn -> of(value, v -> !notIn.values().contains(v));
      case SeriesPredicate.IsPresent _ -> value.isPresent() ? Truth.TRUE : Truth.FALSE;
      case SeriesPredicate.IsAbsent _ -> value.isEmpty() ? Truth.TRUE : Truth.FALSE;
      case SeriesPredicate.Prefix prefix -> of(value, v -> v.startsWith(prefix.prefix()));
      case SeriesPredicate.Like like -> of(value, v -> likeMatches(like, v));
      case SeriesPredicate.Not not -> truth(not.of(), value).not();
      case SeriesPredicate.AllOf all ->
          all.of().stream().map(part -> truth(part, value)).min(Truth::compareTo).orElseThrow();
      case SeriesPredicate.AnyOf any ->
          any.of().stream().map(part -> truth(part, value)).max(Truth::compareTo).orElseThrow();
    };
  }

  private static Truth of(Optional<String> value, Predicate<String> test) {
    return value.map(v -> test.test(v) ? Truth.TRUE : Truth.FALSE).orElse(Truth.UNKNOWN);
  }

  /** LIKE by way of a regular expression, a road of its own beside the engine's. */
  private static boolean likeMatches(SeriesPredicate.Like like, String value) {
    StringBuilder regex = new StringBuilder();
    int[] pattern = like.pattern().codePoints().toArray();
    for (int i = 0; i < pattern.length; i++) {
      String symbol = Character.toString(pattern[i]);
      if (symbol.equals(like.escape())) {
        regex.append(Pattern.quote(Character.toString(pattern[++i])));
      } else {
        regex.append(symbol.equals("%") ? ".*" : symbol.equals("_") ? "." : Pattern.quote(symbol));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(value).matches();
  }
}
