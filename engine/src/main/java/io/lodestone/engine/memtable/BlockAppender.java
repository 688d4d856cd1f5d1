package io.lodestone.engine.memtable;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.model.PresenceBits;
import io.lodestone.model.ValueType;
import java.util.Arrays;
import java.util.List;

/** Copies points of a batch into a block, column by column. Used by the committer alone. */
final class BlockAppender {
  private final TextArena texts;
  private final ArrayPool pool;

  BlockAppender(TextArena texts, ArrayPool pool) {
    this.texts = texts;
    this.pool = pool;
  }

  /**
   * Writes times, versions and values of points from place {@code at} on; there must be room.
   *
   * @param numbers per column of the batch: its number, or -1 where no point has a value
   * @param columnCount how many numbers there are
   * @return the block, or the one that took its place because its shape had to change
   */
  Block append(
      Block block,
      int at,
      PointBatch batch,
      int[] numbers,
      int columnCount,
      int[] points,
      int from,
      int count) {
    Block shaped = shape(block, at, batch, numbers, columnCount, points, from, count);
    boolean consecutive = areConsecutive(points, from, count);
    copy(batch.times(), shaped.times, at, points, from, count, consecutive);
    copy(batch.versions(), shaped.versions, at, points, from, count, consecutive);
    List<ColumnBuffer> batchColumns = batch.columns();
    for (int i = 0; i < batchColumns.size(); i++) {
      BlockColumn column = numbers[i] < 0 ? null : shaped.column(numbers[i]);
      if (column != null) {
        ColumnBuffer values = batchColumns.get(i);
        if (values.type() == ValueType.VARCHAR) {
          copyTexts(values, column.words(), at, points, from, count);
        } else {
          copy(values.words(), column.words(), at, points, from, count, consecutive);
        }
        markPresent(values, column.presence(), at, points, from, count);
      }
    }
    return shaped;
  }

  /** How many of the given points have a value. */
  static int presentCount(ColumnBuffer values, int[] points, int from, int count) {
    if (values.absentCount() == 0) {
      return count;
    }
    int present = 0;
    for (int i = from; i < from + count; i++) {
      present += values.isPresent(points[i]) ? 1 : 0;
    }
    return present;
  }

  /**
   * Gives the block the columns and presence bits that the points to come need. A change is rare:
   * mostly once per column and block.
   */
  private Block shape(
      Block block,
      int at,
      PointBatch batch,
      int[] numbers,
      int columnCount,
      int[] points,
      int from,
      int count) {
    BlockColumn[] shaped = null;
    List<ColumnBuffer> batchColumns = batch.columns();
    // Columns without presence bits that get a value from each of the points.
    int complete = 0;
    for (int i = 0; i < batchColumns.size(); i++) {
      int present = presentCount(batchColumns.get(i), points, from, count);
      if (present == 0) {
        continue;
      }
      int number = numbers[i];
      BlockColumn column = block.column(number);
      if (column == null) {
        shaped = shaped != null ? shaped : Arrays.copyOf(block.columns, columnCount);
        shaped[number] = BlockColumn.create(block.capacity(), at == 0 && present == count, pool);
      } else if (column.presence() == null) {
        if (present == count) {
          complete++;
        } else {
          shaped = shaped != null ? shaped : Arrays.copyOf(block.columns, columnCount);
          shaped[number] = column.withPresence(at);
        }
      }
    }
    if (countWithoutBits(block.columns) > complete) {
      shaped = shaped != null ? shaped : Arrays.copyOf(block.columns, columnCount);
      keepBitsOfMissing(shaped, block, at, batch, numbers, points, from, count);
    }
    return shaped == null ? block : block.withColumns(shaped);
  }

  private static int countWithoutBits(BlockColumn[] columns) {
    int without = 0;
    for (BlockColumn column : columns) {
      without += column != null && column.presence() == null ? 1 : 0;
    }
    return without;
  }

  /**
   * Starts presence bits for columns of the block that had all values and are missing in the batch.
   */
  private static void keepBitsOfMissing(
      BlockColumn[] shaped,
      Block block,
      int at,
      PointBatch batch,
      int[] numbers,
      int[] points,
      int from,
      int count) {
    boolean[] present = new boolean[shaped.length];
    for (int i = 0; i < batch.columns().size(); i++) {
      if (presentCount(batch.columns().get(i), points, from, count) > 0) {
        present[numbers[i]] = true;
      }
    }
    for (int number = 0; number < block.columns.length; number++) {
      BlockColumn column = block.columns[number];
      if (column != null && column.presence() == null && !present[number]) {
        shaped[number] = column.withPresence(at);
      }
    }
  }

  private static void copy(
      long[] source, long[] to, int at, int[] points, int from, int count, boolean consecutive) {
    if (consecutive) {
      System.arraycopy(source, points[from], to, at, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      to[at + i] = source[points[from + i]];
    }
  }

  private void copyTexts(
      ColumnBuffer values, long[] to, int at, int[] points, int from, int count) {
    byte[] bytes = values.varcharBytes();
    int[] offsets = values.varcharOffsets();
    for (int i = 0; i < count; i++) {
      int point = points[from + i];
      if (values.isPresent(point)) {
        int start = offsets[point];
        to[at + i] = texts.append(bytes, start, offsets[point + 1] - start);
      }
    }
  }

  private static void markPresent(
      ColumnBuffer values, long[] presence, int at, int[] points, int from, int count) {
    if (presence == null) {
      return;
    }
    boolean all = values.absentCount() == 0;
    for (int i = 0; i < count; i++) {
      if (all || values.isPresent(points[from + i])) {
        PresenceBits.set(presence, at + i);
      }
    }
  }

  private static boolean areConsecutive(int[] points, int from, int count) {
    int shift = points[from] - from;
    for (int i = from; i < from + count; i++) {
      if (points[i] - i != shift) {
        return false;
      }
    }
    return true;
  }
}
