package io.lodestone.sql.function;

import io.lodestone.sql.type.Presence;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;

/**
 * {@code sum}, {@code avg} and {@code geometric_mean} of doubles: plain addition in the order of
 * the rows, without compensation, as in Trino.
 */
final class DoubleSum implements Accumulator {
  private enum Result {
    SUM,
    AVERAGE,
    GEOMETRIC_MEAN
  }

  private final Result result;
  private double[] sums = new double[16];
  private long[] counts = new long[16];

  private DoubleSum(Result result) {
    this.result = result;
  }

  static DoubleSum sum() {
    return new DoubleSum(Result.SUM);
  }

  static DoubleSum average() {
    return new DoubleSum(Result.AVERAGE);
  }

  static DoubleSum geometricMean() {
    return new DoubleSum(Result.GEOMETRIC_MEAN);
  }

  @Override
  public void add(int[] groups, int groupCount, Vector[] arguments, int size) {
    sums = Groups.room(sums, groupCount);
    counts = Groups.room(counts, groupCount);
    long[] presence = arguments[0].presence();
    double[] values = Vectors.doubles(arguments[0], size);
    boolean logarithms = result == Result.GEOMETRIC_MEAN;
    if (!logarithms && presence == null) {
      addRuns(groups, values, size);
      return;
    }
    for (int i = 0; i < size; i++) {
      if (Presence.has(presence, i)) {
        sums[groups[i]] += logarithms ? Math.log(values[i]) : values[i];
        counts[groups[i]]++;
      }
    }
  }

  /** Neighbours mostly share their group: their sum stays in a register until the group changes. */
  private void addRuns(int[] groups, double[] values, int size) {
    int i = 0;
    while (i < size) {
      int group = groups[i];
      int start = i;
      double sum = sums[group];
      while (i < size && groups[i] == group) {
        sum += values[i];
        i++;
      }
      sums[group] = sum;
      counts[group] += i - start;
    }
  }

  @Override
  public void result(int group, VectorBuilder target) {
    if (group >= counts.length || counts[group] == 0) {
      target.appendNull();
      return;
    }
    target.appendDouble(
        switch (result) {
          case SUM -> sums[group];
          case AVERAGE -> sums[group] / counts[group];
          case GEOMETRIC_MEAN -> Math.exp(sums[group] / counts[group]);
        });
  }

  @Override
  public long memoryBytes() {
    return 16L * sums.length;
  }
}
