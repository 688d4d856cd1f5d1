package io.lodestone.engine.memtable;

import io.lodestone.engine.history.HistoryPoints;
import io.lodestone.model.PointBatch;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.Column;
import io.lodestone.scan.KeyRange;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.PointSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The first points of a memtable, up to some position: of each key the current point at that
 * moment, whatever the committer applied later. Safe for several threads once published through a
 * volatile (see {@link Block} for why that is enough).
 *
 * <p>It may be read while it is retained, or while its reader knows that the memtable's table has
 * not let go of it: the committer, and a flush of what was sealed for it. After that its memory
 * belongs to other points.
 */
public final class MemtableView implements PointSource {
  private final Holders holders;
  private final int size;
  private final Block[] blocks;
  private final int blockPoints;
  private final byte[][] texts;
  private final DictionaryView dictionary;
  private final List<Column> columns;
  private final long minTimeNanos;
  private final long maxTimeNanos;
  private final TickList ticks;

  /** The points of the last, unfinished block in the order of reading, once somebody read all. */
  private volatile BlockRuns activeRuns;

  /** By the thread that arranges and then reads. */
  private boolean arranged;

  MemtableView(
      Holders holders,
      int size,
      Block[] blocks,
      int blockPoints,
      byte[][] texts,
      DictionaryView dictionary,
      List<Column> columns,
      long minTimeNanos,
      long maxTimeNanos,
      TickList ticks) {
    this.holders = holders;
    this.size = size;
    this.blocks = blocks;
    this.blockPoints = blockPoints;
    this.texts = texts;
    this.dictionary = dictionary;
    this.columns = columns;
    this.minTimeNanos = size == 0 ? Long.MAX_VALUE : minTimeNanos;
    this.maxTimeNanos = size == 0 ? Long.MIN_VALUE : maxTimeNanos;
    this.ticks = ticks;
  }

  /**
   * Keeps the points readable for one more reader. Follow with {@link #release()}.
   *
   * @return false when the memtable's points have gone into segments and its memory to others: read
   *     a younger view of the table
   */
  public boolean tryRetain() {
    return holders.tryRetain();
  }

  /** Ends {@link #tryRetain()}. */
  public void release() {
    holders.release();
  }

  /**
   * The points of this view that had been committed by the end of a tick; those of which no tick
   * was noted were committed before all ticks.
   */
  public MemtableView asOf(long tick) {
    int committed = ticks.committedBy(tick, size);
    return committed == size
        ? this
        : new MemtableView(
            holders,
            committed,
            blocks,
            blockPoints,
            texts,
            dictionary,
            columns,
            minTimeNanos,
            maxTimeNanos,
            ticks);
  }

  /** How many positions the view covers, those of superseded points included. */
  public long points() {
    return size;
  }

  /** The measure columns of which the memtable held a value when the view was made. */
  public List<Column> columns() {
    return columns;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of a view that was made after more points had come in, it may be the time of one of those.
   */
  @Override
  public long minTimeNanos() {
    return minTimeNanos;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of a view that was made after more points had come in, it may be the time of one of those.
   */
  @Override
  public long maxTimeNanos() {
    return maxTimeNanos;
  }

  @Override
  public PointCursor points(PointQuery query) {
    SeriesOrder order = dictionary.order();
    SeriesSelection selection = SeriesSelection.of(query.series(), query.keys(), dictionary, order);
    return new MemtableCursor(this, order, selection, query.range(), query.columns());
  }

  /** {@inheritDoc} Points are taken to be spread evenly over the series. */
  @Override
  public List<byte[]> splitKeys(int shares) {
    SeriesOrder order = dictionary.order();
    List<byte[]> keys = new ArrayList<>();
    for (int share = 1; share < shares; share++) {
      int handle = order.handle((int) ((long) share * order.count() / shares));
      byte[] key = handle < dictionary.count() ? dictionary.key(handle) : new byte[0];
      if (key.length > 0 && (keys.isEmpty() || !Arrays.equals(keys.getLast(), key))) {
        keys.add(key);
      }
    }
    return keys;
  }

  @Override
  public long seriesCount() {
    return dictionary.count();
  }

  @Override
  public long pointCount() {
    return size;
  }

  /** {@inheritDoc} Here as many as that many series have on average, where an index tells them. */
  @Override
  public long estimatePoints(PointQuery query) {
    if (query.series().isEmpty()) {
      return size;
    }
    long count =
        new SeriesFilter(query.series())
            .fewest(dictionary)
            .map(SeriesFilter.Listed::count)
            .orElse((long) dictionary.count());
    return (long) ((double) size * Math.min(count, dictionary.count()) / dictionary.count());
  }

  @Override
  public PointCursor pointsOf(
      byte[] key, int offset, int length, TimeRange range, List<Column> projection) {
    int handle = dictionary.find(key, offset, length);
    if (handle < 0 || !range.overlaps(minTimeNanos, maxTimeNanos)) {
      return new MemtableCursor(this, projection);
    }
    SeriesOrder order = dictionary.order();
    SeriesSelection selection = SeriesSelection.of(handle, order);
    return new MemtableCursor(this, order, selection, range, projection);
  }

  /**
   * What a history file has to remember of the points of this view with times in a range.
   *
   * @param oldestTick nobody can ask for how the table was at the end of an older one
   */
  public HistoryPoints history(TimeRange range, List<Column> measures, long oldestTick) {
    return new MemtableHistory(this, range, measures, oldestTick);
  }

  /**
   * All points in the order of their arrival, replaced ones included, with the series' handles as
   * places of the batch's list. Applied in that order to an empty memtable they make another one
   * like this. For small memtables: value by value.
   */
  public PointBatch asTheyArrived() {
    return ArrivedPoints.of(this);
  }

  /** The positions at which a tick begins, ascending: see {@link #tickOf}. */
  public int[] tickStarts() {
    return ticks.startsBelow(size);
  }

  /**
   * The tick of the point at a position; {@link io.lodestone.engine.clock.Ticks#NONE} when it was
   * not noted.
   */
  public long tickOf(int position) {
    return ticks.tickOf(position);
  }

  /**
   * Moves the points of each block to where they are read, so that reading all of them in the order
   * of their series goes through memory from one end to the other. Without it each value of a
   * series lies on another page, and most of the time of a flush is spent waiting for them.
   *
   * <p>For a sealed memtable that nobody but the caller reads or will look anything up in, and that
   * keeps no history: positions mean nothing any more.
   */
  public void arrange() {
    SeriesOrder order = dictionary.order();
    SeriesSelection all = SeriesSelection.of(List.of(), KeyRange.ALL, dictionary, order);
    PointMover mover = new PointMover();
    for (int number = 0; number < blockCount(); number++) {
      BlockRuns sorted = runs(number, order, all, TimeRange.ALL);
      // The memtable's own table of blocks: it gives back what stands there in the end.
      blocks[number] = blocks[number].arranged(sorted, mover);
    }
    activeRuns = blockCount() == 0 ? null : blocks[blockCount() - 1].runs(order);
    arranged = true;
  }

  /** Whether the points of each block stand in the order of reading. */
  boolean isArranged() {
    return arranged;
  }

  TickList ticks() {
    return ticks;
  }

  int blockPoints() {
    return blockPoints;
  }

  /** How many blocks hold points of this view. */
  int blockCount() {
    return (int) (((long) size + blockPoints - 1) / blockPoints);
  }

  Block block(int number) {
    return blocks[number];
  }

  /** The chunks that hold VARCHAR values. */
  byte[][] texts() {
    return texts;
  }

  DictionaryView dictionary() {
    return dictionary;
  }

  /** The number of a measure column, or -1. */
  int columnNumber(Column column) {
    return columns.indexOf(column);
  }

  /** The points of one block in the order of reading; at least those that the query wants. */
  BlockRuns runs(int number, SeriesOrder order, SeriesSelection selection, TimeRange range) {
    Block block = blocks[number];
    int limit = Math.min(blockPoints, size - number * blockPoints);
    if (limit == blockPoints) {
      return block.runs(order);
    }
    BlockRuns known = activeRuns;
    if (known != null) {
      return known;
    }
    if (!selection.isAll() || !range.covers(minTimeNanos, maxTimeNanos)) {
      return BlockRuns.of(block, limit, order, selection, range);
    }
    known = BlockRuns.of(block, limit, order);
    activeRuns = known;
    return known;
  }
}
