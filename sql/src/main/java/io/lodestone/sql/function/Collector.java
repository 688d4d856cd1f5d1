package io.lodestone.sql.function;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;

/**
 * {@code array_agg}: the values of a group, NULL or not, as they came; NULL for a group of none.
 */
final class Collector implements Accumulator {
  private final GroupRows rows;

  Collector(SqlType type) {
    this.rows = new GroupRows(type);
  }

  @Override
  public void add(int[] groups, int groupCount, Vector[] arguments, int size) {
    rows.room(groupCount);
    for (int i = 0; i < size; i++) {
      rows.add(groups[i], arguments, i);
    }
  }

  @Override
  public void result(int group, VectorBuilder target) {
    if (rows.count(group) == 0) {
      target.appendNull();
      return;
    }
    Vector values = rows.column(0);
    rows.forEach(group, row -> target.elements().append(values, row));
    target.appendArray();
  }

  @Override
  public long memoryBytes() {
    return rows.memoryBytes();
  }
}
