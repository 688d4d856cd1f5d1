package io.lodestone.engine.history;

import io.lodestone.engine.clock.Ticks;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.OrderedKey;
import io.lodestone.scan.Column;
import io.lodestone.scan.Cursor;
import io.lodestone.scan.ForwardingPointCursor;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.SeriesCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Passes over the points of a part of which a history file notes that they were committed after a
 * tick. Both are read side by side, since both stand in the order of series, time and version.
 * Chunks from which nothing is to be left out are handed on as they are.
 *
 * <p>Owns both cursors and closes them.
 */
final class CommittedCursor extends ForwardingPointCursor {
  private final PointCursor notes;
  private final long tick;
  private final PointChunk kept;

  /** What {@link #nextChunk()} moved to: {@link #kept} or the part's own. */
  private PointChunk chunk;

  private final OrderedKey pointsKey;
  private final OrderedKey notesKey;

  /** Whether {@link #notes} has been moved to a series, which then has not been passed. */
  private boolean atSeries;

  private boolean notesEnded;

  /** Whether the notes stand at the series of the points and have some left. */
  private boolean noted;

  /** The next note, in the chunk that the notes stand at. */
  private int note;

  private CommittedCursor(PointCursor points, PointCursor notes, List<Column> columns, long tick) {
    super(points);
    this.notes = notes;
    this.tick = tick;
    KeyOrder order = SeriesCursor.commonOrder(List.of(points, notes));
    this.pointsKey = new OrderedKey(order);
    this.notesKey = new OrderedKey(order);
    this.kept =
        new PointChunk(columns.stream().map(c -> new ColumnBuffer(c.name(), c.type(), 8)).toList());
    this.chunk = kept;
  }

  /**
   * @param points open; closed when the notes cannot be opened, or have another order
   * @param columns those of the points
   */
  static PointCursor open(
      PointCursor points, Supplier<PointCursor> notes, List<Column> columns, long tick) {
    List<PointCursor> opened = new ArrayList<>(List.of(points));
    try {
      opened.add(notes.get());
      return new CommittedCursor(points, opened.getLast(), columns, tick);
    } catch (RuntimeException e) {
      Cursor.closeAll(opened, e);
      throw e;
    }
  }

  @Override
  public boolean nextSeries() {
    noted = false;
    if (!super.nextSeries()) {
      return false;
    }
    if (!notesEnded) {
      pointsKey.moveTo(keyBytes(), keyOffset(), keyLength());
    }
    while (!notesEnded) {
      if (!atSeries) {
        atSeries = notes.nextSeries();
        notesEnded = !atSeries;
        if (atSeries) {
          notesKey.moveTo(notes.keyBytes(), notes.keyOffset(), notes.keyLength());
        }
      } else {
        int order = notesKey.compare(pointsKey);
        if (order >= 0) {
          noted = order == 0 && nextNotes();
          break;
        }
        atSeries = false;
      }
    }
    return true;
  }

  @Override
  public boolean nextChunk() {
    while (super.nextChunk()) {
      chunk = super.chunk();
      if (!noted || leaveOut(chunk)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public PointChunk chunk() {
    return chunk;
  }

  @Override
  public void close() {
    try (notes) {
      super.close();
    }
  }

  private boolean nextNotes() {
    note = 0;
    return notes.nextChunk();
  }

  /** Decides on the points of a chunk; false when none of them is left. */
  private boolean leaveOut(PointChunk from) {
    kept.clear();
    int begin = 0;
    for (int i = 0; noted && i < from.size(); i++) {
      if (isLater(from.times()[i], from.versions()[i])) {
        kept.appendRange(from, begin, i - begin);
        begin = i + 1;
      }
    }
    if (begin == 0) {
      return true;
    }
    kept.appendRange(from, begin, from.size() - begin);
    chunk = kept;
    return kept.size() > 0;
  }

  /** Whether there is a note that this point was committed after the tick. */
  private boolean isLater(long time, long version) {
    while (noted) {
      PointChunk at = notes.chunk();
      long[] times = at.times();
      long[] versions = at.versions();
      while (note < at.size()
          && (times[note] < time || times[note] == time && versions[note] < version)) {
        note++;
      }
      if (note < at.size()) {
        return times[note] == time && versions[note] == version && isAfterTick(at, note);
      }
      noted = nextNotes();
    }
    return false;
  }

  private boolean isAfterTick(PointChunk at, int index) {
    ColumnBuffer committed = at.columns().get(HistoryColumns.COMMITTED_PLACE);
    return committed.isPresent(index)
        && !at.columns().get(HistoryColumns.REPLACED_PLACE).isPresent(index)
        && Ticks.ofLag(committed.word(index), at.times()[index]) > tick;
  }
}
