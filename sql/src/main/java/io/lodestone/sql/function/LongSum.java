package io.lodestone.sql.function;

import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.Presence;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;

/**
 * {@code sum} of whole numbers and intervals. A sum that leaves 64 bits is an error, wherever on
 * the way that is.
 */
final class LongSum implements Accumulator {
  private final Scalar type;
  private long[] sums = new long[16];
  private boolean[] any = new boolean[16];

  LongSum(Scalar type) {
    this.type = type;
  }

  @Override
  public void add(int[] groups, int groupCount, Vector[] arguments, int size) {
    sums = Groups.room(sums, groupCount);
    any = Groups.room(any, groupCount);
    long[] presence = arguments[0].presence();
    long[] values = Vectors.words(arguments[0], size);
    for (int i = 0; i < size; i++) {
      if (Presence.has(presence, i)) {
        int group = groups[i];
        long sum = sums[group];
        long result = sum + values[i];
        if (((sum ^ result) & (values[i] ^ result)) < 0) {
          throw new EvaluationException(
              type.displayName() + " addition overflow: " + sum + " + " + values[i]);
        }
        sums[group] = result;
        any[group] = true;
      }
    }
  }

  @Override
  public void result(int group, VectorBuilder target) {
    if (group < any.length && any[group]) {
      target.appendWord(sums[group]);
    } else {
      target.appendNull();
    }
  }

  @Override
  public long memoryBytes() {
    return 8L * sums.length + any.length;
  }
}
