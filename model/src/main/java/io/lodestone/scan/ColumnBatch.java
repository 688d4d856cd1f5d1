package io.lodestone.scan;

import java.util.List;

/**
 * Some rows as columns.
 *
 * @param size how many rows, at least 1
 * @param vectors one per requested column, in that order, each of {@code size} values
 */
public record ColumnBatch(int size, List<ColumnVector> vectors) {
  /** Batches that scans yield hold at most this many rows. */
  public static final int ROWS_MAX = 16_384;

  public ColumnBatch {
    vectors = List.copyOf(vectors);
  }

  public ColumnVector vector(int index) {
    return vectors.get(index);
  }
}
