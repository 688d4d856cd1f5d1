package io.lodestone.sql.exec;

import io.lodestone.sql.type.Batch;
import java.util.Arrays;

/** A large batch in a given order, cut into batches of the usual size. */
final class SortedRows {
  private final Batch all;
  private final int[] order;
  private int next;
  private Batch batch;

  SortedRows(Batch all, int[] order) {
    this.all = all;
    this.order = order;
  }

  boolean advance() {
    int count = Math.min(order.length - next, Batch.ROWS_MAX);
    if (count == 0) {
      return false;
    }
    batch = all.gather(Arrays.copyOfRange(order, next, next + count), count);
    next += count;
    return true;
  }

  Batch batch() {
    return batch;
  }
}
