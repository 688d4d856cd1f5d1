package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.ModelTable.Content;
import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.LodestoneException;
import io.lodestone.model.ResourceException;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.Aggregate;
import io.lodestone.scan.Aggregate.Function;
import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.Grouping;
import io.lodestone.scan.ScanLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A random question for figures about groups of points, and its answer by plain loops.
 *
 * @param range the times wanted
 * @param series conditions on series
 * @param values conditions on measures
 * @param grouping which points belong together
 * @param aggregates the figures wanted
 */
record ModelFigures(
    TimeRange range,
    ModelSeriesConditions series,
    ModelValueConditions values,
    Grouping grouping,
    List<Aggregate> aggregates) {
  private static final long[] BINS = {
    0,
    7,
    Duration.ofMinutes(1).toNanos(),
    Duration.ofMinutes(7).toNanos(),
    Duration.ofHours(1).toNanos(),
    Duration.ofDays(1).toNanos()
  };

  static ModelFigures random(SplittableRandom random, Content table, long nowNanos) {
    List<Aggregate> aggregates = new ArrayList<>();
    // Those of the last point alone are answered in a way of their own.
    boolean lastOnly = random.nextInt(4) == 0;
    aggregates.add(lastOnly ? Aggregate.of(Function.LAST, "time") : Aggregate.count());
    List<String> columns = new ArrayList<>(ModelQuery.measures(table));
    columns.add("time");
    int more = random.nextInt(6);
    while (aggregates.size() <= more) {
      String column = columns.get(random.nextInt(columns.size()));
      Function function = Function.values()[random.nextInt(Function.values().length)];
      if (lastOnly) {
        // The greatest time is that of a last point, too.
        boolean greatest = column.equals("time") && random.nextBoolean();
        aggregates.add(Aggregate.of(greatest ? Function.MAX : Function.LAST, column));
      } else if (isOf(function, table.columns().getOrDefault(column, "TIMESTAMP"))) {
        aggregates.add(Aggregate.of(function, column));
      }
    }
    return new ModelFigures(
        ModelQuery.range(random, table, nowNanos),
        ModelSeriesConditions.random(random, table.columns()),
        ModelValueConditions.random(random, table),
        grouping(random, table).withBins(BINS[random.nextInt(BINS.length)]),
        aggregates);
  }

  private static boolean isOf(Function function, String type) {
    return switch (function) {
      case SUM, AVG -> type.equals("BIGINT") || type.equals("DOUBLE");
      case COUNT, MIN, MAX, FIRST, LAST -> true;
    };
  }

  private static Grouping grouping(SplittableRandom random, Content table) {
    List<String> columns = new ArrayList<>();
    columns.add("measure_name");
    table
        .columns()
        .forEach(
            (name, type) -> {
              if (type.equals("dimension")) {
                columns.add(name);
              }
            });
    return switch (random.nextInt(4)) {
      case 0 -> Grouping.NONE;
      // With all of them a row of the answer tells of which series it is.
      case 1, 2 -> Grouping.bySeries(columns.toArray(String[]::new));
      default -> {
        columns.removeIf(_ -> random.nextBoolean());
        yield Grouping.byColumns(columns.toArray(String[]::new));
      }
    };
  }

  /**
   * Asks.
   *
   * @return how many groups the answer had
   * @throws AssertionError when it is not the right one
   */
  int compare(Snapshot snapshot, Content table) {
    Map<List<String>, List<Map<String, String>>> groups = new HashMap<>();
    ModelQuery.rows(table, range, series, values)
        .forEach(
            row ->
                groups
                    .computeIfAbsent(group(row.getKey()), _ -> new ArrayList<>())
                    .add(withTime(row.getKey(), row.getValue())));
    if (groups.values().stream().anyMatch(group -> hasTooGreatASum(group, table))) {
      LodestoneException refused =
          assertThrows(LodestoneException.class, () -> found(snapshot), this::toString);
      if (refused instanceof ResourceException failing) {
        throw failing; // The disk failed before anything could be added up.
      }
      assertInstanceOf(InvalidRequestException.class, refused, this::toString);
      return 0;
    }
    List<List<String>> found = found(snapshot);
    assertEquals(groups.size(), found.size(), () -> this + ": " + found);
    int keys = grouping.columns().size() + (grouping.binNanos() > 0 ? 1 : 0);
    for (List<String> row : found) {
      List<Map<String, String>> group = groups.remove(row.subList(0, keys));
      assertNotNull(group, () -> this + ": there is no such group, or it comes twice: " + row);
      for (int i = 0; i < aggregates.size(); i++) {
        Aggregate aggregate = aggregates.get(i);
        String type = table.columns().getOrDefault(aggregate.column(), "TIMESTAMP");
        String figure = row.get(keys + i);
        assertTrue(
            new ModelFigure(aggregate, type, group).agrees(figure),
            () -> this + ": " + aggregate + " is " + figure + " of " + row + " over " + group);
      }
    }
    return found.size();
  }

  private List<List<String>> found(Snapshot snapshot) {
    AggregateRequest request =
        new AggregateRequest(
            range, series.all(), values.all(), grouping, aggregates, ScanLimits.DEFAULT);
    int columns = grouping.columns().size() + (grouping.binNanos() > 0 ? 1 : 0) + aggregates.size();
    try (BatchCursor cursor = snapshot.aggregate(request)) {
      return TableContent.texts(cursor, columns);
    }
  }

  private boolean hasTooGreatASum(List<Map<String, String>> group, Content table) {
    return aggregates.stream()
        .filter(aggregate -> aggregate.function() == Function.SUM)
        .filter(aggregate -> table.columns().get(aggregate.column()).equals("BIGINT"))
        .anyMatch(aggregate -> new ModelFigure(aggregate, "BIGINT", group).isTooGreat());
  }

  /** What the first columns of the answer have for the group of a point. */
  private List<String> group(Key key) {
    List<String> group = new ArrayList<>();
    SeriesKey of = key.series();
    grouping.columns().forEach(name -> group.add(ModelQuery.identity(of, name).orElse(null)));
    if (grouping.binNanos() > 0) {
      long bin = Math.floorDiv(key.timeNanos(), grouping.binNanos()) * grouping.binNanos();
      group.add(Long.toString(bin));
    }
    return group;
  }

  private static Map<String, String> withTime(Key key, Map<String, String> row) {
    Map<String, String> all = new HashMap<>(row);
    all.put("time", Long.toString(key.timeNanos()));
    return all;
  }
}
