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
  private int[] points = new int[8];
  private long[] versions = new long[8];
  private int count;
  private final List<ColumnBuffer> columns = new ArrayList<>();

  /**
   * @param withBefore whether the replaced points themselves are wanted
   */
  ReplacedPoints(boolean withBefore) {
    this.withBefore = withBefore;
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
      points = Arrays.copyOf(points, 2 * count);
      versions = Arrays.copyOf(versions, 2 * count);
    }
    points[count] = point;
    versions[count++] = versionBefore;
  }

  /** A column, filled up to the point added last: append its present value. */
  ColumnBuffer column(String name, ValueType type) {
    ColumnBuffer found = null;
    for (ColumnBuffer column : columns) {
      if (column.type() == type && column.name().equals(name)) {
        found = column;
      }
    }
    if (found == null) {
      found = new ColumnBuffer(name, type, points.length);
      columns.add(found);
    }
    found.padTo(count - 1);
    return found;
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
