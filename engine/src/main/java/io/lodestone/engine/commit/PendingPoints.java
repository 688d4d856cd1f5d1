package io.lodestone.engine.commit;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The points of one table that have been decided and may not be durable yet: what the version rule
 * consults before the memtable. In the order of decision; an index over (slot, time) is brought up
 * to date only when somebody asks, so that points in order cost four array stores.
 *
 * <p>A <em>slot</em> is a series handle of the current memtable times two, or one of the late
 * memtable times two plus one. Entries of frames that have become durable meanwhile remain for a
 * while and are not found any more: their batches may be their writers' again, so that nothing of
 * them is read.
 *
 * <p>Used by the committer alone.
 */
final class PendingPoints {
  /** So many entries are kept without asking how many of them are durable. */
  private static final int KEEP_MAX = 1 << 13;

  private PointBatch[] batches = new PointBatch[1024];
  private int[] points = new int[1024];
  private int[] slots = new int[1024];
  private long[] times = new long[1024];
  private int size;

  /** Open addressing: position + 1 of the latest decision of a key, 0 for none. */
  private int[] index = new int[2048];

  private int indexed;
  private int keys;

  /** How many of the latest entries are not known to be durable. */
  private int undecided;

  /** Remembers a decision: this point of this batch is now what its key holds. */
  void add(PointBatch batch, int point, int slot) {
    if (size == points.length) {
      batches = Arrays.copyOf(batches, 2 * size);
      points = Arrays.copyOf(points, 2 * size);
      slots = Arrays.copyOf(slots, 2 * size);
      times = Arrays.copyOf(times, 2 * size);
    }
    batches[size] = batch;
    points[size] = point;
    slots[size] = slot;
    times[size] = batch.times()[point];
    size++;
    undecided++;
  }

  /** {@code count} more points have become durable and stand in the memtable. */
  void applied(int count) {
    undecided -= count;
    if (undecided == 0) {
      clear();
    } else if (size > KEEP_MAX && size > 4 * undecided) {
      forgetDurable();
    }
  }

  /** Forgets everything: the frames were lost, or the memtables were sealed. */
  void clear() {
    Arrays.fill(batches, 0, size, null);
    size = 0;
    undecided = 0;
    resetIndex();
  }

  boolean isEmpty() {
    return undecided == 0;
  }

  /**
   * The place of the latest decision about a key that is not known to be durable, or -1. Valid
   * until the next change.
   *
   * @param slot the series
   * @param timeNanos the time
   */
  int find(int slot, long timeNanos) {
    catchUp();
    int mask = index.length - 1;
    int at = hash(slot, timeNanos) & mask;
    while (index[at] != 0) {
      int position = index[at] - 1;
      if (slots[position] == slot && times[position] == timeNanos) {
        return position < size - undecided ? -1 : position;
      }
      at = at + 1 & mask;
    }
    return -1;
  }

  long version(int position) {
    return batches[position].versions()[points[position]];
  }

  boolean sameValues(int position, PointBatch batch, int point) {
    return sameValues(batches[position], points[position], batch, point);
  }

  /**
   * Copies the present values of a decided point.
   *
   * @param into gives the column of a name and type, to which a value is appended
   */
  void copyValues(int position, BiFunction<String, ValueType, ColumnBuffer> into) {
    int point = points[position];
    for (ColumnBuffer column : batches[position].columns()) {
      if (column.isPresent(point)) {
        into.apply(column.name(), column.type()).appendFrom(column, point);
      }
    }
  }

  /**
   * Whether two points hold the same typed values, whatever the order and the absent columns of
   * their batches.
   */
  static boolean sameValues(PointBatch left, int leftPoint, PointBatch right, int rightPoint) {
    return covers(left, leftPoint, right, rightPoint) && covers(right, rightPoint, left, leftPoint);
  }

  /** Whether every present value of the left point is the right point's as well. */
  private static boolean covers(PointBatch left, int leftPoint, PointBatch right, int rightPoint) {
    List<ColumnBuffer> columns = left.columns();
    List<ColumnBuffer> others = right.columns();
    for (int i = 0; i < columns.size(); i++) {
      ColumnBuffer column = columns.get(i);
      if (!column.isPresent(leftPoint)) {
        continue;
      }
      ColumnBuffer other =
          i < others.size() && matches(column, others.get(i)) ? others.get(i) : null;
      for (int j = 0; other == null && j < others.size(); j++) {
        if (matches(column, others.get(j))) {
          other = others.get(j);
        }
      }
      if (other == null || !column.sameValue(leftPoint, other, rightPoint)) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(ColumnBuffer left, ColumnBuffer right) {
    return left.type() == right.type() && left.name().equals(right.name());
  }

  private void catchUp() {
    while (indexed < size) {
      if (2 * (keys + 1) > index.length) {
        index = new int[2 * index.length];
        int upTo = indexed;
        indexed = 0;
        keys = 0;
        for (; indexed < upTo; indexed++) {
          enter(indexed);
        }
      }
      enter(indexed++);
    }
  }

  private void enter(int position) {
    int mask = index.length - 1;
    int slot = slots[position];
    long time = times[position];
    int at = hash(slot, time) & mask;
    while (index[at] != 0) {
      int other = index[at] - 1;
      if (slots[other] == slot && times[other] == time) {
        index[at] = position + 1;
        return;
      }
      at = at + 1 & mask;
    }
    index[at] = position + 1;
    keys++;
  }

  private void forgetDurable() {
    int from = size - undecided;
    System.arraycopy(batches, from, batches, 0, undecided);
    System.arraycopy(points, from, points, 0, undecided);
    System.arraycopy(slots, from, slots, 0, undecided);
    System.arraycopy(times, from, times, 0, undecided);
    Arrays.fill(batches, undecided, size, null);
    size = undecided;
    resetIndex();
  }

  private void resetIndex() {
    if (indexed > 0) {
      Arrays.fill(index, 0);
      indexed = 0;
      keys = 0;
    }
  }

  private static int hash(int slot, long timeNanos) {
    long h = (timeNanos ^ (long) slot * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    return (int) (h >>> 32);
  }
}
