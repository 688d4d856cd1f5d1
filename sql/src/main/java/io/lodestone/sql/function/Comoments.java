package io.lodestone.sql.function;

import io.lodestone.sql.type.Presence;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;

/**
 * Aggregates of pairs (y, x): covariance, correlation and the line of least squares. Means and sums
 * of products of distances from them are carried along, as in {@link Moments}.
 */
final class Comoments implements Accumulator {
  /** What is asked of the pairs. */
  enum Result {
    COVAR_POP,
    COVAR_SAMP,
    CORR,
    REGR_SLOPE,
    REGR_INTERCEPT
  }

  private final Result result;
  private long[] counts = new long[16];
  private double[] meansX = new double[16];
  private double[] meansY = new double[16];
  private double[] squaresX = new double[16];
  private double[] squaresY = new double[16];
  private double[] products = new double[16];

  Comoments(Result result) {
    this.result = result;
  }

  @Override
  public void add(int[] groups, int groupCount, Vector[] arguments, int size) {
    counts = Groups.room(counts, groupCount);
    meansX = Groups.room(meansX, groupCount);
    meansY = Groups.room(meansY, groupCount);
    squaresX = Groups.room(squaresX, groupCount);
    squaresY = Groups.room(squaresY, groupCount);
    products = Groups.room(products, groupCount);
    long[] presence = Presence.ofAll(arguments, size);
    double[] ys = Vectors.doubles(arguments[0], size);
    double[] xs = Vectors.doubles(arguments[1], size);
    for (int i = 0; i < size; i++) {
      if (Presence.has(presence, i)) {
        add(groups[i], xs[i], ys[i]);
      }
    }
  }

  private void add(int group, double x, double y) {
    long count = ++counts[group];
    double distanceX = x - meansX[group];
    double distanceY = y - meansY[group];
    meansX[group] += distanceX / count;
    meansY[group] += distanceY / count;
    squaresX[group] += distanceX * (x - meansX[group]);
    squaresY[group] += distanceY * (y - meansY[group]);
    products[group] += distanceX * (y - meansY[group]);
  }

  @Override
  public void result(int group, VectorBuilder target) {
    long count = group < counts.length ? counts[group] : 0;
    if (count == 0 || count == 1 && result == Result.COVAR_SAMP) {
      target.appendNull();
      return;
    }
    double value =
        switch (result) {
          case COVAR_POP -> products[group] / count;
          case COVAR_SAMP -> products[group] / (count - 1);
          case CORR -> products[group] / Math.sqrt(squaresX[group]) / Math.sqrt(squaresY[group]);
          case REGR_SLOPE -> slope(group);
          case REGR_INTERCEPT -> meansY[group] - slope(group) * meansX[group];
        };
    // Without any spread there is neither a correlation nor a line.
    if (Double.isNaN(value) && (count == 1 || isFlat(group))) {
      target.appendNull();
    } else {
      target.appendDouble(value);
    }
  }

  private double slope(int group) {
    return products[group] / squaresX[group];
  }

  private boolean isFlat(int group) {
    return squaresX[group] == 0 || squaresY[group] == 0;
  }

  @Override
  public long memoryBytes() {
    return 48L * counts.length;
  }
}
