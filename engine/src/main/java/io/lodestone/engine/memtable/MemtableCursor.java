package io.lodestone.engine.memtable;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import java.util.ArrayList;
import java.util.List;

/**
 * Merges the blocks of a view: a heap of blocks by the rank of their next wanted series, and for
 * each series its runs from the blocks that hold it.
 */
final class MemtableCursor implements PointCursor {
  private final MemtableView view;
  private final SeriesOrder order;
  private final SeriesSelection selection;
  private final PointChunk chunk;

  /** Per projected column: its number in the memtable, or -1. */
  private final int[] columnNumbers;

  /** Per block: its points in order; null for a block without points in the range of time. */
  private final BlockRuns[] blockRuns;

  /** How the runs are read when all series are; null when some are, or the points are few. */
  private BandedRuns banded;

  /** Per block: the run it stands at. */
  private final int[] runs;

  /** {@code rank << 32 | block}, smallest first: blocks of one series come in ascending order. */
  private final long[] heap;

  private int heapSize;
  private final SeriesPoints points;

  /**
   * The keys of all series in their order; null when some are read: most keys would be for nobody.
   */
  private final KeysAhead keys;

  private int series = -1;

  /** A cursor that ends at once. */
  MemtableCursor(MemtableView view, List<Column> projection) {
    this(view, SeriesOrder.EMPTY, 0, null, TimeRange.ALL, projection);
  }

  MemtableCursor(
      MemtableView view,
      SeriesOrder order,
      SeriesSelection selection,
      TimeRange range,
      List<Column> projection) {
    this(view, order, view.blockCount(), selection, range, projection);
    for (int block = 0; block < blockRuns.length; block++) {
      BlockRuns sorted = view.runs(block, order, selection, range);
      if (sorted.overlaps(range)) {
        blockRuns[block] = sorted;
      }
    }
    if (selection.isAll() && blockRuns.length > 1 && !view.isArranged()) {
      banded = new BandedRuns(view, order, blockRuns, columnNumbers, range);
    } else {
      pushBlocks();
    }
  }

  private MemtableCursor(
      MemtableView view,
      SeriesOrder order,
      int blocks,
      SeriesSelection selection,
      TimeRange range,
      List<Column> projection) {
    this.view = view;
    this.order = order;
    this.selection = selection;
    this.blockRuns = new BlockRuns[blocks];
    this.runs = new int[blocks];
    this.heap = new long[blocks];
    this.points = new SeriesPoints(range);
    this.keys =
        selection == null || !selection.isAll() ? null : new KeysAhead(view.dictionary(), order);
    this.columnNumbers = new int[projection.size()];
    List<ColumnBuffer> buffers = new ArrayList<>(projection.size());
    for (int i = 0; i < columnNumbers.length; i++) {
      Column column = projection.get(i);
      columnNumbers[i] = view.columnNumber(column);
      buffers.add(new ColumnBuffer(column.name(), column.type(), PointChunk.POINTS_MAX));
    }
    this.chunk = new PointChunk(buffers);
  }

  @Override
  public boolean nextSeries() {
    int rank;
    do {
      points.clear();
      rank = banded == null ? nextRank() : banded.next(points);
    } while (rank >= 0 && !points.arrange());
    if (rank < 0) {
      series = -1;
      return false;
    }
    series = order.handle(rank);
    if (keys != null) {
      keys.moveTo(rank);
    }
    return true;
  }

  /** Adds the points of the next wanted series; returns its rank, or -1 at the end. */
  private int nextRank() {
    if (heapSize == 0) {
      return -1;
    }
    int rank = (int) (heap[0] >>> 32);
    while (heapSize > 0 && (int) (heap[0] >>> 32) == rank) {
      int block = (int) heap[0];
      int run = runs[block];
      BlockRuns sorted = blockRuns[block];
      points.add(view.block(block), sorted.places, sorted.starts[run], sorted.starts[run + 1]);
      replaceTop(nextEntry(block, run + 1));
    }
    return rank;
  }

  @Override
  public KeyOrder keyOrder() {
    return view.dictionary().keyOrder();
  }

  @Override
  public byte[] keyBytes() {
    return keys == null ? view.dictionary().keyBytes(series) : keys.bytes();
  }

  @Override
  public int keyOffset() {
    return keys == null ? view.dictionary().keyOffset(series) : keys.offset();
  }

  @Override
  public int keyLength() {
    return keys == null ? view.dictionary().keyLength(series) : keys.length();
  }

  @Override
  public boolean nextChunk() {
    chunk.clear();
    while (chunk.size() < PointChunk.POINTS_MAX
        && points.next(PointChunk.POINTS_MAX - chunk.size())) {
      if (points.areConsecutive()) {
        copy(points.block(), points.places()[0], points.count());
      } else {
        gather(points.block(), points.places(), points.count());
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
    heapSize = 0;
    banded = null;
    points.clear();
  }

  private void copy(Block block, int first, int count) {
    chunk.appendKeys(block.times, block.versions, first, count);
    for (int i = 0; i < columnNumbers.length; i++) {
      ColumnBuffer to = chunk.columns().get(i);
      BlockColumn from = columnNumbers[i] < 0 ? null : block.column(columnNumbers[i]);
      if (from == null) {
        to.padTo(chunk.size());
      } else if (to.type() != ValueType.VARCHAR && from.isPresent(first, first + count)) {
        to.appendWords(from.words(), first, count);
      } else {
        gatherEach(from, to, points.places(), count);
      }
    }
  }

  private void gather(Block block, int[] places, int count) {
    chunk.appendPicked(block.times, block.versions, places, 0, count);
    for (int i = 0; i < columnNumbers.length; i++) {
      ColumnBuffer to = chunk.columns().get(i);
      BlockColumn from = columnNumbers[i] < 0 ? null : block.column(columnNumbers[i]);
      if (from == null) {
        to.padTo(chunk.size());
      } else if (from.presence() == null && to.type() != ValueType.VARCHAR) {
        to.appendPicked(from.words(), places, 0, count);
      } else {
        gatherEach(from, to, places, count);
      }
    }
  }

  private void gatherEach(BlockColumn from, ColumnBuffer to, int[] places, int count) {
    boolean text = to.type() == ValueType.VARCHAR;
    byte[][] texts = view.texts();
    for (int i = 0; i < count; i++) {
      int place = places[i];
      if (!from.isPresent(place)) {
        to.appendAbsent();
      } else if (text) {
        long word = from.words()[place];
        to.appendVarchar(
            texts[TextArena.chunk(word)], TextArena.offset(word), TextArena.length(word));
      } else {
        to.appendWord(from.words()[place]);
      }
    }
  }

  /**
   * Moves a block to its first wanted run from {@code run} on; its heap entry, or -1 at the end.
   */
  private long nextEntry(int block, int run) {
    BlockRuns sorted = blockRuns[block];
    int[] ranks = order.ranks();
    int at = run;
    while (at < sorted.count()) {
      int rank = ranks[sorted.series[at]];
      int wanted = selection.nextRank(rank);
      if (wanted == rank) {
        runs[block] = at;
        return (long) rank << 32 | block;
      }
      if (wanted == SeriesSelection.NO_RANK) {
        return -1;
      }
      at = seek(sorted, ranks, at, wanted);
    }
    runs[block] = at;
    return -1;
  }

  /**
   * The first run after {@code from} whose rank is at least the wanted one: strides, then halves.
   */
  private static int seek(BlockRuns sorted, int[] ranks, int from, int wanted) {
    int low = from;
    int stride = 1;
    while (low + stride < sorted.count() && ranks[sorted.series[low + stride]] < wanted) {
      low += stride;
      stride *= 2;
    }
    int high = Math.min(low + stride, sorted.count());
    // The rank at low is too small, the one at high is not, or high is the end.
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (ranks[sorted.series[middle]] < wanted) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private void pushBlocks() {
    for (int block = 0; block < blockRuns.length; block++) {
      long entry = blockRuns[block] == null ? -1 : nextEntry(block, 0);
      if (entry >= 0) {
        push(entry);
      }
    }
  }

  private void push(long entry) {
    int at = heapSize++;
    while (at > 0 && heap[(at - 1) >>> 1] > entry) {
      heap[at] = heap[(at - 1) >>> 1];
      at = (at - 1) >>> 1;
    }
    heap[at] = entry;
  }

  /** Puts an entry in the place of the smallest, or removes that when the entry is negative. */
  private void replaceTop(long entry) {
    long sinking = entry >= 0 ? entry : heap[--heapSize];
    int at = 0;
    while (2 * at + 1 < heapSize) {
      int child = 2 * at + 1;
      if (child + 1 < heapSize && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= sinking) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    if (heapSize > 0) {
      heap[at] = sinking;
    }
  }
}
