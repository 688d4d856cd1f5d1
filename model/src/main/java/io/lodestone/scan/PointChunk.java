package io.lodestone.scan;

import io.lodestone.model.ColumnBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Some consecutive points of one series, as columns: a reusable buffer that a {@link PointCursor}
 * fills and its caller reads. One owner writes.
 */
public final class PointChunk {
  /** Chunks that cursors yield hold at most this many points. */
  public static final int POINTS_MAX = 1_024;

  private int size;
  private long[] times;
  private long[] versions;
  private final List<ColumnBuffer> columns;

  /**
   * @param columns one empty buffer per projected measure column, in the order of the projection
   */
  public PointChunk(List<ColumnBuffer> columns) {
    this.times = new long[POINTS_MAX];
    this.versions = new long[POINTS_MAX];
    this.columns = List.copyOf(columns);
  }

  /** How many points. */
  public int size() {
    return size;
  }

  /** Times in ascending order, nanoseconds since the epoch, valid below {@link #size()}. */
  public long[] times() {
    return times;
  }

  /** The clients' versions, valid below {@link #size()}. */
  public long[] versions() {
    return versions;
  }

  /** The projected measure columns, each of {@link #size()} values. */
  public List<ColumnBuffer> columns() {
    return columns;
  }

  /** Forgets the points and keeps the memory. */
  public void clear() {
    size = 0;
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).clear();
    }
  }

  /**
   * Adds a point's time and version; its values are appended to {@link #columns()} by the caller.
   */
  public void append(long timeNanos, long version) {
    reserve(1);
    times[size] = timeNanos;
    versions[size] = version;
    size++;
  }

  /**
   * Adds times and versions picked from two arrays: those at {@code indexes[start]} and the {@code
   * count - 1} that follow. The values are appended to {@link #columns()} by the caller.
   */
  public void appendPicked(
      long[] fromTimes, long[] fromVersions, int[] indexes, int start, int count) {
    reserve(count);
    long[] toTimes = times;
    long[] toVersions = versions;
    int at = size;
    for (int i = 0; i < count; i++) {
      int index = indexes[start + i];
      toTimes[at + i] = fromTimes[index];
      toVersions[at + i] = fromVersions[index];
    }
    size = at + count;
  }

  /** Adds times and versions of consecutive points; their values are appended by the caller. */
  public void appendKeys(long[] fromTimes, long[] fromVersions, int start, int count) {
    reserve(count);
    System.arraycopy(fromTimes, start, times, size, count);
    System.arraycopy(fromVersions, start, versions, size, count);
    size += count;
  }

  /** Adds one point of another chunk with the same columns. */
  public void appendFrom(PointChunk from, int index) {
    append(from.times[index], from.versions[index]);
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).appendFrom(from.columns.get(i), index);
    }
  }

  /** Adds {@code count} points of another chunk with the same columns, from {@code start} on. */
  public void appendRange(PointChunk from, int start, int count) {
    appendKeys(from.times, from.versions, start, count);
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).appendRange(from.columns.get(i), start, count);
    }
  }

  private void reserve(int more) {
    if (size + more > times.length) {
      int capacity = Math.max(size + more, 2 * times.length);
      times = Arrays.copyOf(times, capacity);
      versions = Arrays.copyOf(versions, capacity);
    }
  }
}
