package io.lodestone.sql;

import io.lodestone.model.ValueType;
import io.lodestone.scan.Aggregate;
import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.Column;
import io.lodestone.scan.TableSchema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Figures about groups of rows, one row at a time. */
final class MemoryFigures {
  private final TableSchema schema;
  private final AggregateRequest request;

  MemoryFigures(TableSchema schema, AggregateRequest request) {
    this.schema = schema;
    this.request = request;
  }

  List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    request.grouping().columns().forEach(name -> columns.add(schema.column(name).orElseThrow()));
    if (request.grouping().binNanos() > 0) {
      columns.add(Column.time());
    }
    for (int i = 0; i < request.aggregates().size(); i++) {
      columns.add(Column.measure("figure " + i, typeOf(request.aggregates().get(i))));
    }
    return columns;
  }

  /** A row for each group, in the order in which groups first appear. */
  List<Map<String, Object>> rows(List<Map<String, Object>> points) {
    Map<List<Object>, List<Map<String, Object>>> groups = new LinkedHashMap<>();
    for (Map<String, Object> point : points) {
      List<Object> key = new ArrayList<>();
      request.grouping().columns().forEach(name -> key.add(point.get(name)));
      if (request.grouping().bySeries()) {
        schema.columns().stream()
            .filter(c -> c.kind() == Column.Kind.DIMENSION)
            .forEach(c -> key.add(point.get(c.name())));
        key.add(point.get(Column.MEASURE_NAME));
      }
      if (request.grouping().binNanos() > 0) {
        long time = (Long) point.get(Column.TIME);
        key.add(time - Math.floorMod(time, request.grouping().binNanos()));
      }
      groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(point);
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    groups.forEach(
        (key, members) -> {
          Map<String, Object> row = new HashMap<>();
          List<Column> columns = columns();
          for (int i = 0; i < columns.size() - request.aggregates().size(); i++) {
            row.put(columns.get(i).name(), key.get(i));
          }
          for (int i = 0; i < request.aggregates().size(); i++) {
            row.put("figure " + i, figure(request.aggregates().get(i), members));
          }
          rows.add(row);
        });
    return rows;
  }

  private ValueType typeOf(Aggregate aggregate) {
    return switch (aggregate.function()) {
      case COUNT -> ValueType.BIGINT;
      case AVG -> ValueType.DOUBLE;
      case SUM, MIN, MAX, FIRST, LAST -> schema.column(aggregate.column()).orElseThrow().type();
    };
  }

  private static Object figure(Aggregate aggregate, List<Map<String, Object>> points) {
    if (aggregate.column().isEmpty()) {
      return (long) points.size();
    }
    List<Object> values =
        points.stream().map(p -> p.get(aggregate.column())).filter(Objects::nonNull).toList();
    Comparator<Map<String, Object>> byTime =
        Comparator.comparing(point -> (Long) point.get(Column.TIME));
    return switch (aggregate.function()) {
      case COUNT -> (long) values.size();
      case SUM -> sum(values);
      case AVG ->
          values.isEmpty()
              ? null
              : values.stream().mapToDouble(v -> ((Number) v).doubleValue()).sum() / values.size();
      case MIN -> extreme(values, -1).orElse(null);
      case MAX -> extreme(values, 1).orElse(null);
      case FIRST -> points.stream().min(byTime).orElseThrow().get(aggregate.column());
      // Of several the first, as max() takes the last.
      case LAST -> points.stream().min(byTime.reversed()).orElseThrow().get(aggregate.column());
    };
  }

  private static Object sum(List<Object> values) {
    if (values.isEmpty()) {
      return null;
    }
    return values.getFirst() instanceof Long
        ? values.stream().mapToLong(v -> (Long) v).reduce(0, Math::addExact)
        : (Object) values.stream().mapToDouble(v -> (Double) v).reduce(0, Double::sum);
  }

  @SuppressWarnings("unchecked")
  private static Optional<Object> extreme(List<Object> values, int sign) {
    return values.stream()
        .reduce((a, b) -> sign * ((Comparable<Object>) b).compareTo(a) > 0 ? b : a);
  }
}
