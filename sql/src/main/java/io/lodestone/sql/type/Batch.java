package io.lodestone.sql.type;

import java.util.List;

/**
 * Some rows as columns. Immutable as long as nobody writes into the arrays, and nobody does.
 *
 * @param size how many rows
 * @param columns each of {@code size} values
 */
public record Batch(int size, List<Vector> columns) {
  /** Rows that operators put into one batch at most. */
  public static final int ROWS_MAX = 16_384;

  public Batch {
    columns = List.copyOf(columns);
  }

  public Vector column(int index) {
    return columns.get(index);
  }

  /** The given rows of this batch. */
  public Batch gather(int[] rows, int count) {
    return new Batch(count, columns.stream().map(v -> Vectors.gather(v, rows, count)).toList());
  }
}
