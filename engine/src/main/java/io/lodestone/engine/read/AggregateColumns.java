package io.lodestone.engine.read;

import io.lodestone.model.ValueType;
import io.lodestone.scan.Aggregate;
import io.lodestone.scan.Aggregate.Function;
import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.Column;
import io.lodestone.scan.TableSchema;
import io.lodestone.scan.ValueCondition;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of an aggregation: those that are read, and those of its answer.
 *
 * @param measures what is read of the table's parts
 * @param conditions tests of some of them
 * @param groupColumns dimensions and measure name carried by the answer
 * @param inputs per aggregate: what it is computed of
 */
record AggregateColumns(
    List<Column> measures,
    List<ValueCondition> conditions,
    List<Column> groupColumns,
    List<Input> inputs) {

  /**
   * What an aggregate is computed of.
   *
   * @param place the number of the column among those read, -1 for points or their times
   * @param type the type of the values, of points BIGINT
   */
  record Input(Aggregate aggregate, int place, ValueType type) {
    /** The type of the result. */
    ValueType resultType() {
      return switch (aggregate.function()) {
        case COUNT -> ValueType.BIGINT;
        case AVG -> ValueType.DOUBLE;
        case SUM, MIN, MAX, FIRST, LAST -> type;
      };
    }

    Accumulator accumulator() {
      boolean isDouble = type == ValueType.DOUBLE;
      boolean average = aggregate.function() == Function.AVG;
      return switch (aggregate.function()) {
        case COUNT -> new CountAccumulator(place);
        case SUM, AVG ->
            isDouble
                ? new DoubleSumAccumulator(place, average)
                : new LongSumAccumulator(aggregate.column(), place, average);
        case MIN, MAX ->
            type == ValueType.VARCHAR
                ? new TextExtremeAccumulator(place, aggregate.function() == Function.MAX)
                : new ExtremeAccumulator(place, type, aggregate.function() == Function.MAX);
        case FIRST -> new EndAccumulator(place, type, false);
        case LAST -> new EndAccumulator(place, type, true);
      };
    }
  }

  /**
   * @throws IllegalArgumentException when a column is not of the schema, or not of a kind or type
   *     that its use needs
   */
  static AggregateColumns of(TableSchema schema, AggregateRequest request) {
    List<String> measureNames = new ArrayList<>();
    List<Column> groupColumns = new ArrayList<>();
    for (String name : request.grouping().columns()) {
      Column column = ScanColumns.find(schema, name);
      if (column.kind() != Column.Kind.DIMENSION && column.kind() != Column.Kind.MEASURE_NAME) {
        throw new IllegalArgumentException("points cannot be grouped by " + name);
      }
      groupColumns.add(column);
    }
    for (Aggregate aggregate : request.aggregates()) {
      if (isOfMeasure(aggregate)) {
        measureNames.add(aggregate.column());
      }
    }
    ScanColumns read = ScanColumns.of(schema, measureNames, request.values());
    List<Input> inputs = new ArrayList<>();
    for (Aggregate aggregate : request.aggregates()) {
      inputs.add(input(schema, aggregate, read.measures()));
    }
    return new AggregateColumns(read.measures(), read.conditions(), groupColumns, inputs);
  }

  private static boolean isOfMeasure(Aggregate aggregate) {
    return !aggregate.column().isEmpty() && !aggregate.column().equals(Column.TIME);
  }

  private static Input input(TableSchema schema, Aggregate aggregate, List<Column> read) {
    Function function = aggregate.function();
    boolean adds = function == Function.SUM || function == Function.AVG;
    if (!isOfMeasure(aggregate)) {
      if (adds) {
        throw new IllegalArgumentException(function + " of times means nothing");
      }
      boolean points = aggregate.column().isEmpty();
      return new Input(aggregate, -1, points ? ValueType.BIGINT : ValueType.TIMESTAMP);
    }
    Column column = ScanColumns.find(schema, aggregate.column());
    if (column.kind() != Column.Kind.MEASURE) {
      throw new IllegalArgumentException(column.name() + " is not a measure column");
    }
    if (adds && column.type() != ValueType.BIGINT && column.type() != ValueType.DOUBLE) {
      throw new IllegalArgumentException(
          function + " of " + column.name() + ", which is " + column.type());
    }
    return new Input(aggregate, read.indexOf(column), column.type());
  }
}
