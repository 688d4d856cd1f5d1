package io.lodestone.sql.function;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;

/**
 * {@code min}, {@code max}, and with them {@code bool_and} and {@code bool_or}; {@code arbitrary}
 * keeps the first value.
 */
final class Extreme implements Accumulator {
  private final SqlType type;
  private final int sign;
  private final GroupValues best;

  /**
   * @param sign 1 for the greatest, -1 for the smallest, 0 for the first value
   */
  Extreme(SqlType type, int sign) {
    this.type = type;
    this.sign = sign;
    this.best = new GroupValues(type);
  }

  @Override
  public void add(int[] groups, int groupCount, Vector[] arguments, int size) {
    best.room(groupCount);
    Vector values = arguments[0];
    if (type == Scalar.DOUBLE && sign != 0 && values.presence() == null) {
      addDoubleRuns(groups, values, size);
      return;
    }
    for (int i = 0; i < size; i++) {
      int group = groups[i];
      if (values.isPresent(i)
          && (best.isEmpty(group) || sign * best.compare(values, i, group) > 0)) {
        best.set(group, values, i);
      }
    }
  }

  /**
   * Neighbours mostly share their group: the best of a run is found first and then taken in once.
   */
  private void addDoubleRuns(int[] groups, Vector vector, int size) {
    double[] values = Vectors.doubles(vector, size);
    int i = 0;
    while (i < size) {
      int group = groups[i];
      int at = i;
      double found = values[i];
      for (i++; i < size && groups[i] == group; i++) {
        boolean better = sign > 0 ? !(values[i] <= found) : !(values[i] >= found);
        if (better && sign * Vectors.compareDoubles(values[i], found) > 0) {
          found = values[i];
          at = i;
        }
      }
      if (best.isEmpty(group) || sign * best.compare(vector, at, group) > 0) {
        best.set(group, vector, at);
      }
    }
  }

  @Override
  public void result(int group, VectorBuilder target) {
    best.append(group, target);
  }

  @Override
  public long memoryBytes() {
    return best.memoryBytes();
  }
}
