package io.lodestone.engine.memtable;

import io.lodestone.engine.clock.Ticks;
import io.lodestone.engine.history.HistoryColumns;
import io.lodestone.engine.history.HistoryPoints;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a history file has to remember of a memtable: the points that were replaced in it, with
 * their values, and when the others were committed. In the order of series, time and arrival, which
 * is that of versions, because a point is only ever replaced by one with a higher version.
 *
 * <p>Sorts the positions of the whole view when it is opened: four bytes for each.
 */
final class MemtableHistory implements HistoryPoints {
  private final MemtableView view;
  private final SeriesOrder order;
  private final int blockBits;

  /** Nobody can ask for how the table was at the end of an older tick. */
  private final long oldestTick;

  /** Positions in the order of their series' ranks, within a series in that of arrival. */
  private final int[] positions;

  /** Per rank: where its positions end. */
  private final int[] ends;

  private final PointChunk chunk;
  private final int[] columnNumbers;
  private final TimeSort byTime = new TimeSort();
  private int rank = -1;
  private int next;
  private int count;
  private long newestTick = Ticks.NONE;

  MemtableHistory(MemtableView view, TimeRange range, List<Column> measures, long oldestTick) {
    this.view = view;
    this.order = view.dictionary().order();
    this.blockBits = Integer.numberOfTrailingZeros(view.blockPoints());
    this.oldestTick = oldestTick;
    this.columnNumbers = measures.stream().mapToInt(view::columnNumber).toArray();
    List<ColumnBuffer> buffers = new ArrayList<>();
    for (Column column : HistoryColumns.with(measures)) {
      buffers.add(new ColumnBuffer(column.name(), column.type(), 8));
    }
    this.chunk = new PointChunk(buffers);
    int size = (int) view.points();
    int[] ranks = order.ranks();
    int[] starts = new int[order.count() + 1];
    for (int position = 0; position < size; position++) {
      starts[ranks[series(position)] + 1] += range.contains(time(position)) ? 1 : 0;
    }
    for (int r = 0; r < order.count(); r++) {
      starts[r + 1] += starts[r];
    }
    this.positions = new int[starts[order.count()]];
    this.ends = Arrays.copyOf(starts, order.count());
    for (int position = 0; position < size; position++) {
      if (range.contains(time(position))) {
        positions[ends[ranks[series(position)]]++] = position;
      }
    }
  }

  @Override
  public long newestTick() {
    return newestTick;
  }

  @Override
  public boolean nextSeries() {
    do {
      rank++;
      if (rank >= ends.length) {
        return false;
      }
    } while (start() == ends[rank]);
    byTime.clear();
    for (int i = start(); i < ends[rank]; i++) {
      byTime.add(time(positions[i]), positions[i]);
    }
    count = byTime.sortAll();
    next = 0;
    return true;
  }

  private int start() {
    return rank == 0 ? 0 : ends[rank - 1];
  }

  @Override
  public KeyOrder keyOrder() {
    return view.dictionary().keyOrder();
  }

  @Override
  public byte[] keyBytes() {
    return view.dictionary().keyBytes(order.handle(rank));
  }

  @Override
  public int keyOffset() {
    return view.dictionary().keyOffset(order.handle(rank));
  }

  @Override
  public int keyLength() {
    return view.dictionary().keyLength(order.handle(rank));
  }

  @Override
  public boolean nextChunk() {
    chunk.clear();
    int[] sorted = byTime.positions();
    while (next < count && chunk.size() < PointChunk.POINTS_MAX) {
      int position = sorted[next++];
      long time = time(position);
      long committed = view.ticks().tickOf(position);
      if (next < count && time(sorted[next]) == time) {
        long replaced = view.ticks().tickOf(sorted[next]);
        if (replaced > oldestTick) {
          addReplaced(position, time, committed, replaced);
        }
      } else if (committed > oldestTick) {
        addNote(position, time, committed);
      }
    }
    return chunk.size() > 0;
  }

  @Override
  public PointChunk chunk() {
    return chunk;
  }

  @Override
  public void close() {
    rank = ends.length;
    count = 0;
    next = 0;
  }

  private void addNote(int position, long time, long committed) {
    List<ColumnBuffer> columns = chunk.columns();
    add(position, time, committed);
    for (int c = HistoryColumns.REPLACED_PLACE; c < columns.size(); c++) {
      columns.get(c).appendAbsent();
    }
    newestTick = Math.max(newestTick, committed);
  }

  private void addReplaced(int position, long time, long committed, long replaced) {
    List<ColumnBuffer> columns = chunk.columns();
    add(position, time, committed);
    columns.get(HistoryColumns.REPLACED_PLACE).appendWord(Ticks.lag(replaced, time));
    Block block = block(position);
    for (int c = 0; c < columnNumbers.length; c++) {
      BlockColumn from = columnNumbers[c] < 0 ? null : block.column(columnNumbers[c]);
      append(from, place(position), columns.get(HistoryColumns.FIRST_MEASURE + c));
    }
    newestTick = Math.max(newestTick, replaced);
  }

  private void add(int position, long time, long committed) {
    chunk.append(time, block(position).versions[place(position)]);
    ColumnBuffer column = chunk.columns().get(HistoryColumns.COMMITTED_PLACE);
    if (committed == Ticks.NONE) {
      column.appendAbsent();
    } else {
      column.appendWord(Ticks.lag(committed, time));
    }
  }

  private void append(BlockColumn from, int place, ColumnBuffer to) {
    if (from == null || !from.isPresent(place)) {
      to.appendAbsent();
    } else if (to.type() == ValueType.VARCHAR) {
      long word = from.words()[place];
      to.appendVarchar(
          view.texts()[TextArena.chunk(word)], TextArena.offset(word), TextArena.length(word));
    } else {
      to.appendWord(from.words()[place]);
    }
  }

  private Block block(int position) {
    return view.block(position >>> blockBits);
  }

  private int place(int position) {
    return position & (1 << blockBits) - 1;
  }

  private int series(int position) {
    return block(position).series[place(position)];
  }

  private long time(int position) {
    return block(position).times[place(position)];
  }
}
