package io.lodestone.engine.feed;

import io.lodestone.engine.journal.JournalEntry.PointsReplaced;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.SeriesKey;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * One accepted change of a table: a point that is new, or one in the place of another with the same
 * series and time. Immutable; keeps the columns it stands in from being freed, so that whoever
 * keeps changes should keep few.
 */
public final class Change {
  private final ChangeBlock block;
  private final int row;
  private final int before;

  Change(ChangeBlock block, int row) {
    this.block = block;
    this.row = row;
    this.before = block.beforeOf(row);
  }

  /** Its sequence number, packed; see {@link io.lodestone.model.SequenceNumber}. */
  public long sequence() {
    return block.sequences()[row];
  }

  /** When it was accepted: seconds since the epoch, by the engine's clock. */
  public long tick() {
    return block.ticks()[row];
  }

  /** The series of the point. */
  public SeriesKey key() {
    return block.points().key(block.points().series()[row]);
  }

  /** The time of the point, nanoseconds since the epoch. */
  public long timeNanos() {
    return block.points().times()[row];
  }

  /** The client's version after the change. */
  public long version() {
    return block.points().versions()[row];
  }

  /** Whether there was another point with this series and time before. */
  public boolean isReplacement() {
    return before >= 0;
  }

  /** Whether the point before is known: only in streams that show it. */
  public boolean hasBefore() {
    return before >= 0 && block.before().isPresent();
  }

  /**
   * The client's version before the change.
   *
   * @throws IllegalStateException when it is not known
   */
  public long versionBefore() {
    return known().versions()[before];
  }

  /** Gives each present measure value after the change: a column, and the row to read in it. */
  public void forEachValue(BiConsumer<ColumnBuffer, Integer> reader) {
    forEachPresent(block.points().columns(), row, reader);
  }

  /**
   * The same for the point before the change.
   *
   * @throws IllegalStateException when it is not known
   */
  public void forEachValueBefore(BiConsumer<ColumnBuffer, Integer> reader) {
    forEachPresent(known().columns(), before, reader);
  }

  private static void forEachPresent(
      List<ColumnBuffer> columns, int row, BiConsumer<ColumnBuffer, Integer> reader) {
    for (ColumnBuffer column : columns) {
      if (column.isPresent(row)) {
        reader.accept(column, row);
      }
    }
  }

  private PointsReplaced.Before known() {
    if (!hasBefore()) {
      throw new IllegalStateException("the point before this change is not known");
    }
    return block.before().get();
  }
}
