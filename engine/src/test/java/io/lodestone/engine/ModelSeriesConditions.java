package io.lodestone.engine;

import io.lodestone.model.SeriesKey;
import io.lodestone.scan.SeriesPredicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Random conditions on series, and what they come to by the rules of SQL alone.
 *
 * @param all those that have to hold
 */
record ModelSeriesConditions(List<SeriesPredicate> all) {
  ModelSeriesConditions {
    all = List.copyOf(all);
  }

  /**
   * @param columns those that the table has, see {@link ReferenceTable#columns()}
   */
  static ModelSeriesConditions random(SplittableRandom random, Map<String, String> columns) {
    List<SeriesPredicate> drawn = new ArrayList<>();
    while (random.nextInt(2) == 0) {
      SeriesPredicate predicate =
          predicate(random, List.of("host", "rack", "measure_name").get(random.nextInt(3)));
      if (predicate.column().equals("measure_name")
          || "dimension".equals(columns.get(predicate.column()))) {
        drawn.add(predicate);
      }
    }
    return new ModelSeriesConditions(drawn);
  }

  private static SeriesPredicate predicate(SplittableRandom random, String column) {
    Set<String> values =
        switch (column) {
          case "host" ->
              random.nextBoolean()
                  ? Set.of("h" + random.nextInt(6))
                  : Set.of("h" + random.nextInt(6), "h" + (6 + random.nextInt(2)));
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

  boolean hold(SeriesKey series) {
    for (SeriesPredicate predicate : all) {
      if (!holds(predicate, ModelQuery.identity(series, predicate.column())).orElse(false)) {
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
      case SeriesPredicate.AllOf every -> some(every.of(), value, false);
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
