package io.lodestone.sql.function;

import io.lodestone.sql.type.Presence;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;

/**
 * Variance and standard deviation by Welford's recurrence: mean and sum of squared distances from
 * it are carried along, so that large values do not cancel small differences.
 */
final class Moments implements Accumulator {
  /** What is asked of the moments. */
  enum Result {
    VAR_SAMP(1, false),
    VAR_POP(0, false),
    STDDEV_SAMP(1, true),
    STDDEV_POP(0, true);

    private final int lostDegrees;
    private final boolean root;

    Result(int lostDegrees, boolean root) {
      this.lostDegrees = lostDegrees;
      this.root = root;
    }
  }

  private final Result result;
  private long[] counts = new long[16];
  private double[] means = new double[16];
  private double[] squares = new double[16];

  Moments(Result result) {
    this.result = result;
  }

  @Override
  public void add(int[] groups, int groupCount, Vector[] arguments, int size) {
    counts = Groups.room(counts, groupCount);
    means = Groups.room(means, groupCount);
    squares = Groups.room(squares, groupCount);
    long[] presence = arguments[0].presence();
    double[] values = Vectors.doubles(arguments[0], size);
    for (int i = 0; i < size; i++) {
      if (Presence.has(presence, i)) {
        int group = groups[i];
        double distance = values[i] - means[group];
        means[group] += distance / ++counts[group];
        squares[group] += distance * (values[i] - means[group]);
      }
    }
  }

  @Override
  public void result(int group, VectorBuilder target) {
    long degrees = group < counts.length ? counts[group] - result.lostDegrees : 0;
    if (degrees <= 0) {
      target.appendNull();
      return;
    }
    double variance = squares[group] / degrees;
    target.appendDouble(result.root ? Math.sqrt(variance) : variance);
  }

  @Override
  public long memoryBytes() {
    return 24L * counts.length;
  }
}
