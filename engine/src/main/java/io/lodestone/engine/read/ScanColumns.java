package io.lodestone.engine.read;

import io.lodestone.scan.Column;
import io.lodestone.scan.TableSchema;
import io.lodestone.scan.ValueCondition;
import io.lodestone.scan.ValuePredicate;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a scan: those it hands out, and those it has to read for that.
 *
 * @param columns what is handed out, each once
 * @param outputs per requested column, in that order: which of {@code columns} it is
 * @param measures what is read of the table's parts: all measures handed out or tested
 * @param conditions the tests
 */
record ScanColumns(
    List<Column> columns, int[] outputs, List<Column> measures, List<ValueCondition> conditions) {

  /**
   * @throws IllegalArgumentException when a column is not of the schema, or a condition does not
   *     fit it
   */
  static ScanColumns of(
      TableSchema schema, List<String> requested, List<ValuePredicate> predicates) {
    List<Column> columns = new ArrayList<>();
    List<Column> measures = new ArrayList<>();
    int[] outputs = new int[requested.size()];
    for (int i = 0; i < outputs.length; i++) {
      Column column = find(schema, requested.get(i));
      if (!columns.contains(column)) {
        columns.add(column);
      }
      outputs[i] = columns.indexOf(column);
      addMeasure(measures, column);
    }
    List<ValueCondition> conditions = new ArrayList<>();
    for (ValuePredicate predicate : predicates) {
      Column column = find(schema, predicate.column());
      conditions.add(ValueCondition.of(predicate, column));
      addMeasure(measures, column);
    }
    return new ScanColumns(columns, outputs, measures, conditions);
  }

  /** These, with the time among what is gathered, handed out or not. */
  ScanColumns withTime() {
    if (columns.contains(Column.time())) {
      return this;
    }
    List<Column> more = new ArrayList<>(columns);
    more.add(Column.time());
    return new ScanColumns(more, outputs, measures, conditions);
  }

  /**
   * A column of a table by its name.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Column find(TableSchema schema, String name) {
    return schema
        .column(name)
        .orElseThrow(() -> new IllegalArgumentException(schema.table() + " has no column " + name));
  }

  private static void addMeasure(List<Column> measures, Column column) {
    if (column.kind() == Column.Kind.MEASURE && !measures.contains(column)) {
      measures.add(column);
    }
  }
}
