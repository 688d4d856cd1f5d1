package io.lodestone.sql.function;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;

/**
 * {@code min_by} and {@code max_by}: the value, NULL or not, of the first row whose key is the
 * best.
 */
final class ExtremeBy implements Accumulator {
  private final int sign;
  private final GroupValues values;
  private final GroupValues keys;

  ExtremeBy(SqlType value, SqlType key, int sign) {
    this.sign = sign;
    this.values = new GroupValues(value);
    this.keys = new GroupValues(key);
  }

  @Override
  public void add(int[] groups, int groupCount, Vector[] arguments, int size) {
    values.room(groupCount);
    keys.room(groupCount);
    Vector by = arguments[1];
    for (int i = 0; i < size; i++) {
      int group = groups[i];
      if (by.isPresent(i) && (keys.isEmpty(group) || sign * keys.compare(by, i, group) > 0)) {
        keys.set(group, by, i);
        values.set(group, arguments[0], i);
      }
    }
  }

  @Override
  public void result(int group, VectorBuilder target) {
    values.append(group, target);
  }

  @Override
  public long memoryBytes() {
    return values.memoryBytes() + keys.memoryBytes();
  }
}
