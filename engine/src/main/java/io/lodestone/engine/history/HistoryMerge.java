package io.lodestone.engine.history;

import io.lodestone.engine.clock.Ticks;
import io.lodestone.engine.history.HistoryWalker.Part;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import io.lodestone.scan.Column;
import io.lodestone.scan.Cursor;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.SeriesCursor;
import java.util.ArrayList;
import java.util.List;

/**
 * What has to be remembered when segments are merged: the points that lose to a higher version,
 * with the ticks between which they were current, and what the history files that are merged along
 * tell already. What nobody can ask for any more is left out.
 *
 * <p>A note about a point that has lost is dropped here, and is harmless in a file that stays: no
 * current point has its version.
 *
 * <p>Owns its cursors and closes them.
 */
public final class HistoryMerge implements HistoryPoints {
  private final List<HistoryWalker> walkers = new ArrayList<>();
  private final KeyOrder keyOrder;

  /** Nobody can ask for how the table was at the end of an older tick. */
  private final long oldestTick;

  private final PointChunk chunk;

  /** Values of replaced points at the present key and time; with all columns of a history file. */
  private final PointChunk copied;

  private final KeyHistory history = new KeyHistory();

  /** Walks the present series; its cursor has the key. */
  private HistoryWalker leader;

  private long newestTick = Ticks.NONE;

  /**
   * @param current the segments that are merged, with the given columns
   * @param rewritten history files that the result takes the place of, with {@link
   *     HistoryColumns#with} them
   * @param consulted all other history files that may know of these points, with no more than
   *     {@link HistoryColumns#with} no measures
   * @throws io.lodestone.model.CorruptionException when they do not have one order of series; the
   *     cursors stay open
   */
  public HistoryMerge(
      List<PointCursor> current,
      List<PointCursor> rewritten,
      List<PointCursor> consulted,
      List<Column> measures,
      long oldestTick) {
    current.forEach(cursor -> walkers.add(new HistoryWalker(Part.CURRENT, cursor)));
    rewritten.forEach(cursor -> walkers.add(new HistoryWalker(Part.REWRITTEN, cursor)));
    consulted.forEach(cursor -> walkers.add(new HistoryWalker(Part.CONSULTED, cursor)));
    this.keyOrder = SeriesCursor.commonOrder(walkers.stream().map(HistoryWalker::cursor).toList());
    this.oldestTick = oldestTick;
    this.chunk = chunkOf(measures);
    this.copied = chunkOf(measures);
  }

  private static PointChunk chunkOf(List<Column> measures) {
    return new PointChunk(
        HistoryColumns.with(measures).stream()
            .map(column -> new ColumnBuffer(column.name(), column.type(), 8))
            .toList());
  }

  @Override
  public long newestTick() {
    return newestTick;
  }

  @Override
  public boolean nextSeries() {
    leader = null;
    for (HistoryWalker walker : walkers) {
      walker.leaveSeries();
      if (walker.part != Part.CONSULTED
          && walker.hasSeries()
          && (leader == null || walker.compareSeries(leader) < 0)) {
        leader = walker;
      }
    }
    if (leader == null) {
      return false;
    }
    for (HistoryWalker walker : walkers) {
      while (walker.hasSeries() && walker.compareSeries(leader) < 0) {
        walker.passSeries();
      }
    }
    for (HistoryWalker walker : walkers) {
      if (walker != leader && walker.hasSeries() && walker.compareSeries(leader) == 0) {
        walker.enterSeries();
      }
    }
    leader.enterSeries();
    return true;
  }

  @Override
  public KeyOrder keyOrder() {
    return keyOrder;
  }

  @Override
  public byte[] keyBytes() {
    return leader.cursor().keyBytes();
  }

  @Override
  public int keyOffset() {
    return leader.cursor().keyOffset();
  }

  @Override
  public int keyLength() {
    return leader.cursor().keyLength();
  }

  @Override
  public boolean nextChunk() {
    chunk.clear();
    while (chunk.size() < PointChunk.POINTS_MAX) {
      boolean found = false;
      long earliest = Long.MAX_VALUE;
      for (int i = 0; i < walkers.size(); i++) {
        HistoryWalker walker = walkers.get(i);
        if (walker.isLive() && walker.part != Part.CONSULTED) {
          found = true;
          earliest = Math.min(earliest, walker.time());
        }
      }
      if (!found) {
        break;
      }
      mergeTime(earliest);
    }
    return chunk.size() > 0;
  }

  @Override
  public PointChunk chunk() {
    return chunk;
  }

  @Override
  public void close() {
    Cursor.closeAll(walkers.stream().map(HistoryWalker::cursor).toList());
  }

  private void mergeTime(long time) {
    history.clear();
    copied.clear();
    int currentCount = 0;
    int winner = -1;
    for (int i = 0; i < walkers.size(); i++) {
      HistoryWalker walker = walkers.get(i);
      walker.skipTo(time);
      if (walker.part == Part.CURRENT) {
        if (walker.isLive() && walker.time() == time) {
          history.setValues(history.place(walker.version()), -2 - i);
          currentCount++;
          winner = winner < 0 || walker.version() > walkers.get(winner).version() ? i : winner;
        }
      } else {
        while (walker.isLive() && walker.time() == time) {
          gather(walker);
          walker.step();
        }
      }
    }
    long current = winner < 0 ? 0 : walkers.get(winner).version();
    for (int place = 0; place < history.count(); place++) {
      boolean isCurrent = winner >= 0 && history.version(place) == current;
      if (!isCurrent && history.values(place) != KeyHistory.NO_VALUES) {
        addReplaced(place, time);
      } else if (history.isRemembered(place)) {
        addNote(place, time);
      }
    }
    for (int i = 0; currentCount > 0 && i < walkers.size(); i++) {
      HistoryWalker walker = walkers.get(i);
      if (walker.part == Part.CURRENT && walker.isLive() && walker.time() == time) {
        walker.step();
      }
    }
  }

  /** Takes what a history file tells; its values are copied, because it may not stand still. */
  private void gather(HistoryWalker walker) {
    int place = history.place(walker.version());
    history.noteCommitted(place, walker.committed());
    long replaced = walker.replaced();
    if (replaced != Ticks.NONE) {
      history.noteReplaced(place, replaced);
    }
    if (walker.part == Part.REWRITTEN) {
      history.setRemembered(place);
      if (replaced != Ticks.NONE) {
        history.setValues(place, copied.size());
        copied.appendFrom(walker.chunk(), walker.place());
      }
    }
  }

  private void addNote(int place, long time) {
    long committed = history.committed(place);
    if (committed > oldestTick) {
      add(place, time);
      for (int c = HistoryColumns.REPLACED_PLACE; c < chunk.columns().size(); c++) {
        chunk.columns().get(c).appendAbsent();
      }
      newestTick = Math.max(newestTick, committed);
    }
  }

  private void addReplaced(int place, long time) {
    long replaced = history.replacedAt(place);
    if (replaced <= oldestTick) {
      return;
    }
    add(place, time);
    List<ColumnBuffer> columns = chunk.columns();
    columns.get(HistoryColumns.REPLACED_PLACE).appendWord(Ticks.lag(replaced, time));
    int where = history.values(place);
    boolean isCopied = where >= 0;
    PointChunk from = isCopied ? copied : walkers.get(-2 - where).chunk();
    int index = isCopied ? where : walkers.get(-2 - where).place();
    int shift = isCopied ? 0 : HistoryColumns.FIRST_MEASURE;
    for (int c = HistoryColumns.FIRST_MEASURE; c < columns.size(); c++) {
      columns.get(c).appendFrom(from.columns().get(c - shift), index);
    }
    newestTick = Math.max(newestTick, replaced);
  }

  private void add(int place, long time) {
    chunk.append(time, history.version(place));
    ColumnBuffer column = chunk.columns().get(HistoryColumns.COMMITTED_PLACE);
    long committed = history.committed(place);
    if (committed <= oldestTick) {
      column.appendAbsent();
    } else {
      column.appendWord(Ticks.lag(committed, time));
    }
  }
}
