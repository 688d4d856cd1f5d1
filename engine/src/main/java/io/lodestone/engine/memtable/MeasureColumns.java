package io.lodestone.engine.memtable;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.scan.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * The measure columns of a memtable and their numbers, and how the columns of a batch map to them.
 * A column is identified by name and type. Used by the committer alone.
 */
final class MeasureColumns {
  /** In the order of their numbers; replaced when one is added, so that views may keep it. */
  private List<Column> columns = List.of();

  /** The batch that {@link #numbers} speaks of; null for none. */
  private PointBatch mapped;

  private int[] numbers = {};

  List<Column> list() {
    return columns;
  }

  /**
   * Per column of the batch: its number here, or -1. Valid until the next call with another batch;
   * the batch is remembered until {@link #forget()}.
   */
  int[] numbersOf(PointBatch batch) {
    if (batch != mapped) {
      List<ColumnBuffer> batchColumns = batch.columns();
      if (numbers.length < batchColumns.size()) {
        numbers = new int[batchColumns.size()];
      }
      for (int i = 0; i < batchColumns.size(); i++) {
        numbers[i] = numberOf(batchColumns.get(i), i);
      }
      mapped = batch;
    }
    return numbers;
  }

  /** The same, after entering columns of which one of the given points has a value. */
  int[] enter(PointBatch batch, int[] points, int count) {
    int[] known = numbersOf(batch);
    for (int i = 0; i < batch.columns().size(); i++) {
      ColumnBuffer values = batch.columns().get(i);
      if (known[i] < 0 && BlockAppender.presentCount(values, points, 0, count) > 0) {
        known[i] = columns.size();
        List<Column> longer = new ArrayList<>(columns);
        longer.add(Column.measure(values.name(), values.type()));
        columns = List.copyOf(longer);
      }
    }
    return known;
  }

  long memoryBytes() {
    return ArrayBytes.of(numbers);
  }

  void forget() {
    mapped = null;
  }

  /** Batches mostly bring the columns in the same order, hence the guess. */
  private int numberOf(ColumnBuffer values, int guess) {
    if (guess < columns.size() && isSame(columns.get(guess), values)) {
      return guess;
    }
    for (int i = 0; i < columns.size(); i++) {
      if (isSame(columns.get(i), values)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isSame(Column column, ColumnBuffer values) {
    return column.type() == values.type() && column.name().equals(values.name());
  }
}
