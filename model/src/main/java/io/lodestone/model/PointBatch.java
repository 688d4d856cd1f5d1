package io.lodestone.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Points of one table as columns: what a write request is after decoding and before anybody has
 * judged it.
 *
 * <p>A batch names its series in a {@link SeriesList}, its own or one that a writer keeps for all
 * its batches; each point refers to one by its place there. Measure values stand in one {@link
 * ColumnBuffer} per column name and type; a column that a point does not have is absent there. The
 * same name may occur with two types: the commit decides which points conflict with the table.
 *
 * <p>Frozen once built: the raw arrays are shared and must not be written. Safe to hand to another
 * thread. Who built it may {@link #recycle()} its memory when nobody reads it any more.
 */
public final class PointBatch {
  private final int size;
  private final int[] series;
  private final long[] times;
  private final long[] versions;
  private final int[] requestIndexes;
  private final SeriesList seriesList;
  private final int seriesCount;
  private final byte[] keyBytes;
  private final int[] keyOffsets;
  private final int[] keyHashes;
  private final List<ColumnBuffer> columns;

  private PointBatch(Builder builder) {
    this.size = builder.size;
    this.series = builder.series;
    this.times = builder.times;
    this.versions = builder.versions;
    this.requestIndexes = builder.requestIndexes;
    this.seriesList = builder.seriesList;
    this.seriesCount = seriesList.size();
    this.keyBytes = seriesList.keyBytes();
    this.keyOffsets = seriesList.keyOffsets();
    this.keyHashes = seriesList.keyHashes();
    this.columns = List.copyOf(builder.columns);
  }

  /**
   * Begins another batch in the memory of this one: same series list, same columns, no points. For
   * who built this batch, once every write of it has been answered; afterwards this batch must not
   * be touched any more.
   */
  public Builder recycle() {
    return new Builder(this);
  }

  /**
   * The list that the points name their series by. Only its owner may look into it; others may tell
   * by it whether two batches share their series.
   */
  public SeriesList seriesList() {
    return seriesList;
  }

  /** How many points. */
  public int size() {
    return size;
  }

  /** Per point: its series' place in the list. Valid below {@link #size()}. */
  public int[] series() {
    return series;
  }

  /** Per point: its time in nanoseconds since the epoch. Valid below {@link #size()}. */
  public long[] times() {
    return times;
  }

  /** Per point: the client's version, at least 1. Valid below {@link #size()}. */
  public long[] versions() {
    return versions;
  }

  /** The point's index in the client's request; rejections name it. */
  public int requestIndex(int point) {
    return requestIndexes[point];
  }

  /** How many series the list held when the batch was built. */
  public int seriesCount() {
    return seriesCount;
  }

  /** Canonical key bytes of all series, one after the other. */
  public byte[] keyBytes() {
    return keyBytes;
  }

  public int keyStart(int seriesIndex) {
    return keyOffsets[seriesIndex];
  }

  public int keyEnd(int seriesIndex) {
    return keyOffsets[seriesIndex + 1];
  }

  /** {@link SeriesKey#hash} of a key. */
  public int keyHash(int seriesIndex) {
    return keyHashes[seriesIndex];
  }

  /** A key as a value. For messages and tests, not for loops. */
  public SeriesKey key(int seriesIndex) {
    return SeriesKey.ofEncoded(
        keyBytes, keyOffsets[seriesIndex], keyOffsets[seriesIndex + 1] - keyOffsets[seriesIndex]);
  }

  /** The measure columns, each of {@link #size()} values. */
  public List<ColumnBuffer> columns() {
    return columns;
  }

  /**
   * Gathers points one by one. Reusable only for a new batch after {@link #build()} by making
   * another builder: the arrays move into the batch. One owner.
   */
  public static final class Builder {
    private int size;
    private int[] series;
    private long[] times;
    private long[] versions;
    private int[] requestIndexes;
    private final SeriesList seriesList;
    private final List<ColumnBuffer> columns;
    private final int expectedPoints;

    /** Which column is asked for next, probably. */
    private int next;

    /**
     * A batch with a series list of its own.
     *
     * @param expectedPoints points to make room for at first
     */
    public Builder(int expectedPoints) {
      this(new SeriesList(), expectedPoints);
    }

    /**
     * A batch whose points name series of a list that other batches share.
     *
     * @param seriesList may grow meanwhile, by this builder or by its owner, who is the same thread
     * @param expectedPoints points to make room for at first
     */
    public Builder(SeriesList seriesList, int expectedPoints) {
      this.seriesList = seriesList;
      this.columns = new ArrayList<>();
      this.expectedPoints = Math.max(8, expectedPoints);
      series = new int[this.expectedPoints];
      times = new long[this.expectedPoints];
      versions = new long[this.expectedPoints];
      requestIndexes = new int[this.expectedPoints];
    }

    private Builder(PointBatch spent) {
      this.seriesList = spent.seriesList;
      this.expectedPoints = spent.times.length;
      this.series = spent.series;
      this.times = spent.times;
      this.versions = spent.versions;
      this.requestIndexes = spent.requestIndexes;
      this.columns = new ArrayList<>(spent.columns);
      for (int i = 0; i < columns.size(); i++) {
        columns.get(i).clear();
      }
    }

    /** The place of a series in the list, entered if it is new. The bytes are copied. */
    public int series(byte[] key, int offset, int length) {
      return seriesList.add(key, offset, length);
    }

    /** The place of a series in the list, entered if it is new. */
    public int series(SeriesKey key) {
      return seriesList.add(key);
    }

    /**
     * The column of this name and type, made if it is new. Append at most one value per point to
     * it.
     */
    public ColumnBuffer column(String name, ValueType type) {
      // Columns come in the same order, mostly: the next one is behind the one before.
      int at =
          next < columns.size() && isOf(columns.get(next), name, type) ? next : find(name, type);
      next = at + 1 < columns.size() ? at + 1 : 0;
      return columns.get(at);
    }

    private int find(String name, ValueType type) {
      for (int i = 0; i < columns.size(); i++) {
        if (isOf(columns.get(i), name, type)) {
          return i;
        }
      }
      columns.add(new ColumnBuffer(name, type, expectedPoints));
      return columns.size() - 1;
    }

    private static boolean isOf(ColumnBuffer column, String name, ValueType type) {
      return column.type() == type && column.name().equals(name);
    }

    /**
     * Starts the next point. Afterwards {@link #valueColumn} takes its values; columns that get
     * none are absent.
     *
     * @param requestIndex the point's index in the client's request
     * @param seriesIndex what {@link #series} gave
     * @param timeNanos nanoseconds since the epoch
     * @param version at least 1
     */
    public void point(int requestIndex, int seriesIndex, long timeNanos, long version) {
      requireVersion(version);
      reserve(1);
      series[size] = seriesIndex;
      times[size] = timeNanos;
      versions[size] = version;
      requestIndexes[size] = requestIndex;
      size++;
    }

    /**
     * Adds points column by column; their values are to be appended to {@link #column}s, one for
     * each point and column. Their indexes in the request are their places in the batch.
     *
     * @param pointSeries what {@link #series} gave, per point, from {@code seriesFrom} on
     * @param timesNanos nanoseconds since the epoch, per point, from {@code timesFrom} on
     * @param version of all of them, at least 1
     * @param count how many
     */
    public void points(
        int[] pointSeries,
        int seriesFrom,
        long[] timesNanos,
        int timesFrom,
        long version,
        int count) {
      requireVersion(version);
      reserve(count);
      System.arraycopy(pointSeries, seriesFrom, series, size, count);
      System.arraycopy(timesNanos, timesFrom, times, size, count);
      Arrays.fill(versions, size, size + count, version);
      grow(count);
    }

    /**
     * The same for points of different versions, all arrays from their start.
     *
     * @param pointVersions per point: at least 1
     */
    public void points(int[] pointSeries, long[] timesNanos, long[] pointVersions, int count) {
      for (int i = 0; i < count; i++) {
        requireVersion(pointVersions[i]);
      }
      add(pointSeries, timesNanos, pointVersions, count);
    }

    /** The same for all points of a batch that names its series by the same list. */
    public void points(PointBatch batch) {
      add(batch.series, batch.times, batch.versions, batch.size);
    }

    private void add(int[] pointSeries, long[] timesNanos, long[] pointVersions, int count) {
      reserve(count);
      System.arraycopy(pointSeries, 0, series, size, count);
      System.arraycopy(timesNanos, 0, times, size, count);
      System.arraycopy(pointVersions, 0, versions, size, count);
      grow(count);
    }

    /**
     * The same for points picked from a batch: those at {@code indexes[start]} and the {@code count
     * - 1} that follow.
     *
     * @param pointSeries what {@link #series} gave, per picked point from the array's start
     */
    public void picked(PointBatch batch, int[] indexes, int start, int count, int[] pointSeries) {
      reserve(count);
      System.arraycopy(pointSeries, 0, series, size, count);
      int at = size - start;
      for (int i = start; i < start + count; i++) {
        times[at + i] = batch.times[indexes[i]];
        versions[at + i] = batch.versions[indexes[i]];
      }
      grow(count);
    }

    private void grow(int count) {
      for (int i = size; i < size + count; i++) {
        requestIndexes[i] = i;
      }
      size += count;
    }

    private static void requireVersion(long version) {
      if (version < 1) {
        throw new InvalidRequestException("Version must be at least 1, found " + version);
      }
    }

    private void reserve(int more) {
      if (size + more > times.length) {
        int capacity = Math.max(size + more, 2 * size);
        series = Arrays.copyOf(series, capacity);
        times = Arrays.copyOf(times, capacity);
        versions = Arrays.copyOf(versions, capacity);
        requestIndexes = Arrays.copyOf(requestIndexes, capacity);
      }
    }

    /**
     * The column of this name and type, filled with absent values up to the point begun last:
     * append its value.
     */
    public ColumnBuffer valueColumn(String name, ValueType type) {
      ColumnBuffer column = column(name, type);
      column.padTo(size - 1);
      return column;
    }

    /** Points so far. */
    public int size() {
      return size;
    }

    /** Freezes what was gathered. The builder must not be used afterwards. */
    public PointBatch build() {
      for (ColumnBuffer column : columns) {
        column.padTo(size);
        if (column.size() != size) {
          throw new IllegalStateException(
              "column "
                  + column.name()
                  + " holds "
                  + column.size()
                  + " values for "
                  + size
                  + " points");
        }
      }
      return new PointBatch(this);
    }
  }
}
