package io.lodestone.engine.memtable;

/**
 * Some consecutive points of a memtable in the order of their arrival, as columns.
 *
 * <p><b>How a block is read while it is written.</b> A view covers the points below some size, and
 * is handed to readers through a volatile after these points were written. Therefore a reader sees
 * at least the state of that moment, and perhaps some of what the committer wrote later. What it
 * can see of the latter must not matter:
 *
 * <ul>
 *   <li>The shape of a block (its arrays, which columns it has, whether a column keeps presence
 *       bits) is final. A change of shape makes a new block that shares what did not change and
 *       takes the old one's place in a new table of blocks; the view keeps the old ones.
 *   <li>Elements of {@code series}, {@code times}, {@code versions} and {@code words} are written
 *       once, before the size that covers them. A reader looks at none beyond its size.
 *   <li>A word of presence bits may cover points on both sides of a view's size, and the committer
 *       may be setting bits of the later ones. It is the only writer and sets bits without touching
 *       others, so that each value the word has from the view's making on agrees in the bits of the
 *       earlier points; even if a machine without 64-bit stores let a reader see halves of two such
 *       values, these bits would be right. A reader tests bits of points below its size and no
 *       others.
 * </ul>
 *
 * The last two points are why a block's arrays are never used again while a view may be read: see
 * {@link Holders}.
 */
final class Block {
  /** Per point: the handle of its series. */
  final int[] series;

  /** Per point: its time in nanoseconds since the epoch. */
  final long[] times;

  /** Per point: the client's version. */
  final long[] versions;

  /**
   * By the column's number in the memtable; shorter, or null in a slot, where no point has a value.
   */
  final BlockColumn[] columns;

  private final long ownBytes;

  /**
   * The points in the order of reading, once some reader has sorted them. Only for a full block,
   * whose shape no longer changes.
   */
  private volatile BlockRuns runs;

  private Block(int[] series, long[] times, long[] versions, BlockColumn[] columns) {
    this.series = series;
    this.times = times;
    this.versions = versions;
    this.columns = columns;
    long bytes =
        ArrayBytes.of(series)
            + ArrayBytes.of(times)
            + ArrayBytes.of(versions)
            + ArrayBytes.of(columns);
    for (BlockColumn column : columns) {
      bytes += column == null ? 0 : column.memoryBytes();
    }
    this.ownBytes = bytes;
  }

  static Block create(int capacity, ArrayPool pool) {
    return new Block(
        pool.ints(capacity), pool.longs(capacity), pool.longs(capacity), new BlockColumn[0]);
  }

  /** Points in an order of their own, without their series: a reader's copy of parts of a block. */
  static Block copied(long[] times, long[] versions, BlockColumn[] columns) {
    return new Block(new int[0], times, versions, columns);
  }

  /** Gives all arrays back. Nobody may look at the block any more. */
  void giveBack(ArrayPool pool) {
    pool.give(series);
    pool.give(times);
    pool.give(versions);
    for (BlockColumn column : columns) {
      if (column != null) {
        pool.give(column.words());
      }
    }
  }

  int capacity() {
    return times.length;
  }

  /** The column of this number, or null when no point of the block has a value there. */
  BlockColumn column(int number) {
    return number < columns.length ? columns[number] : null;
  }

  /** This block with other columns. */
  Block withColumns(BlockColumn[] newColumns) {
    return new Block(series, times, versions, newColumns);
  }

  /** A copy with room for more points. */
  Block grow(int capacity, ArrayPool pool) {
    BlockColumn[] grown = new BlockColumn[columns.length];
    for (int i = 0; i < columns.length; i++) {
      grown[i] = columns[i] == null ? null : columns[i].grow(capacity, pool);
    }
    int[] longerSeries = pool.ints(capacity);
    long[] longerTimes = pool.longs(capacity);
    long[] longerVersions = pool.longs(capacity);
    System.arraycopy(series, 0, longerSeries, 0, series.length);
    System.arraycopy(times, 0, longerTimes, 0, times.length);
    System.arraycopy(versions, 0, longerVersions, 0, versions.length);
    return new Block(longerSeries, longerTimes, longerVersions, grown);
  }

  /** The sorted points of this full block, computed at the first call. */
  BlockRuns runs(SeriesOrder order) {
    BlockRuns known = runs;
    if (known == null) {
      // The lock only keeps two readers from doing the same work.
      synchronized (this) {
        known = runs;
        if (known == null) {
          known = BlockRuns.of(this, capacity(), order);
          runs = known;
        }
      }
    }
    return known;
  }

  /**
   * The points at the places at which a reader in a given order wants them. Nobody else may look at
   * this block, whose arrays the result and the mover share out among themselves, nor at the
   * result's {@link #series}, which mean nothing.
   *
   * @param sorted the order, of this block's points
   */
  Block arranged(BlockRuns sorted, PointMover mover) {
    int count = sorted.pointCount();
    BlockColumn[] moved = new BlockColumn[columns.length];
    for (int number = 0; number < columns.length; number++) {
      BlockColumn column = columns[number];
      if (column != null) {
        long[] presence = column.presence();
        moved[number] =
            new BlockColumn(
                mover.moved(column.words(), sorted.places, count),
                presence == null ? null : mover.movedBits(presence, sorted.places, count));
      }
    }
    Block arranged =
        new Block(
            series,
            mover.moved(times, sorted.places, count),
            mover.moved(versions, sorted.places, count),
            moved);
    arranged.runs = sorted.arranged(mover.ascending(capacity()));
    return arranged;
  }

  /** Bytes of heap, sorted points included when there are any. */
  long memoryBytes() {
    BlockRuns known = runs;
    return ownBytes + (known == null ? 0 : known.memoryBytes());
  }
}
