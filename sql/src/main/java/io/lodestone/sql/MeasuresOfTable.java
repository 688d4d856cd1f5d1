package io.lodestone.sql;

import io.lodestone.model.ValueType;
import io.lodestone.scan.Aggregate;
import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.Column;
import io.lodestone.scan.ColumnBatch;
import io.lodestone.scan.ColumnVector;
import io.lodestone.scan.Grouping;
import io.lodestone.scan.TableSchema;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * SHOW MEASURES: a row for each measure name, type of its values and set of dimensions that occur
 * together, in that order.
 */
final class MeasuresOfTable {
  private static final String MULTI = "multi";
  private static final SqlType DIMENSIONS =
      new SqlType.ArrayOf(
          new SqlType.RowOf(
              List.of(
                  new SqlType.Field(Optional.of("dimension_name"), Scalar.VARCHAR),
                  new SqlType.Field(Optional.of("data_type"), Scalar.VARCHAR))));

  /** What is shown as one row. */
  private record Measure(String name, String type, List<String> dimensions) {
    static final Comparator<Measure> ORDER =
        Comparator.comparing(Measure::name)
            .thenComparing(Measure::type)
            .thenComparing(measure -> String.join("\0", measure.dimensions()));
  }

  private final TableSchema schema;
  private final List<String> dimensions;
  private final List<Column> singles;
  private final SortedSet<Measure> found = new TreeSet<>(Measure.ORDER);

  private MeasuresOfTable(TableSchema schema) {
    this.schema = schema;
    this.dimensions = namesOf(Column.Kind.DIMENSION);
    this.singles = schema.columns().stream().filter(Column::isSingleMeasure).toList();
  }

  /**
   * Reads what series there are, and of what types their values.
   *
   * @param wanted tells which measure names are to be shown
   */
  static QueryResult of(OpenTable table, Predicate<String> wanted) {
    MeasuresOfTable measures = new MeasuresOfTable(table.schema());
    try (BatchCursor series = table.aggregate(measures.request())) {
      while (series.advance()) {
        measures.add(series.batch(), wanted);
      }
    }
    return measures.result();
  }

  /** For each series its names, how many points it has, and how many values of each single type. */
  private AggregateRequest request() {
    List<String> columns = new ArrayList<>();
    columns.add(Column.MEASURE_NAME);
    columns.addAll(dimensions);
    List<Aggregate> counts = new ArrayList<>();
    counts.add(Aggregate.count());
    singles.forEach(column -> counts.add(Aggregate.of(Aggregate.Function.COUNT, column.name())));
    return AggregateRequest.of(
        Grouping.bySeries(columns.toArray(String[]::new)), counts.toArray(Aggregate[]::new));
  }

  private List<String> namesOf(Column.Kind kind) {
    return schema.columns().stream().filter(c -> c.kind() == kind).map(Column::name).toList();
  }

  private void add(ColumnBatch batch, Predicate<String> wanted) {
    for (int row = 0; row < batch.size(); row++) {
      String name = text(batch.vector(0), row);
      if (!wanted.test(name)) {
        continue;
      }
      List<String> present = new ArrayList<>();
      for (int i = 0; i < dimensions.size(); i++) {
        if (batch.vector(1 + i).isPresent(row)) {
          present.add(dimensions.get(i));
        }
      }
      int counts = 1 + dimensions.size();
      long others = count(batch, counts, row);
      for (int i = 0; i < singles.size(); i++) {
        long values = count(batch, counts + 1 + i, row);
        others -= values;
        if (values > 0) {
          found.add(new Measure(name, singles.get(i).type().sqlName(), present));
        }
      }
      if (others > 0) {
        found.add(new Measure(name, MULTI, present));
      }
    }
  }

  private static long count(ColumnBatch batch, int column, int row) {
    return ((ColumnVector.Longs) batch.vector(column)).values()[row];
  }

  private static String text(ColumnVector vector, int row) {
    return switch (vector) {
      case ColumnVector.Dictionary dictionary -> dictionary.text(row);
      case ColumnVector.Varchars texts -> texts.text(row);
      default -> throw new IllegalStateException("a measure name is a text");
    };
  }

  private QueryResult result() {
    VectorBuilder names = VectorBuilder.of(Scalar.VARCHAR);
    VectorBuilder types = VectorBuilder.of(Scalar.VARCHAR);
    VectorBuilder dimensionNames = VectorBuilder.of(Scalar.VARCHAR);
    VectorBuilder dimensionTypes = VectorBuilder.of(Scalar.VARCHAR);
    int[] offsets = new int[found.size() + 1];
    int row = 0;
    for (Measure measure : found) {
      names.appendText(measure.name());
      types.appendText(measure.type());
      for (String dimension : measure.dimensions()) {
        dimensionNames.appendText(dimension);
        dimensionTypes.appendText(ValueType.VARCHAR.sqlName());
      }
      offsets[++row] = dimensionNames.size();
    }
    Vector pairs = new Vector.Rows(List.of(dimensionNames.build(), dimensionTypes.build()), null);
    return new MetadataResult(
        List.of(
            new ResultColumn("measure_name", Scalar.VARCHAR),
            new ResultColumn("data_type", Scalar.VARCHAR),
            new ResultColumn("dimensions", DIMENSIONS)),
        new Batch(
            found.size(),
            List.of(names.build(), types.build(), new Vector.Arrays(offsets, pairs, null))));
  }
}
