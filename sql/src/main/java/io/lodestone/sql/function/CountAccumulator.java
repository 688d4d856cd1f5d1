package io.lodestone.sql.function;

import io.lodestone.sql.type.Presence;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;

/** {@code count(*)}, {@code count(x)} and {@code count_if(x)}. */
final class CountAccumulator implements Accumulator {
  private enum What {
    ROWS,
    VALUES,
    TRUTHS
  }

  private final What what;
  private long[] counts = new long[16];

  private CountAccumulator(What what) {
    this.what = what;
  }

  static CountAccumulator ofRows() {
    return new CountAccumulator(What.ROWS);
  }

  static CountAccumulator ofValues() {
    return new CountAccumulator(What.VALUES);
  }

  static CountAccumulator ofTruths() {
    return new CountAccumulator(What.TRUTHS);
  }

  @Override
  public void add(int[] groups, int groupCount, Vector[] arguments, int size) {
    counts = Groups.room(counts, groupCount);
    long[] presence = what == What.ROWS ? null : arguments[0].presence();
    if (what == What.TRUTHS) {
      boolean[] truths = Vectors.booleans(arguments[0], size);
      for (int i = 0; i < size; i++) {
        if (truths[i] && Presence.has(presence, i)) {
          counts[groups[i]]++;
        }
      }
    } else if (presence == null) {
      countRuns(groups, size);
    } else {
      for (int i = 0; i < size; i++) {
        counts[groups[i]] += presence[i >>> 6] >>> i & 1;
      }
    }
  }

  /** Neighbours mostly share their group, and a run of them is one addition. */
  private void countRuns(int[] groups, int size) {
    int start = 0;
    for (int i = 1; i <= size; i++) {
      if (i == size || groups[i] != groups[start]) {
        counts[groups[start]] += i - start;
        start = i;
      }
    }
  }

  @Override
  public void result(int group, VectorBuilder target) {
    target.appendWord(group < counts.length ? counts[group] : 0);
  }

  @Override
  public long memoryBytes() {
    return 8L * counts.length;
  }
}
