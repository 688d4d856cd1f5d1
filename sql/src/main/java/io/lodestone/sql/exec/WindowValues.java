package io.lodestone.sql.exec;

import io.lodestone.sql.function.WindowFunction.Kind;
import io.lodestone.sql.plan.PlanNode;
import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;

/** Computes the window functions that are no aggregates, partition by partition. */
final class WindowValues {
  private final PlanNode.WindowColumn column;

  WindowValues(PlanNode.WindowColumn column) {
    this.column = column;
  }

  /** Appends a value for each row of a partition. */
  void append(Partition partition, FrameBounds frames, VectorBuilder result) {
    switch (column.function().kind()) {
      case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST -> ranks(partition, result);
      case NTILE -> tiles(partition, result);
      case LAG -> neighbours(partition, -1, result);
      case LEAD -> neighbours(partition, 1, result);
      case FIRST_VALUE, LAST_VALUE, NTH_VALUE -> framed(partition, frames, result);
      case AGGREGATE -> throw new IllegalArgumentException("an aggregate");
    }
  }

  private void ranks(Partition partition, VectorBuilder result) {
    int from = partition.from();
    double size = partition.to() - from;
    for (int row = from; row < partition.to(); row++) {
      switch (column.function().kind()) {
        case ROW_NUMBER -> result.appendWord(row - from + 1L);
        case RANK -> result.appendWord(partition.firstPeer(row) - from + 1L);
        case DENSE_RANK -> result.appendWord(partition.groupOf(row) + 1L);
        case PERCENT_RANK ->
            result.appendDouble(size == 1 ? 0 : (partition.firstPeer(row) - from) / (size - 1));
        case CUME_DIST -> result.appendDouble((partition.afterPeers(row) - from) / size);
        default -> throw new IllegalArgumentException("no rank");
      }
    }
  }

  /** The first tiles are one larger when there is a remainder. */
  private void tiles(Partition partition, VectorBuilder result) {
    Vector counts = argument(partition, 0);
    long size = (long) partition.to() - partition.from();
    for (int row = partition.from(); row < partition.to(); row++) {
      if (!counts.isPresent(row)) {
        result.appendNull();
        continue;
      }
      long count = Vectors.word(counts, row);
      if (count <= 0) {
        throw new EvaluationException("Buckets must be greater than 0");
      }
      long number = (long) row - partition.from();
      long least = size / count;
      long larger = size % count;
      result.appendWord(
          1
              + (number < larger * (least + 1)
                  ? number / (least + 1)
                  : larger + (number - larger * (least + 1)) / least));
    }
  }

  private void neighbours(Partition partition, int step, VectorBuilder result) {
    Vector values = argument(partition, 0);
    boolean hasOffset = column.arguments().size() > 1;
    Vector defaults = column.arguments().size() > 2 ? argument(partition, 2) : null;
    for (int row = partition.from(); row < partition.to(); row++) {
      long offset = hasOffset ? offset(argument(partition, 1), row, 0) : 1;
      long found = neighbour(partition, values, row, step, offset);
      if (found >= partition.from() && found < partition.to()) {
        result.append(values, (int) found);
      } else if (defaults != null) {
        result.append(defaults, row);
      } else {
        result.appendNull();
      }
    }
  }

  /** The row so many steps away; one outside of the partition if there is none. */
  private long neighbour(Partition partition, Vector values, int row, int step, long offset) {
    if (!column.ignoresNulls() || offset == 0) {
      return row + step * Math.min(offset, (long) Integer.MAX_VALUE);
    }
    long left = offset;
    for (int at = row + step; at >= partition.from() && at < partition.to(); at += step) {
      left -= values.isPresent(at) ? 1 : 0;
      if (left == 0) {
        return at;
      }
    }
    return -1;
  }

  private void framed(Partition partition, FrameBounds frames, VectorBuilder result) {
    Vector values = argument(partition, 0);
    for (int row = partition.from(); row < partition.to(); row++) {
      int found = inFrame(partition, values, frames.start(row), frames.end(row), row);
      if (found < 0) {
        result.appendNull();
      } else {
        result.append(values, found);
      }
    }
  }

  /** The row of a frame that is asked for; -1 if there is none. */
  private int inFrame(Partition partition, Vector values, int start, int end, int row) {
    boolean backwards = column.function().kind() == Kind.LAST_VALUE;
    long nth =
        column.function().kind() == Kind.NTH_VALUE ? offset(argument(partition, 1), row, 1) : 1;
    if (nth > end - start) {
      return -1;
    }
    if (!column.ignoresNulls()) {
      return (int) (backwards ? end - nth : start + nth - 1);
    }
    long left = nth;
    for (int i = 0; i < end - start; i++) {
      int at = backwards ? end - 1 - i : start + i;
      left -= values.isPresent(at) ? 1 : 0;
      if (left == 0) {
        return at;
      }
    }
    return -1;
  }

  private static long offset(Vector offsets, int row, int least) {
    if (!offsets.isPresent(row) || Vectors.word(offsets, row) < least) {
      throw new EvaluationException("Offset must be at least " + least);
    }
    return Vectors.word(offsets, row);
  }

  private Vector argument(Partition partition, int index) {
    return partition.rows().column(column.arguments().get(index));
  }
}
