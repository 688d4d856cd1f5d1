package io.lodestone.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The rows of an answer, in no particular order, to be held against another side's. */
final class QueryAnswer {
  /** How far two means may lie apart: the order of additions is nobody's promise. */
  private static final double TOLERANCE = 1e-9;

  private final List<double[]> rows = new ArrayList<>();

  /**
   * Adds a row.
   *
   * @param host its number, or -1
   * @param timeNanos of the row or of its bin
   */
  void add(int host, long timeNanos, double... values) {
    double[] row = new double[values.length + 2];
    row[0] = host;
    row[1] = (timeNanos - CpuOnly.START_NANOS) / 1e9;
    System.arraycopy(values, 0, row, 2, values.length);
    rows.add(row);
  }

  /** The rows of the latest times, at most so many; one row a time is assumed. */
  QueryAnswer youngest(int count) {
    QueryAnswer kept = new QueryAnswer();
    rows.stream()
        .sorted(Comparator.comparingDouble((double[] row) -> row[1]).reversed())
        .limit(count)
        .forEach(kept.rows::add);
    return kept;
  }

  /**
   * @throws IllegalStateException when the two differ
   */
  void requireSame(QueryAnswer other) {
    Answers.requireSame("rows", rows.size(), other.rows.size());
    rows.sort(Arrays::compare);
    other.rows.sort(Arrays::compare);
    for (int i = 0; i < rows.size(); i++) {
      double[] one = rows.get(i);
      double[] two = other.rows.get(i);
      for (int column = 0; column < one.length; column++) {
        if (Math.abs(one[column] - two[column]) > TOLERANCE * Math.max(1, Math.abs(one[column]))) {
          throw new IllegalStateException(
              "row "
                  + i
                  + ": "
                  + Arrays.toString(two)
                  + " in the place of "
                  + Arrays.toString(one));
        }
      }
    }
  }
}
