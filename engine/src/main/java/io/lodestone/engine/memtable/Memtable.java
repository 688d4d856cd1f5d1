package io.lodestone.engine.memtable;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The durable points of one generation of a table that are not in a segment yet.
 *
 * <p>Points stand in the order of their arrival in columnar blocks; a point's place in that order
 * is its <em>position</em>. A key index tells for each (series, time) the position of its current
 * point. A later point with the same key takes the earlier one's place there; the earlier one stays
 * where it is, for views that do not reach as far as the later one.
 *
 * <p>All methods belong to one thread, the committer. Readers get a {@link MemtableView}, published
 * to them through a volatile or anything as strong; how it is kept whole while the committer goes
 * on is told at {@link Block}.
 */
public final class Memtable {
  /** So that a table of a few points takes a few KiB. */
  private static final int FIRST_BLOCK_POINTS = 64;

  private static final Block[] NO_BLOCKS = {};

  private final int blockPoints;
  private final int blockBits;
  private final ArrayPool pool;
  private final SeriesDictionary dictionary;
  private final KeyIndex index;
  private final TextArena texts;
  private final MeasureColumns columns = new MeasureColumns();
  private final BlockAppender appender;
  private final Holders holders = new Holders(this::giveBack);

  /** Replaced whenever a slot in use changes, so that views may keep it. */
  private Block[] blocks = NO_BLOCKS;

  private int blockCount;

  /** Smaller blocks that the first one grew out of: views may still read them. */
  private final List<Block> outgrown = new ArrayList<>(0);

  private int size;

  /** How many positions the key index knows; fewer than there are during a replay. */
  private int indexed;

  private long minTimeNanos = Long.MAX_VALUE;
  private long maxTimeNanos = Long.MIN_VALUE;

  private TickList ticks = TickList.EMPTY;

  /** Per series of the batch being applied: its handle. */
  private int[] handles = new int[16];

  /**
   * An empty memtable.
   *
   * @param keyOrder the order of the table's series
   * @param pool where its memory comes from, and goes when all have let go of it
   */
  public Memtable(KeyOrder keyOrder, ArrayPool pool) {
    this.pool = pool;
    this.blockPoints = pool.blockPoints();
    this.blockBits = Integer.numberOfTrailingZeros(blockPoints);
    this.dictionary = new SeriesDictionary(keyOrder, pool);
    this.index = new KeyIndex(pool, this::timeAt);
    this.texts = new TextArena(pool);
    this.appender = new BlockAppender(texts, pool);
  }

  /**
   * Lets go of this memtable, which nothing is looked up in from now on. Readers that retained a
   * view go on; the last of them gives the memory back. Once, by the thread that all methods belong
   * to. A memtable that is merely forgotten is the garbage collector's.
   */
  public void release() {
    // Readers never see the index.
    index.giveBack();
    holders.release();
  }

  private void giveBack() {
    for (int i = 0; i < blockCount; i++) {
      blocks[i].giveBack(pool);
    }
    outgrown.forEach(block -> block.giveBack(pool));
    texts.giveBack();
    dictionary.giveBack();
  }

  /**
   * The handle of a series, entered if it is new: dense numbers from 0.
   *
   * @param key the array that holds the canonical key, copied when the series is new
   * @param hash {@link io.lodestone.model.SeriesKey#hash} of the key
   */
  public int series(byte[] key, int offset, int length, int hash) {
    int handle = dictionary.find(key, offset, length, hash);
    return handle >= 0 ? handle : addSeries(key, offset, length, hash);
  }

  /** {@link #series} for a series that is known not to have been entered. */
  public int addSeries(byte[] key, int offset, int length, int hash) {
    index.addSeries();
    return dictionary.add(key, offset, length, hash);
  }

  /** The handle of a series, or -1 when it has not been entered. */
  public int findSeries(byte[] key, int offset, int length, int hash) {
    return dictionary.find(key, offset, length, hash);
  }

  /**
   * The newest time that a series is known to have here or to be about to have; {@link
   * Long#MIN_VALUE} when there is none.
   */
  public long newestTime(int handle) {
    return index.newestTime(handle);
  }

  /** Raises the newest time of a series; called when a point is decided, before it is durable. */
  public void noteTime(int handle, long timeNanos) {
    index.noteTime(handle, timeNanos);
  }

  /** The position of the current point of a key, or -1. Not while keys wait to be entered. */
  public int find(int handle, long timeNanos) {
    return index.find(handle, timeNanos);
  }

  private long timeAt(int position) {
    return blocks[position >>> blockBits].times[position & (blockPoints - 1)];
  }

  /** The client's version of the point at a position. */
  public long versionAt(int position) {
    return blocks[position >>> blockBits].versions[position & (blockPoints - 1)];
  }

  /**
   * Whether the point at a position has the same measure values as a point of a batch, in the sense
   * of {@link ColumnBuffer#sameValue}. A column is the same when name and type are; one that either
   * side lacks is absent there.
   */
  public boolean sameValues(int position, PointBatch batch, int point) {
    int[] numbers = columns.numbersOf(batch);
    Block block = blocks[position >>> blockBits];
    int at = position & (blockPoints - 1);
    int present = 0;
    List<ColumnBuffer> batchColumns = batch.columns();
    for (int i = 0; i < batchColumns.size(); i++) {
      ColumnBuffer value = batchColumns.get(i);
      BlockColumn column = numbers[i] < 0 ? null : block.column(numbers[i]);
      boolean here = column != null && column.isPresent(at);
      if (here != value.isPresent(point)) {
        return false;
      }
      if (here) {
        present++;
        if (!sameWord(value, point, column.words()[at])) {
          return false;
        }
      }
    }
    return present == presentCount(block, at);
  }

  /**
   * Copies the present values of a point.
   *
   * @param position what {@link #find} gave
   * @param into gives the column of a name and type, to which a value is appended
   */
  public void copyValues(int position, BiFunction<String, ValueType, ColumnBuffer> into) {
    Block block = blocks[position >>> blockBits];
    int at = position & (blockPoints - 1);
    List<Column> list = columns.list();
    for (int number = 0; number < list.size(); number++) {
      BlockColumn column = block.column(number);
      if (column == null || !column.isPresent(at)) {
        continue;
      }
      ValueType type = list.get(number).type();
      ColumnBuffer values = into.apply(list.get(number).name(), type);
      long word = column.words()[at];
      if (type == ValueType.VARCHAR) {
        values.appendVarchar(
            texts.chunks()[TextArena.chunk(word)], TextArena.offset(word), TextArena.length(word));
      } else {
        values.appendWord(word);
      }
    }
  }

  /** {@link #apply(PointBatch, int[], int[], int)} with the handles looked up here. */
  public void apply(PointBatch batch, int[] points, int count) {
    if (handles.length < batch.seriesCount()) {
      handles = new int[Math.max(batch.seriesCount(), 2 * handles.length)];
    }
    Arrays.fill(handles, 0, batch.seriesCount(), -1);
    int[] series = batch.series();
    for (int i = 0; i < count; i++) {
      int ordinal = series[points[i]];
      if (handles[ordinal] < 0) {
        int start = batch.keyStart(ordinal);
        int length = batch.keyEnd(ordinal) - start;
        handles[ordinal] = series(batch.keyBytes(), start, length, batch.keyHash(ordinal));
      }
    }
    apply(batch, handles, points, count);
  }

  /**
   * Adds points of a batch, in the given order, as durable points. A later point with the key of an
   * earlier one becomes the current one.
   *
   * @param seriesHandles per series of the batch: its handle here; may be anything for series of
   *     which no point is added
   * @param points indexes of points in the batch
   * @param count how many of {@code points} count
   */
  public void apply(PointBatch batch, int[] seriesHandles, int[] points, int count) {
    enterKeys();
    replay(batch, seriesHandles, points, count);
    enterKeys();
  }

  /**
   * {@link #apply(PointBatch, int[], int[], int)} of points that nobody looks up before {@link
   * #enterKeys()}: a replay brings many more of them than stay in memory, and a flush needs no key.
   */
  public void replay(PointBatch batch, int[] seriesHandles, int[] points, int count) {
    int[] numbers = columns.enter(batch, points, count);
    int columnCount = columns.list().size();
    int done = 0;
    while (done < count) {
      int at = size & (blockPoints - 1);
      if (at == 0) {
        addBlock();
      } else if (at == blocks[blockCount - 1].capacity()) {
        growBlock();
      }
      Block active = blocks[blockCount - 1];
      int many = Math.min(active.capacity() - at, count - done);
      Block written = appender.append(active, at, batch, numbers, columnCount, points, done, many);
      if (written != active) {
        replaceActive(written);
      }
      placeSeries(batch, seriesHandles, points, done, many, at, written);
      done += many;
      size += many;
    }
    // The batch belongs to its caller: do not keep it alive.
    columns.forget();
  }

  /** Lets all points be looked up. Only for those that were replayed is there anything to do. */
  public void enterKeys() {
    while (indexed < size) {
      Block block = blocks[indexed >>> blockBits];
      int from = indexed & (blockPoints - 1);
      int to = from + Math.min(blockPoints - from, size - indexed);
      for (int at = from; at < to; at++) {
        int handle = block.series[at];
        long time = block.times[at];
        noteTime(handle, time);
        index.put(handle, time, indexed++);
      }
    }
  }

  /**
   * Notes in which tick the points were committed that are applied from now on. Ticks do not
   * descend.
   *
   * @param tick {@link io.lodestone.engine.clock.Ticks#NONE} when nobody will ask
   */
  public void noteTick(long tick) {
    ticks = ticks.with(size, tick);
  }

  /** How many positions there are, those of superseded points included. */
  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /**
   * Bytes of heap taken by points, keys, key index and what readers cached: those of all arrays,
   * exactly; the objects around them are a handful for each block. Points whose keys wait to be
   * entered count with what those of regular series will take. A sum over the blocks, cheap enough
   * for every commit.
   */
  public long memoryBytes() {
    long total =
        dictionary.memoryBytes()
            + index.memoryBytes()
            + (size - indexed) * (long) KeyIndex.POINT_BYTES
            + texts.memoryBytes()
            + ticks.memoryBytes()
            + columns.memoryBytes()
            + ArrayBytes.of(handles)
            + ArrayBytes.of(blocks);
    for (int i = 0; i < blockCount; i++) {
      total += blocks[i].memoryBytes();
    }
    for (int i = 0; i < outgrown.size(); i++) {
      total += outgrown.get(i).memoryBytes();
    }
    return total;
  }

  /** The oldest time of a durable point; {@link Long#MAX_VALUE} when there is none. */
  public long minTimeNanos() {
    return minTimeNanos;
  }

  /** The youngest time of a durable point; {@link Long#MIN_VALUE} when there is none. */
  public long maxTimeNanos() {
    return maxTimeNanos;
  }

  /** How many series have been entered. */
  public int seriesCount() {
    return dictionary.count();
  }

  /** The measure columns of which a value has been applied, in the order of their appearance. */
  public List<Column> columns() {
    return columns.list();
  }

  /**
   * A view of the first {@code viewSize} positions. It must reach readers through a volatile write
   * after this call.
   *
   * @param viewSize at most {@link #size()}
   */
  public MemtableView view(int viewSize) {
    if (viewSize < 0 || viewSize > size) {
      throw new IllegalArgumentException("a view of " + viewSize + " points of " + size);
    }
    return new MemtableView(
        holders,
        viewSize,
        blocks,
        blockPoints,
        texts.chunks(),
        dictionary.view(),
        columns.list(),
        minTimeNanos,
        maxTimeNanos,
        ticks);
  }

  private void addBlock() {
    int capacity = blockCount == 0 ? Math.min(FIRST_BLOCK_POINTS, blockPoints) : blockPoints;
    if (blockCount == blocks.length) {
      blocks = Arrays.copyOf(blocks, Math.max(4, 2 * blockCount));
    }
    blocks[blockCount++] = Block.create(capacity, pool);
  }

  /** Only the first block grows, so that a table of a few points stays small. */
  private void growBlock() {
    Block active = blocks[blockCount - 1];
    outgrown.add(active);
    replaceActive(active.grow(Math.min(blockPoints, 4 * active.capacity()), pool));
  }

  private void replaceActive(Block block) {
    blocks = blocks.clone();
    blocks[blockCount - 1] = block;
  }

  private void placeSeries(
      PointBatch batch,
      int[] seriesHandles,
      int[] points,
      int from,
      int count,
      int at,
      Block block) {
    int[] series = batch.series();
    long min = minTimeNanos;
    long max = maxTimeNanos;
    for (int i = 0; i < count; i++) {
      long time = block.times[at + i];
      block.series[at + i] = seriesHandles[series[points[from + i]]];
      min = Math.min(min, time);
      max = Math.max(max, time);
    }
    minTimeNanos = min;
    maxTimeNanos = max;
  }

  private static int presentCount(Block block, int at) {
    int present = 0;
    for (BlockColumn column : block.columns) {
      present += column != null && column.isPresent(at) ? 1 : 0;
    }
    return present;
  }

  private boolean sameWord(ColumnBuffer values, int point, long word) {
    return switch (values.type()) {
      case VARCHAR -> {
        int start = TextArena.offset(word);
        yield Arrays.equals(
            values.varcharBytes(),
            values.varcharOffsets()[point],
            values.varcharOffsets()[point + 1],
            texts.chunks()[TextArena.chunk(word)],
            start,
            start + TextArena.length(word));
      }
      // -0.0 is the same value as 0.0: all bits but the sign are zero.
      case DOUBLE ->
          word == values.word(point) || (word << 1) == 0 && (values.word(point) << 1) == 0;
      case BIGINT, BOOLEAN, TIMESTAMP -> word == values.word(point);
    };
  }
}
