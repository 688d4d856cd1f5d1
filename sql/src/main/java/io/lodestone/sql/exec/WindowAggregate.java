package io.lodestone.sql.exec;

import io.lodestone.sql.function.Accumulator;
import io.lodestone.sql.function.AggregateFunction;
import io.lodestone.sql.plan.PlanNode;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;

/**
 * Computes an aggregate over the frames of rows. Frames that begin with their partition grow from
 * row to row, so that each row is added once; of other frames each is a group of its own.
 */
final class WindowAggregate {
  private final PlanNode.WindowColumn column;
  private final AggregateFunction function;
  private final QueryContext context;

  /** Rows picked to be added, and the group of each. */
  private final int[] picked = new int[Batch.ROWS_MAX];

  private final int[] groups = new int[Batch.ROWS_MAX];
  private int count;

  WindowAggregate(PlanNode.WindowColumn column, QueryContext context) {
    this.column = column;
    this.function = column.function().aggregate().orElseThrow();
    this.context = context;
  }

  /** Appends a value for each row of a partition. */
  void append(Partition partition, FrameBounds frames, VectorBuilder result) {
    if (frames.startsWithPartition()) {
      growing(partition, frames, result);
    } else {
      sliding(partition, frames, result);
    }
  }

  private void growing(Partition partition, FrameBounds frames, VectorBuilder result) {
    Accumulator state = function.newAccumulator();
    int added = partition.from();
    Vector value = null;
    for (int row = partition.from(); row < partition.to(); row++) {
      int end = frames.isWholePartition() ? partition.to() : frames.end(row);
      // A frame whose end is a number of each row may shrink as well.
      if (end < added) {
        state = function.newAccumulator();
        added = partition.from();
        value = null;
      }
      if (value == null || end > added) {
        for (; added < end; added++) {
          pick(partition.rows(), added, 0, state, 1);
        }
        flush(partition.rows(), state, 1);
        VectorBuilder current = VectorBuilder.of(function.returns());
        state.result(0, current);
        value = current.build();
      }
      result.append(value, 0);
    }
  }

  private void sliding(Partition partition, FrameBounds frames, VectorBuilder result) {
    int from = partition.from();
    while (from < partition.to()) {
      context.checkRunning();
      // Results are taken in portions, so that states do not pile up.
      int to = Math.min(from + Batch.ROWS_MAX / 16, partition.to());
      Accumulator state = function.newAccumulator();
      for (int row = from; row < to; row++) {
        int end = frames.end(row);
        for (int at = frames.start(row); at < end; at++) {
          pick(partition.rows(), at, row - from, state, to - from);
        }
      }
      flush(partition.rows(), state, to - from);
      for (int row = from; row < to; row++) {
        state.result(row - from, result);
      }
      from = to;
    }
  }

  private void pick(Batch rows, int row, int group, Accumulator state, int groupCount) {
    if (column.filter().isPresent()) {
      Vector filter = rows.column(column.filter().getAsInt());
      if (!filter.isPresent(row) || !Vectors.booleanAt(filter, row)) {
        return;
      }
    }
    picked[count] = row;
    groups[count++] = group;
    if (count == picked.length) {
      flush(rows, state, groupCount);
    }
  }

  /** Adds what has been picked. A group to which nothing is added has its result all the same. */
  private void flush(Batch rows, Accumulator state, int groupCount) {
    Vector[] arguments = new Vector[column.arguments().size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = Vectors.gather(rows.column(column.arguments().get(i)), picked, count);
    }
    state.add(groups, groupCount, arguments, count);
    count = 0;
  }
}
