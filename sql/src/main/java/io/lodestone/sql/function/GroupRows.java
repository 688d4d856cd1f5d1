package io.lodestone.sql.function;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * All rows of all groups, for aggregates that need every one of them: in columns as they came, each
 * linked to the next one of its group.
 */
final class GroupRows {
  private static final int NONE = -1;

  private final VectorBuilder[] builders;
  private Vector[] columns;
  private int[] next = new int[16];
  private int[] first = new int[0];
  private int[] last = new int[0];
  private int[] counts = new int[0];
  private int size;

  GroupRows(SqlType... types) {
    this.builders = Stream.of(types).map(VectorBuilder::of).toArray(VectorBuilder[]::new);
  }

  void room(int groupCount) {
    int known = first.length;
    if (groupCount > known) {
      int capacity = (int) Math.min(2L * groupCount, Integer.MAX_VALUE - 8);
      first = Arrays.copyOf(first, capacity);
      last = Arrays.copyOf(last, capacity);
      counts = Arrays.copyOf(counts, capacity);
      Arrays.fill(first, known, capacity, NONE);
    }
  }

  /** Adds one row, a value of each vector. */
  void add(int group, Vector[] values, int index) {
    columns = null;
    for (int i = 0; i < builders.length; i++) {
      builders[i].append(values[i], index);
    }
    if (size == next.length) {
      next = Arrays.copyOf(next, 2 * size);
    }
    next[size] = NONE;
    if (first[group] == NONE) {
      first[group] = size;
    } else {
      next[last[group]] = size;
    }
    last[group] = size++;
    counts[group]++;
  }

  /** How many rows a group has. */
  int count(int group) {
    return group < counts.length ? counts[group] : 0;
  }

  /** Calls for each row of a group as they came; values stand there in {@link #column}. */
  void forEach(int group, IntConsumer row) {
    if (count(group) == 0) {
      return;
    }
    for (int at = first[group]; at != NONE; at = next[at]) {
      row.accept(at);
    }
  }

  /** The rows of a group as they came. */
  int[] rows(int group) {
    int[] rows = new int[count(group)];
    int[] filled = {0};
    forEach(group, row -> rows[filled[0]++] = row);
    return rows;
  }

  /**
   * The values of one column, of all groups. Valid until the next row is added: a window asks for
   * results while it grows. A vector of fewer rows shares the arrays of the builder, which only
   * appends.
   */
  Vector column(int index) {
    if (columns == null) {
      columns = Arrays.stream(builders).map(VectorBuilder::build).toArray(Vector[]::new);
    }
    return columns[index];
  }

  long memoryBytes() {
    long bytes = 4L * next.length + 12L * first.length;
    for (VectorBuilder builder : builders) {
      bytes += builder.memoryBytes();
    }
    return bytes;
  }
}
