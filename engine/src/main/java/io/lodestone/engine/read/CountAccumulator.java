package io.lodestone.engine.read;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.scan.RunCursor;
import java.util.Arrays;

/** {@code count}: of points, or of values of a column. */
final class CountAccumulator implements Accumulator {
  /** Stands for no column: points are counted. */
  static final int POINTS = -1;

  private final int column;
  private long[] counts = new long[1];

  /**
   * @param column the number of the column in the query, or {@link #POINTS}
   */
  CountAccumulator(int column) {
    this.column = column;
  }

  @Override
  public void room(int groups) {
    if (groups > counts.length) {
      counts = Arrays.copyOf(counts, Math.max(groups, 2 * counts.length));
    }
  }

  @Override
  public void add(int group, RunCursor run, int from, int to) {
    counts[group] +=
        column == POINTS ? to - from : Accumulator.present(run.column(column), from, to);
  }

  @Override
  public boolean addBlock(int group, RunCursor block) {
    counts[group] += column == POINTS ? block.blockPoints() : block.statistics(column).present();
    return true;
  }

  @Override
  public void merge(int group, Accumulator other, int otherGroup) {
    counts[group] += ((CountAccumulator) other).counts[otherGroup];
  }

  @Override
  public void result(int group, ColumnBuffer into) {
    into.appendWord(counts[group]);
  }

  @Override
  public long memoryBytes() {
    return 8L * counts.length;
  }
}
