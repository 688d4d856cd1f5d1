package io.lodestone.sql.function;

import io.lodestone.sql.type.Presence;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;

/**
 * {@code skewness} and {@code kurtosis} from the third and fourth moments, carried along by the
 * recurrences of Pébay, "Formulas for robust, one-pass parallel computation of covariances and
 * arbitrary-order statistical moments" (Sandia report 2008-6212).
 */
final class Shape implements Accumulator {
  private final boolean kurtosis;
  private long[] counts = new long[16];
  private double[] means = new double[16];
  private double[] seconds = new double[16];
  private double[] thirds = new double[16];
  private double[] fourths = new double[16];

  private Shape(boolean kurtosis) {
    this.kurtosis = kurtosis;
  }

  static Shape skewness() {
    return new Shape(false);
  }

  static Shape kurtosis() {
    return new Shape(true);
  }

  @Override
  public void add(int[] groups, int groupCount, Vector[] arguments, int size) {
    counts = Groups.room(counts, groupCount);
    means = Groups.room(means, groupCount);
    seconds = Groups.room(seconds, groupCount);
    thirds = Groups.room(thirds, groupCount);
    fourths = Groups.room(fourths, groupCount);
    long[] presence = arguments[0].presence();
    double[] values = Vectors.doubles(arguments[0], size);
    for (int i = 0; i < size; i++) {
      if (Presence.has(presence, i)) {
        add(groups[i], values[i]);
      }
    }
  }

  private void add(int group, double value) {
    double before = counts[group];
    double n = ++counts[group];
    double distance = value - means[group];
    double part = distance / n;
    double square = distance * part * before;
    means[group] += part;
    fourths[group] +=
        square * part * part * (n * n - 3 * n + 3)
            + 6 * part * part * seconds[group]
            - 4 * part * thirds[group];
    thirds[group] += square * part * (n - 2) - 3 * part * seconds[group];
    seconds[group] += square;
  }

  @Override
  public void result(int group, VectorBuilder target) {
    double n = group < counts.length ? counts[group] : 0;
    if (n < (kurtosis ? 4 : 3)) {
      target.appendNull();
      return;
    }
    double second = seconds[group];
    target.appendDouble(
        kurtosis
            ? n
                    * (n + 1)
                    / ((n - 1) * (n - 2) * (n - 3))
                    * ((n - 1) * (n - 1) * fourths[group] / (second * second))
                - 3 * (n - 1) * (n - 1) / ((n - 2) * (n - 3))
            : Math.sqrt(n) * thirds[group] / Math.pow(second, 1.5));
  }

  @Override
  public long memoryBytes() {
    return 40L * counts.length;
  }
}
