package io.lodestone.engine.feed;

import io.lodestone.engine.journal.JournalEntry.PointsReplaced;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * One change of a table: a point that is new, one in the place of another with the same series and
 * time, or one that retention let go. Immutable; keeps the columns it stands in from being freed,
 * so that whoever keeps changes should keep few.
 */
public final class Change {
  private final ChangeBlock block;
  private final int row;
  private final int before;
  private final FeedPosition position;

  /** What happened to a point. */
  public enum Kind {
    /** There was none with its series and time. */
    NEW,
    /** It took the place of another. */
    REPLACED,
    /** Retention let it go. */
    EXPIRED
  }

  /** A point that was accepted. */
  Change(ChangeBlock block, int row) {
    this.block = block;
    this.row = row;
    this.before = block.beforeOf(row);
    this.position = FeedPosition.at(block.sequences()[row]);
  }

  /** A point that an expiry let go. */
  Change(ChangeBlock expired, int row, long subOrdinal) {
    this.block = expired;
    this.row = row;
    this.before = row;
    this.position = new FeedPosition(expired.sequences()[row], subOrdinal);
  }

  /** Where it stands. */
  public FeedPosition position() {
    return position;
  }

  /** Its sequence number, packed; the points of one expiry share it. */
  public long sequence() {
    return position.sequence();
  }

  /** What happened. */
  public Kind kind() {
    if (position.subOrdinal() > 0) {
      return Kind.EXPIRED;
    }
    return before >= 0 ? Kind.REPLACED : Kind.NEW;
  }

  /** When it was decided: seconds since the epoch, by the engine's clock. */
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

  /**
   * The client's version after the change.
   *
   * @throws IllegalStateException when there is no point any more
   */
  public long version() {
    return present().versions()[row];
  }

  /** Whether the point before is known: only in streams that show it. */
  public boolean hasBefore() {
    return kind() == Kind.EXPIRED
        ? block.before().isPresent()
        : before >= 0 && block.before().isPresent();
  }

  /**
   * The client's version before the change.
   *
   * @throws IllegalStateException when it is not known
   */
  public long versionBefore() {
    return known().versions()[before];
  }

  /**
   * Gives each present measure value after the change: a column, and the row to read in it. None in
   * streams that do not show the point after.
   *
   * @throws IllegalStateException when there is no point any more
   */
  public void forEachValue(BiConsumer<ColumnBuffer, Integer> reader) {
    forEachPresent(present().columns(), row, reader);
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

  private PointBatch present() {
    if (kind() == Kind.EXPIRED) {
      throw new IllegalStateException("the point of this change is gone");
    }
    return block.points();
  }

  private PointsReplaced.Before known() {
    if (!hasBefore()) {
      throw new IllegalStateException("the point before this change is not known");
    }
    return block.before().get();
  }
}
