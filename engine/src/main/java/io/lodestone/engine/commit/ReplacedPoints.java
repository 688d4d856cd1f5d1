package io.lodestone.engine.commit;

import io.lodestone.engine.journal.JournalEntry.PointsReplaced;
import io.lodestone.engine.journal.JournalEntry.PointsReplaced.Before;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which of the points accepted for one memtable replaced others, and, for streams that show them,
 * those others. Gathered while a batch is decided, for tables with a stream only.
 */
final class ReplacedPoints {
  private final boolean withBefore;
  private final int expected;
  private int[] points = {};
  private long[] versions = {};
  private int count;
  private final List<ColumnBuffer> columns = new ArrayList<>();

  /** Which column is asked for next, probably. */
  private int next;

  /**
   * @param withBefore whether the replaced points themselves are wanted
   * @param expected points to make room for when one is added
   */
  ReplacedPoints(boolean withBefore, int expected) {
    this.withBefore = withBefore;
    this.expected = Math.max(1, expected);
  }

  /** Whether the values of the point that is added next are wanted by {@link #column}. */
  boolean withBefore() {
    return withBefore;
  }

  /**
   * Adds a point. Its values before follow, by {@link #column}.
   *
   * @param point its place among the points accepted for the memtable
   * @param versionBefore the version of what it replaces
   */
  void add(int point, long versionBefore) {
    if (count == points.length) {
      int capacity = Math.max(expected, 2 * count);
      points = Arrays.copyOf(points, capacity);
      versions = Arrays.copyOf(versions, capacity);
    }
    points[count] = point;
    versions[count++] = versionBefore;
  }

  /** A column, filled up to the point added last: append its present value. */
  ColumnBuffer column(String name, ValueType type) {
    // Values come in the same order of columns, mostly: the next one is behind the one before.
    int at = next < columns.size() && isOf(columns.get(next), name, type) ? next : find(name, type);
    next = at + 1 < columns.size() ? at + 1 : 0;
    ColumnBuffer found = columns.get(at);
    found.padTo(count - 1);
    return found;
  }

  private int find(String name, ValueType type) {
    for (int i = 0; i < columns.size(); i++) {
      if (isOf(columns.get(i), name, type)) {
        return i;
      }
    }
    columns.add(new ColumnBuffer(name, type, points.length));
    return columns.size() - 1;
  }

  private static boolean isOf(ColumnBuffer column, String name, ValueType type) {
    return column.type() == type && column.name().equals(name);
  }

  boolean isEmpty() {
    return count == 0;
  }

  PointsReplaced entry(long tableId, boolean late) {
    columns.forEach(column -> column.padTo(count));
    return new PointsReplaced(
        tableId,
        late,
        Arrays.copyOf(points, count),
        withBefore
            ? Optional.of(new Before(Arrays.copyOf(versions, count), columns))
            : Optional.empty());
  }
}
