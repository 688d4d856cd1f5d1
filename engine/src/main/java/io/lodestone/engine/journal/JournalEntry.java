package io.lodestone.engine.journal;

import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.PointBatch;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import java.util.List;
import java.util.Optional;

/** One accepted fact. Several make a frame of the log; a frame is in force whole or not at all. */
public sealed interface JournalEntry {
  /**
   * A measure name in the form of a column: of that kind, and with the measure name in the place of
   * the column's.
   */
  static Column measureName(String name) {
    return new Column(name, Column.Kind.MEASURE_NAME, ValueType.VARCHAR);
  }

  /** A database was created or changed. */
  record DatabaseChanged(DatabaseEntry database) implements JournalEntry {}

  /** An empty database was deleted. */
  record DatabaseDropped(DatabaseName name) implements JournalEntry {}

  /**
   * A table was created or its definition changed; columns are not part of it, see {@link
   * ColumnDefined}.
   */
  record TableChanged(TableEntry table) implements JournalEntry {}

  /** A table was deleted with all it held; its number is never used again. */
  record TableDropped(long tableId) implements JournalEntry {}

  /** A dimension, a measure column or a {@link #measureName} occurred for the first time. */
  record ColumnDefined(long tableId, Column column) implements JournalEntry {}

  /**
   * Points were accepted, in this order.
   *
   * @param tableId the table
   * @param late whether they were older than the memory store's window and therefore belong into
   *     the late memtable
   * @param points all of them accepted; may name their series by a list that the points of many
   *     entries share
   * @param lost how many further points there were whose series was defined in a frame that could
   *     not be read
   */
  record PointsWritten(long tableId, boolean late, PointBatch points, int lost)
      implements JournalEntry {
    /** All points of the entry. */
    public PointsWritten(long tableId, boolean late, PointBatch points) {
      this(tableId, late, points, 0);
    }
  }

  /**
   * Points that earlier frames have brought are told once more, so that those frames may go while
   * the points stay in memory. For whoever has read those frames it says nothing new.
   *
   * @param written all points of a memtable, replaced ones included, in the order of their arrival
   * @param upTo the last of the frames that brought them
   * @param sinceMillis when the memtable's points were first carried, by the engine's clock
   * @param ticks when they were committed; empty of a table that keeps no history
   */
  record PointsCarried(PointsWritten written, long upTo, long sinceMillis, TickRuns ticks)
      implements JournalEntry {}

  /**
   * In which tick points were committed: for each tick the index of its first point, both
   * ascending. Points before the first index were committed before anybody kept history.
   */
  record TickRuns(int[] starts, long[] ticks) {
    /** Of points of which no tick is known. */
    public static final TickRuns NONE = new TickRuns(new int[0], new long[0]);
  }

  /**
   * Which points of the {@link PointsWritten} entry that follows for the same table and memtable
   * took the place of a point that was there before. Written for tables with a stream, and only
   * when there is one; it changes nothing in a table.
   *
   * @param tableId the table
   * @param late as of the entry that follows
   * @param points which of its points, in ascending order, at least one
   * @param before what was there, in the same order; empty when no reader wants it
   */
  record PointsReplaced(long tableId, boolean late, int[] points, Optional<Before> before)
      implements JournalEntry {
    /**
     * Points as they were, without their keys, which are those of the points that replaced them.
     *
     * @param versions the clients' versions
     * @param columns one value each per point; columns that all of them lack do not occur
     */
    public record Before(long[] versions, List<ColumnBuffer> columns) {}
  }

  /**
   * Retention has let points go: none of the window's exists any more, and none below its end ever
   * comes back. One entry tells of any number of points.
   *
   * @param tableId the table
   * @param window from the horizon floor before to the one after
   */
  record WindowExpired(long tableId, TimeRange window) implements JournalEntry {}

  /**
   * An entry of a locked database, as it stands in the log: sealed.
   *
   * @param databaseId the database
   * @param tableId the table of which it speaks
   * @param type of the entry that is in it
   * @param envelope what is sealed, for its place in its frame alone
   */
  record EntryLocked(long databaseId, long tableId, int type, byte[] envelope)
      implements JournalEntry {
    /** Whether points are in it. */
    public boolean holdsPoints() {
      return type == EntryType.POINTS_WRITTEN;
    }
  }

  /**
   * The tick of this frame's points, in front of those of the first table that keeps history.
   *
   * @param tick the second of the guarded clock, counted from the epoch, in which the frame was
   *     decided; never less than that of a frame before
   */
  record TickNoted(long tick) implements JournalEntry {}
}
