package io.lodestone.sql.exec;

import io.lodestone.sql.type.Batch;
import java.util.Arrays;

/**
 * The rows of one partition among sorted rows, and which of them are peers. Rows are numbered as in
 * the batch; {@code from} is the first of the partition and {@code to} the one after its last.
 */
final class Partition {
  private final Batch rows;
  private final int from;
  private final int to;

  /** The first row of each group of peers, and in the end {@code to}. */
  private final int[] groupStarts;

  /** By row of the partition: the number of its group of peers. */
  private final int[] groupOf;

  Partition(Batch rows, int from, int to, RowOrder order) {
    this.rows = rows;
    this.from = from;
    this.to = to;
    this.groupOf = new int[to - from];
    int[] starts = new int[16];
    starts[0] = from;
    int groups = 1;
    for (int row = from + 1; row < to; row++) {
      if (order.compare(rows, row - 1, rows, row) != 0) {
        if (groups + 1 >= starts.length) {
          starts = Arrays.copyOf(starts, 2 * starts.length);
        }
        starts[groups++] = row;
      }
      groupOf[row - from] = groups - 1;
    }
    this.groupStarts = Arrays.copyOf(starts, groups + 1);
    groupStarts[groups] = to;
  }

  Batch rows() {
    return rows;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** How many groups of peers there are. */
  int groupCount() {
    return groupStarts.length - 1;
  }

  int groupOf(int row) {
    return groupOf[row - from];
  }

  /** The first row of a group; {@code to} for the group after the last. */
  int groupStart(int group) {
    return groupStarts[group];
  }

  /** The first peer of a row. */
  int firstPeer(int row) {
    return groupStarts[groupOf(row)];
  }

  /** The row after the last peer of a row. */
  int afterPeers(int row) {
    return groupStarts[groupOf(row) + 1];
  }
}
