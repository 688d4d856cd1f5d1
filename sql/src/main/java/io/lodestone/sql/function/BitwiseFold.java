package io.lodestone.sql.function;

import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.function.LongBinaryOperator;

/** {@code bitwise_and_agg} and {@code bitwise_or_agg}; NULL for a group of no values. */
final class BitwiseFold implements Accumulator {
  private final LongBinaryOperator operator;
  private boolean[] filled = new boolean[16];
  private long[] values = new long[16];

  BitwiseFold(LongBinaryOperator operator) {
    this.operator = operator;
  }

  @Override
  public void add(int[] groups, int groupCount, Vector[] arguments, int size) {
    filled = Groups.room(filled, groupCount);
    values = Groups.room(values, groupCount);
    for (int i = 0; i < size; i++) {
      if (arguments[0].isPresent(i)) {
        int group = groups[i];
        long word = Vectors.word(arguments[0], i);
        values[group] = filled[group] ? operator.applyAsLong(values[group], word) : word;
        filled[group] = true;
      }
    }
  }

  @Override
  public void result(int group, VectorBuilder target) {
    if (group < filled.length && filled[group]) {
      target.appendWord(values[group]);
    } else {
      target.appendNull();
    }
  }

  @Override
  public long memoryBytes() {
    return 9L * values.length;
  }
}
