package io.lodestone.sql.exec;

import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The side of a join that is held in memory: its rows, chained by their keys. A row with NULL or
 * NaN among its keys equals nothing and is in no chain. Without keys all rows are one chain.
 */
final class HeldRows {
  private static final int END = -1;

  private final List<Integer> keyColumns;
  private final GroupKeys keys;
  private final RowBuffer buffer;
  private Batch rows;

  /** By group: the ends of its chain. */
  private int[] first = new int[64];

  private int[] last = new int[64];

  /** By row: the next one of its chain. */
  private int[] next = new int[64];

  private final int[] groups = new int[Batch.ROWS_MAX];

  HeldRows(List<SqlType> types, List<Integer> keyColumns) {
    this.keyColumns = keyColumns;
    this.keys =
        keyColumns.isEmpty() ? null : new GroupKeys(keyColumns.stream().map(types::get).toList());
    this.buffer = new RowBuffer(types);
    Arrays.fill(first, END);
  }

  /** Takes rows in; not after {@link #rows()}. */
  void add(Batch batch) {
    int start = buffer.size();
    buffer.add(batch);
    if (buffer.size() > next.length) {
      next = Arrays.copyOf(next, Math.max(buffer.size(), 2 * next.length));
    }
    Arrays.fill(next, start, buffer.size(), END);
    if (keys == null) {
      for (int i = 0; i < batch.size(); i++) {
        chain(0, start + i);
      }
      return;
    }
    int[] keyed = new int[batch.size()];
    int count = keyed(batch, keyColumns, keyed);
    keys.find(columns(batch, keyColumns, keyed, count), count, groups);
    room(keys.count());
    for (int i = 0; i < count; i++) {
      chain(groups[i], start + keyed[i]);
    }
  }

  /**
   * The first row of the chain of each row of the other side; -1 where there is none.
   *
   * @param columns where the other side has its keys
   */
  int[] firstOf(Batch batch, List<Integer> columns) {
    int[] starts = new int[batch.size()];
    if (keys == null) {
      Arrays.fill(starts, first[0]);
      return starts;
    }
    Arrays.fill(starts, END);
    int[] keyed = new int[batch.size()];
    int count = keyed(batch, columns, keyed);
    keys.lookUp(columns(batch, columns, keyed, count), count, groups);
    for (int i = 0; i < count; i++) {
      starts[keyed[i]] = groups[i] < 0 ? END : first[groups[i]];
    }
    return starts;
  }

  /** The next row of a row's chain; -1 at its end. */
  int after(int row) {
    return next[row];
  }

  int size() {
    return buffer.size();
  }

  /** All rows, when all have been added. */
  Batch rows() {
    if (rows == null) {
      rows = buffer.build();
    }
    return rows;
  }

  long memoryBytes() {
    return buffer.memoryBytes()
        + 4L * (first.length + last.length + next.length)
        + (keys == null ? 0 : keys.memoryBytes());
  }

  private void chain(int group, int row) {
    if (first[group] == END) {
      first[group] = row;
    } else {
      next[last[group]] = row;
    }
    last[group] = row;
  }

  private void room(int groupCount) {
    int known = first.length;
    if (groupCount > known) {
      first = Arrays.copyOf(first, Math.max(groupCount, 2 * known));
      Arrays.fill(first, known, first.length, END);
      last = Arrays.copyOf(last, first.length);
    }
  }

  private static List<Vector> columns(Batch batch, List<Integer> columns, int[] rows, int count) {
    List<Vector> vectors = new ArrayList<>();
    for (int column : columns) {
      Vector vector = batch.column(column);
      vectors.add(count == batch.size() ? vector : Vectors.gather(vector, rows, count));
    }
    return vectors;
  }

  /** Writes the rows whose keys can equal anything; returns how many. */
  private static int keyed(Batch batch, List<Integer> columns, int[] target) {
    int count = 0;
    for (int i = 0; i < batch.size(); i++) {
      boolean keyed = true;
      for (int column : columns) {
        Vector vector = batch.column(column);
        keyed &= vector.isPresent(i) && !isNaN(vector, i);
      }
      if (keyed) {
        target[count++] = i;
      }
    }
    return count;
  }

  static boolean isNaN(Vector vector, int index) {
    return switch (vector) {
      case Vector.Doubles(double[] values, long[] _) -> Double.isNaN(values[index]);
      case Vector.Constant(Vector value) -> isNaN(value, 0);
      default -> false;
    };
  }
}
