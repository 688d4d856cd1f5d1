package io.lodestone.sql.exec;

import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SortKey;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.util.List;

/** Compares rows by sort keys. */
final class RowOrder {
  private final List<SortKey> keys;

  RowOrder(List<SortKey> keys) {
    this.keys = keys;
  }

  int compare(Batch left, int leftRow, Batch right, int rightRow) {
    for (int i = 0; i < keys.size(); i++) {
      SortKey key = keys.get(i);
      int order =
          compare(key, left.column(key.column()), leftRow, right.column(key.column()), rightRow);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int compare(SortKey key, Vector left, int leftRow, Vector right, int rightRow) {
    boolean leftPresent = left.isPresent(leftRow);
    boolean rightPresent = right.isPresent(rightRow);
    if (leftPresent && rightPresent) {
      int order = Vectors.compare(left, leftRow, right, rightRow);
      return key.ascending() ? order : -order;
    }
    if (leftPresent == rightPresent) {
      return 0;
    }
    return leftPresent == key.nullsFirst() ? 1 : -1;
  }

  /** The rows of a batch in order; equal ones as they came. */
  int[] sorted(Batch batch) {
    int[] rows = new int[batch.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i;
    }
    sort(batch, rows, rows.clone(), 0, rows.length);
    return rows;
  }

  /**
   * Merge sort of {@code rows[from .. to)}; {@code spare} holds the same at the start. Takes one
   * pass over sorted rows.
   */
  private void sort(Batch batch, int[] rows, int[] spare, int from, int to) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    sort(batch, spare, rows, from, middle);
    sort(batch, spare, rows, middle, to);
    if (compare(batch, spare[middle - 1], batch, spare[middle]) <= 0) {
      System.arraycopy(spare, from, rows, from, to - from);
      return;
    }
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      boolean takeLeft =
          right >= to || left < middle && compare(batch, spare[left], batch, spare[right]) <= 0;
      rows[i] = takeLeft ? spare[left++] : spare[right++];
    }
  }
}
