package io.lodestone.sql.exec;

import io.lodestone.sql.function.Evaluator;
import io.lodestone.sql.plan.PlanNode;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a row of each element of some collections of a row; a shorter collection is filled up with
 * NULL. An array of any length comes out in batches of the usual size.
 */
final class UnnestOperator implements Operator {
  /** In the place of an element that is not there. */
  private static final int NONE = -1;

  private final PlanNode.Unnest plan;
  private final Operator source;
  private final QueryContext context;
  private final List<Evaluator> collections;
  private final int[] rows = new int[Batch.ROWS_MAX];
  private final int[][] elements;
  private final long[] ordinals = new long[Batch.ROWS_MAX];

  /** The rows at hand, and where in them the next batch begins. */
  private Batch from;

  private Vector[] values;
  private int row;
  private int element;
  private Batch batch;

  UnnestOperator(PlanNode.Unnest plan, Operator source, QueryContext context) {
    this.plan = plan;
    this.source = source;
    this.context = context;
    this.collections = plan.collections().stream().map(Evaluator::of).toList();
    this.elements = new int[collections.size()][Batch.ROWS_MAX];
  }

  @Override
  public boolean advance() {
    int count = 0;
    while (count == 0) {
      // A few rows can become any number of them without a scan that would look for itself.
      context.checkRunning();
      if (from == null && !next()) {
        return false;
      }
      count = fill();
    }
    batch = batch(count);
    if (row == from.size()) {
      from = null;
    }
    return true;
  }

  private boolean next() {
    if (!source.advance()) {
      return false;
    }
    from = source.batch();
    values = new Vector[collections.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = collections.get(i).over(from);
    }
    row = 0;
    element = 0;
    return true;
  }

  /** Notes which elements the next batch has; returns how many rows that makes. */
  private int fill() {
    int count = 0;
    while (row < from.size() && count < Batch.ROWS_MAX) {
      int length = 0;
      for (Vector value : values) {
        length = Math.max(length, length(value));
      }
      if (length == 0 && plan.keepsRows()) {
        add(count++, NONE);
      }
      while (element < length && count < Batch.ROWS_MAX) {
        add(count++, element++);
      }
      if (element >= length) {
        row++;
        element = 0;
      }
    }
    if (count == 0) {
      from = null;
    }
    return count;
  }

  private void add(int place, int index) {
    rows[place] = row;
    ordinals[place] = index + 1L;
    for (int i = 0; i < values.length; i++) {
      boolean there = index != NONE && index < length(values[i]);
      elements[i][place] = there ? start(values[i]) + index : NONE;
    }
  }

  private int length(Vector value) {
    return value.isPresent(row) ? Vectors.arraysOf(value).length(Vectors.entryOf(value, row)) : 0;
  }

  private int start(Vector value) {
    return Vectors.arraysOf(value).offsets()[Vectors.entryOf(value, row)];
  }

  private Batch batch(int count) {
    List<Vector> columns = new ArrayList<>();
    for (int column : plan.kept()) {
      columns.add(Vectors.gather(from.column(column), rows, count));
    }
    for (int i = 0; i < values.length; i++) {
      VectorBuilder builder = VectorBuilder.of(plan.elements().get(i));
      Vector all = Vectors.arraysOf(values[i]).elements();
      for (int place = 0; place < count; place++) {
        if (elements[i][place] == NONE) {
          builder.appendNull();
        } else {
          builder.append(all, elements[i][place]);
        }
      }
      columns.add(builder.build());
    }
    if (plan.ordinality()) {
      VectorBuilder builder = VectorBuilder.of(Scalar.BIGINT);
      for (int place = 0; place < count; place++) {
        if (ordinals[place] == 0) {
          builder.appendNull();
        } else {
          builder.appendWord(ordinals[place]);
        }
      }
      columns.add(builder.build());
    }
    return new Batch(count, columns);
  }

  @Override
  public Batch batch() {
    return batch;
  }

  @Override
  public void close() {
    source.close();
  }
}
