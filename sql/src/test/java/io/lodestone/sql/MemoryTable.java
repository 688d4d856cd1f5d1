package io.lodestone.sql;

import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.Column;
import io.lodestone.scan.ColumnBatch;
import io.lodestone.scan.ColumnVector;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.SeriesPredicate;
import io.lodestone.scan.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table in memory that keeps the scan contract: it honours time range and series conditions,
 * hands dimensions out as codes of a dictionary that grows from batch to batch, and reuses no
 * array.
 */
final class MemoryTable implements OpenTable {
  private final TableSchema schema;
  private final int batchRows;
  private final List<Map<String, Object>> rows = new ArrayList<>();
  private static final Comparator<Map<String, Object>> BY_TIME =
      Comparator.comparing(row -> (Long) row.get(Column.TIME));

  private final List<ScanRequest> requests = new ArrayList<>();
  private final List<AggregateRequest> figures = new ArrayList<>();
  private int closed;

  MemoryTable(TableSchema schema, int batchRows) {
    this.schema = schema;
    this.batchRows = batchRows;
  }

  /** Adds a point: column names and their values (Long, Double, Boolean, String) by turns. */
  MemoryTable point(Object... namesAndValues) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    rows.add(row);
    return this;
  }

  List<Map<String, Object>> rows() {
    return rows;
  }

  /** What was asked of this table so far. */
  List<ScanRequest> requests() {
    return requests;
  }

  /** What figures were asked of this table so far. */
  List<AggregateRequest> figures() {
    return figures;
  }

  int timesClosed() {
    return closed;
  }

  @Override
  public TableSchema schema() {
    return schema;
  }

  @Override
  public BatchCursor scan(ScanRequest request) {
    requests.add(request);
    List<Column> columns =
        request.columns().stream().map(name -> schema.column(name).orElseThrow()).toList();
    List<Map<String, Object>> wanted =
        rows.stream()
            .filter(row -> request.range().contains((Long) row.get(Column.TIME)))
            .filter(row -> request.series().stream().allMatch(p -> holds(p, row)))
            .filter(row -> request.values().stream().allMatch(p -> ValueTruth.holds(p, row)))
            .toList();
    if (request.order() == ScanRequest.Order.TIME_ASCENDING) {
      wanted = wanted.stream().sorted(BY_TIME).toList();
    } else if (request.order() == ScanRequest.Order.TIME_DESCENDING) {
      wanted = wanted.stream().sorted(BY_TIME.reversed()).toList();
    }
    int limit = (int) Math.min(request.limit(), wanted.size());
    return new Cursor(columns, wanted.subList(0, limit));
  }

  @Override
  public BatchCursor aggregate(AggregateRequest request) {
    figures.add(request);
    List<Map<String, Object>> wanted =
        rows.stream()
            .filter(row -> request.range().contains((Long) row.get(Column.TIME)))
            .filter(row -> request.series().stream().allMatch(p -> holds(p, row)))
            .filter(row -> request.values().stream().allMatch(p -> ValueTruth.holds(p, row)))
            .toList();
    MemoryFigures answer = new MemoryFigures(schema, request);
    return new Cursor(answer.columns(), answer.rows(wanted));
  }

  @Override
  public void close() {
    closed++;
  }

  private static boolean holds(SeriesPredicate predicate, Map<String, Object> row) {
    Object value = row.get(predicate.column());
    return switch (predicate) {
      case SeriesPredicate.In in -> value != null && in.values().contains(value);
      case SeriesPredicate.NotIn notIn -> value != null && !notIn.values().contains(value);
      case SeriesPredicate.IsPresent _ -> value != null;
      case SeriesPredicate.IsAbsent _ -> value == null;
      case SeriesPredicate.Prefix _,
          SeriesPredicate.Like _,
          SeriesPredicate.Not _,
          SeriesPredicate.AllOf _,
          SeriesPredicate.AnyOf _ ->
          throw new AssertionError("a condition that is never pushed down: " + predicate);
    };
  }

  private final class Cursor implements BatchCursor {
    private final List<Column> columns;
    private final List<Map<String, Object>> wanted;
    private final List<List<String>> dictionaries = new ArrayList<>();
    private int from;
    private int to;

    Cursor(List<Column> columns, List<Map<String, Object>> wanted) {
      this.columns = columns;
      this.wanted = wanted;
      columns.forEach(_ -> dictionaries.add(new ArrayList<>()));
    }

    @Override
    public boolean advance() {
      from = to;
      to = Math.min(from + batchRows, wanted.size());
      return from < to;
    }

    @Override
    public ColumnBatch batch() {
      List<ColumnVector> vectors = new ArrayList<>();
      for (int c = 0; c < columns.size(); c++) {
        vectors.add(vector(columns.get(c), dictionaries.get(c)));
      }
      return new ColumnBatch(to - from, vectors);
    }

    @Override
    public void close() {
      from = to = wanted.size();
    }

    private ColumnVector vector(Column column, List<String> dictionary) {
      Object[] values =
          wanted.subList(from, to).stream().map(row -> row.get(column.name())).toArray();
      boolean byCode = column.kind() != Column.Kind.MEASURE && column.kind() != Column.Kind.TIME;
      return byCode ? codes(values, dictionary) : plain(column, values);
    }
  }

  private static ColumnVector codes(Object[] values, List<String> dictionary) {
    int[] codes = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null && !dictionary.contains((String) values[i])) {
        dictionary.add((String) values[i]);
      }
      codes[i] = dictionary.indexOf((String) values[i]);
    }
    return new ColumnVector.Dictionary(codes, texts(dictionary.toArray()), presence(values));
  }

  private static ColumnVector plain(Column column, Object[] values) {
    long[] presence = presence(values);
    return switch (column.type()) {
      case BIGINT, TIMESTAMP ->
          new ColumnVector.Longs(
              Arrays.stream(values).mapToLong(v -> v == null ? -7 : (Long) v).toArray(), presence);
      case DOUBLE ->
          new ColumnVector.Doubles(
              Arrays.stream(values).mapToDouble(v -> v == null ? -7 : (Double) v).toArray(),
              presence);
      case BOOLEAN -> {
        boolean[] truths = new boolean[values.length];
        for (int i = 0; i < truths.length; i++) {
          truths[i] = values[i] == null || (Boolean) values[i];
        }
        yield new ColumnVector.Booleans(truths, presence);
      }
      case VARCHAR -> texts(values);
    };
  }

  private static ColumnVector.Varchars texts(Object[] values) {
    int[] offsets = new int[values.length + 1];
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      all.append(values[i] == null ? "" : values[i]);
      offsets[i + 1] = all.toString().getBytes(StandardCharsets.UTF_8).length;
    }
    return new ColumnVector.Varchars(
        all.toString().getBytes(StandardCharsets.UTF_8), offsets, presence(values));
  }

  private static long[] presence(Object[] values) {
    long[] bits = new long[(values.length + 63) / 64];
    boolean all = true;
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        bits[i / 64] |= 1L << i;
      } else {
        all = false;
      }
    }
    return all ? null : bits;
  }
}
