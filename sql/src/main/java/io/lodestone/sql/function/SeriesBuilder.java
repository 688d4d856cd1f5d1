package io.lodestone.sql.function;

import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TextForm;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.Arrays;

/** {@code create_time_series}: the samples of a group in the order of time; NULL for none. */
final class SeriesBuilder implements Accumulator {
  private final GroupRows rows;

  SeriesBuilder(SqlType value) {
    this.rows = new GroupRows(Scalar.TIMESTAMP, value);
  }

  @Override
  public void add(int[] groups, int groupCount, Vector[] arguments, int size) {
    rows.room(groupCount);
    for (int i = 0; i < size; i++) {
      if (!arguments[0].isPresent(i)) {
        throw new EvaluationException("create_time_series: time must not be NULL");
      }
      if (!arguments[1].isPresent(i)) {
        throw new EvaluationException("create_time_series: value must not be NULL");
      }
      rows.add(groups[i], arguments, i);
    }
  }

  @Override
  public void result(int group, VectorBuilder target) {
    if (rows.count(group) == 0) {
      target.appendNull();
      return;
    }
    Vector times = rows.column(0);
    VectorBuilder sample = target.elements();
    int last = -1;
    for (int row : ordered(times, rows.rows(group))) {
      long time = Vectors.word(times, row);
      if (last >= 0 && Vectors.word(times, last) == time) {
        throw new EvaluationException(
            "create_time_series: the timestamp "
                + TextForm.of(Scalar.TIMESTAMP, times, row)
                + " occurs more than once");
      }
      sample.field(0).appendWord(time);
      sample.field(1).append(rows.column(1), row);
      sample.appendRow();
      last = row;
    }
    target.appendArray();
  }

  /** Rows of one series mostly come in order: then nothing is sorted. */
  private static int[] ordered(Vector times, int[] rows) {
    boolean inOrder = true;
    for (int i = 1; i < rows.length && inOrder; i++) {
      inOrder = Vectors.word(times, rows[i - 1]) < Vectors.word(times, rows[i]);
    }
    return inOrder
        ? rows
        : Arrays.stream(rows)
            .boxed()
            .sorted((a, b) -> Long.compare(Vectors.word(times, a), Vectors.word(times, b)))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  @Override
  public long memoryBytes() {
    return rows.memoryBytes();
  }
}
