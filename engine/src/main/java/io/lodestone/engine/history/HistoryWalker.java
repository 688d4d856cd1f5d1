package io.lodestone.engine.history;

import io.lodestone.engine.clock.Ticks;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.OrderedKey;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;

/** A cursor that a {@link HistoryMerge} reads point by point, beside others. One owner. */
final class HistoryWalker {
  /** What the merge takes a walker's points for. */
  enum Part {
    /** A segment that is merged: its points are current, or lose to a higher version. */
    CURRENT,
    /** A history file that is written anew. */
    REWRITTEN,
    /** A history file that stays as it is and is asked for ticks only. */
    CONSULTED
  }

  final Part part;
  private final PointCursor cursor;

  /** The key of the series it stands at. */
  private final OrderedKey key;

  private boolean atSeries;
  private boolean ended;

  /** Whether there is a point to look at. */
  private boolean live;

  private int place;

  HistoryWalker(Part part, PointCursor cursor) {
    this.part = part;
    this.cursor = cursor;
    this.key = new OrderedKey(cursor.keyOrder());
  }

  PointCursor cursor() {
    return cursor;
  }

  /** Stands at a series that has not been entered, if there is one left. */
  boolean hasSeries() {
    if (!atSeries && !ended) {
      atSeries = cursor.nextSeries();
      ended = !atSeries;
      if (atSeries) {
        key.moveTo(cursor.keyBytes(), cursor.keyOffset(), cursor.keyLength());
      }
    }
    return atSeries;
  }

  /** Compares the series two walkers stand at. */
  int compareSeries(HistoryWalker other) {
    return key.compare(other.key);
  }

  /** Leaves out the series it stands at. */
  void passSeries() {
    atSeries = false;
    live = false;
  }

  /** Begins with the points of the series it stands at. */
  void enterSeries() {
    atSeries = false;
    nextChunk();
  }

  void leaveSeries() {
    live = false;
  }

  boolean isLive() {
    return live;
  }

  long time() {
    return cursor.chunk().times()[place];
  }

  long version() {
    return cursor.chunk().versions()[place];
  }

  PointChunk chunk() {
    return cursor.chunk();
  }

  int place() {
    return place;
  }

  /** When the point was committed, or {@link Ticks#NONE}; for history files. */
  long committed() {
    return tick(HistoryColumns.COMMITTED_PLACE);
  }

  /** When the point was replaced, or {@link Ticks#NONE} if this is a note; for history files. */
  long replaced() {
    return tick(HistoryColumns.REPLACED_PLACE);
  }

  private long tick(int columnPlace) {
    ColumnBuffer column = chunk().columns().get(columnPlace);
    return column.isPresent(place) ? Ticks.ofLag(column.word(place), time()) : Ticks.NONE;
  }

  void step() {
    place++;
    if (place == cursor.chunk().size()) {
      nextChunk();
    }
  }

  void skipTo(long time) {
    while (live && time() < time) {
      step();
    }
  }

  private void nextChunk() {
    place = 0;
    live = cursor.nextChunk();
  }
}
