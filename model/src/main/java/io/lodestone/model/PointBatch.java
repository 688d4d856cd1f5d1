package io.lodestone.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Points of one table as columns: what a write request is after decoding and before anybody has
 * judged it.
 *
 * <p>A batch names its series in a dictionary of canonical key bytes (see {@link
 * SeriesKeyEncoder}); each point refers to one by its place there. Measure values stand in one
 * {@link ColumnBuffer} per column name and type; a column that a point does not have is absent
 * there. The same name may occur with two types: the commit decides which points conflict with the
 * table.
 *
 * <p>Frozen once built: the raw arrays are shared and must not be written. Safe to hand to another
 * thread.
 */
public final class PointBatch {
  private final int size;
  private final int[] series;
  private final long[] times;
  private final long[] versions;
  private final int[] requestIndexes;
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
    this.seriesCount = builder.seriesCount;
    this.keyBytes = builder.keyBytes;
    this.keyOffsets = builder.keyOffsets;
    this.keyHashes = builder.keyHashes;
    this.columns = List.copyOf(builder.columns);
  }

  /** How many points. */
  public int size() {
    return size;
  }

  /** Per point: its place in the series dictionary. Valid below {@link #size()}. */
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

  /** How many different series the dictionary holds. */
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
    private int seriesCount;
    private byte[] keyBytes = new byte[1024];
    private int[] keyOffsets = new int[17];
    private int[] keyHashes = new int[16];
    private int[] slots = new int[32];
    private final List<ColumnBuffer> columns = new ArrayList<>();
    private final int expectedPoints;

    /**
     * @param expectedPoints points to make room for at first
     */
    public Builder(int expectedPoints) {
      this.expectedPoints = Math.max(8, expectedPoints);
      series = new int[this.expectedPoints];
      times = new long[this.expectedPoints];
      versions = new long[this.expectedPoints];
      requestIndexes = new int[this.expectedPoints];
    }

    /** The place of a series in the dictionary, entered if it is new. The bytes are copied. */
    public int series(byte[] key, int offset, int length) {
      int hash = SeriesKey.hash(key, offset, length);
      int mask = slots.length - 1;
      int slot = hash & mask;
      while (slots[slot] != 0) {
        int candidate = slots[slot] - 1;
        if (keyHashes[candidate] == hash
            && Arrays.equals(
                keyBytes,
                keyOffsets[candidate],
                keyOffsets[candidate + 1],
                key,
                offset,
                offset + length)) {
          return candidate;
        }
        slot = slot + 1 & mask;
      }
      int end = keyOffsets[seriesCount] + length;
      if (end > keyBytes.length) {
        keyBytes = Arrays.copyOf(keyBytes, Math.max(end, 2 * keyBytes.length));
      }
      if (seriesCount == keyHashes.length) {
        keyHashes = Arrays.copyOf(keyHashes, 2 * seriesCount);
        keyOffsets = Arrays.copyOf(keyOffsets, 2 * seriesCount + 1);
      }
      System.arraycopy(key, offset, keyBytes, keyOffsets[seriesCount], length);
      keyOffsets[seriesCount + 1] = end;
      keyHashes[seriesCount] = hash;
      slots[slot] = ++seriesCount;
      if (2 * seriesCount > slots.length) {
        rehash();
      }
      return seriesCount - 1;
    }

    public int series(SeriesKey key) {
      return series(key.encoded(), 0, key.encoded().length);
    }

    /**
     * The column of this name and type, made if it is new. Append at most one value per point to
     * it.
     */
    public ColumnBuffer column(String name, ValueType type) {
      for (ColumnBuffer column : columns) {
        if (column.type() == type && column.name().equals(name)) {
          return column;
        }
      }
      ColumnBuffer column = new ColumnBuffer(name, type, expectedPoints);
      columns.add(column);
      return column;
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
      if (version < 1) {
        throw new InvalidRequestException("Version must be at least 1, found " + version);
      }
      if (size == times.length) {
        series = Arrays.copyOf(series, 2 * size);
        times = Arrays.copyOf(times, 2 * size);
        versions = Arrays.copyOf(versions, 2 * size);
        requestIndexes = Arrays.copyOf(requestIndexes, 2 * size);
      }
      series[size] = seriesIndex;
      times[size] = timeNanos;
      versions[size] = version;
      requestIndexes[size] = requestIndex;
      size++;
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

    private void rehash() {
      slots = new int[2 * slots.length];
      int mask = slots.length - 1;
      for (int i = 0; i < seriesCount; i++) {
        int slot = keyHashes[i] & mask;
        while (slots[slot] != 0) {
          slot = slot + 1 & mask;
        }
        slots[slot] = i + 1;
      }
    }
  }
}
