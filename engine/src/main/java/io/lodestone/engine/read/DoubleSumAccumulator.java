package io.lodestone.engine.read;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.scan.ColumnStatistics;
import io.lodestone.scan.RunCursor;
import java.util.Arrays;

/**
 * {@code sum} and {@code avg} of a DOUBLE column. Runs are summed in four lanes, and their sums are
 * added up with the error of each addition carried along (Neumaier, "Rundungsfehleranalyse einiger
 * Verfahren zur Summation endlicher Summen", 1974).
 */
final class DoubleSumAccumulator implements Accumulator {
  private final int column;
  private final boolean average;
  private long[] counts = new long[1];
  private double[] sums = new double[1];

  /** What was lost of each sum by rounding. */
  private double[] errors = new double[1];

  /**
   * @param column the column's number in the query
   */
  DoubleSumAccumulator(int column, boolean average) {
    this.column = column;
    this.average = average;
  }

  @Override
  public void room(int groups) {
    if (groups > counts.length) {
      int length = Math.max(groups, 2 * counts.length);
      counts = Arrays.copyOf(counts, length);
      sums = Arrays.copyOf(sums, length);
      errors = Arrays.copyOf(errors, length);
    }
  }

  @Override
  public void add(int group, RunCursor run, int from, int to) {
    ColumnBuffer values = run.column(column);
    long[] words = values.words();
    double one = 0;
    double two = 0;
    double three = 0;
    double four = 0;
    int i = from;
    // The words of absent values are those of 0.0.
    for (; i + 3 < to; i += 4) {
      one += Double.longBitsToDouble(words[i]);
      two += Double.longBitsToDouble(words[i + 1]);
      three += Double.longBitsToDouble(words[i + 2]);
      four += Double.longBitsToDouble(words[i + 3]);
    }
    for (; i < to; i++) {
      one += Double.longBitsToDouble(words[i]);
    }
    counts[group] += Accumulator.present(values, from, to);
    add(group, (one + two) + (three + four));
  }

  @Override
  public boolean addBlock(int group, RunCursor block) {
    ColumnStatistics known = block.statistics(column);
    if (Accumulator.isEmpty(known)) {
      return true;
    }
    if (!known.summed()) {
      return false;
    }
    counts[group] += known.present();
    add(group, (double) known.sum());
    return true;
  }

  @Override
  public void merge(int group, Accumulator other, int otherGroup) {
    DoubleSumAccumulator more = (DoubleSumAccumulator) other;
    counts[group] += more.counts[otherGroup];
    add(group, more.sums[otherGroup]);
    errors[group] += more.errors[otherGroup];
  }

  private void add(int group, double value) {
    double sum = sums[group];
    double next = sum + value;
    errors[group] += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sums[group] = next;
  }

  @Override
  public void result(int group, ColumnBuffer into) {
    if (counts[group] == 0) {
      into.appendAbsent();
      return;
    }
    // Beyond the finite numbers the error is none that could be told.
    double sum = Double.isFinite(sums[group]) ? sums[group] + errors[group] : sums[group];
    into.appendDouble(average ? sum / counts[group] : sum);
  }

  @Override
  public long memoryBytes() {
    return 24L * counts.length;
  }
}
