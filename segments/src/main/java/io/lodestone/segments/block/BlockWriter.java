package io.lodestone.segments.block;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.segments.encoding.Effort;
import io.lodestone.segments.encoding.EncodedWriter;
import io.lodestone.segments.seal.SealedPieces;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gathers points until a block is full and turns them into bytes. Columns are numbered for
 * checksums: 0 are the times, 1 the versions, 2 and up the measure columns in the order given. One
 * owner; one for a whole segment.
 */
public final class BlockWriter {
  /** The number of the column of times. */
  public static final int TIMES = 0;

  /** The number of the column of versions. */
  public static final int VERSIONS = 1;

  /** The number of the first measure column. */
  public static final int FIRST_MEASURE = 2;

  private final int pointsMax;
  private final int valueBytesMax;
  private final ColumnChecksum checksum;

  /**
   * Raw bytes of a point that has all values; 0 when points differ because there is text, or
   * nothing at all.
   */
  private final int pointBytes;

  private final OverflowWriter overflow;
  private final ColumnWriter timeWriter;
  private final ColumnWriter versionWriter;
  private final List<ColumnWriter> writers = new ArrayList<>();
  private final List<ColumnBuffer> columns = new ArrayList<>();
  private final BlockRuns runs = new BlockRuns();
  private final long[] times;
  private final long[] versions;
  private int points;
  private long valueBytes;

  /**
   * @param fileId part of every checksum
   * @param measures the measure columns, none stored twice
   * @param pointsMax points at which a block is full
   * @param valueBytesMax raw bytes of values at which it is full, too
   * @param effort what smaller vectors may cost
   * @param pieces seals the columns; empty when the segment is not encrypted
   */
  public BlockWriter(
      long fileId,
      List<Column> measures,
      int pointsMax,
      int valueBytesMax,
      Effort effort,
      Optional<SealedPieces> pieces) {
    this.pointsMax = pointsMax;
    this.valueBytesMax = valueBytesMax;
    this.checksum = new ColumnChecksum(fileId);
    boolean text = measures.stream().anyMatch(measure -> measure.type() == ValueType.VARCHAR);
    this.pointBytes = text ? 0 : Long.BYTES * measures.size();
    this.times = new long[pointsMax];
    this.versions = new long[pointsMax];
    ColumnScratch scratch = new ColumnScratch(effort, pieces.orElse(null));
    this.overflow = scratch.overflow;
    this.timeWriter = new ColumnWriter(ValueType.TIMESTAMP, TIMES, true, scratch);
    this.versionWriter = new ColumnWriter(ValueType.BIGINT, VERSIONS, false, scratch);
    for (Column measure : measures) {
      writers.add(new ColumnWriter(measure.type(), FIRST_MEASURE + writers.size(), false, scratch));
      columns.add(new ColumnBuffer(measure.name(), measure.type(), pointsMax));
    }
  }

  public int points() {
    return points;
  }

  public boolean isFull() {
    return points == pointsMax || valueBytes >= valueBytesMax;
  }

  /**
   * Takes points of the current run, as many as fit.
   *
   * @param from the first of them
   * @param count how many are offered, at least one; the block must not be full
   * @return how many were taken, at least one
   */
  public int append(
      long[] newTimes, long[] newVersions, List<ColumnBuffer> values, int from, int count) {
    int taken = fitting(values, from, Math.min(count, pointsMax - points));
    System.arraycopy(newTimes, from, times, points, taken);
    System.arraycopy(newVersions, from, versions, points, taken);
    for (int c = 0; c < columns.size(); c++) {
      columns.get(c).appendRange(values.get(c), from, taken);
    }
    points += taken;
    return taken;
  }

  /** Counts the raw bytes of points until the block is full. */
  private int fitting(List<ColumnBuffer> values, int from, int count) {
    if (pointBytes > 0 && areWhole(values)) {
      int fits = (int) Math.min(count, (valueBytesMax - valueBytes + pointBytes - 1) / pointBytes);
      valueBytes += (long) fits * pointBytes;
      return fits;
    }
    for (int i = from; i < from + count; i++) {
      for (int c = 0; c < values.size(); c++) {
        ColumnBuffer column = values.get(c);
        if (column.type() == ValueType.VARCHAR) {
          int[] offsets = column.varcharOffsets();
          valueBytes += offsets[i + 1] - offsets[i];
        } else if (column.isPresent(i)) {
          valueBytes += Long.BYTES;
        }
      }
      if (valueBytes >= valueBytesMax) {
        return i + 1 - from;
      }
    }
    return count;
  }

  private static boolean areWhole(List<ColumnBuffer> values) {
    boolean whole = true;
    for (int c = 0; c < values.size() && whole; c++) {
      whole = values.get(c).absentCount() == 0;
    }
    return whole;
  }

  /** Ends the current run: the next point belongs to another series. */
  public void endRun() {
    if (points > 0 && (runs.count() == 0 || runs.end(runs.count() - 1) < points)) {
      runs.add(points);
    }
  }

  /** The oldest time in the block, which is not empty. */
  public long minTimeNanos() {
    long min = times[0];
    for (int i = 1; i < points; i++) {
      min = Math.min(min, times[i]);
    }
    return min;
  }

  /** The youngest time in the block, which is not empty. */
  public long maxTimeNanos() {
    long max = times[0];
    for (int i = 1; i < points; i++) {
      max = Math.max(max, times[i]);
    }
    return max;
  }

  /** What is known of a measure column, counted from 0. */
  public BlockStatistics statistics(int column) {
    return BlockStatistics.of(columns.get(column));
  }

  /**
   * Writes the block and makes room for the next.
   *
   * @param block the number of the block
   * @param fileOffset where in the file {@link #overflow()} will stand
   * @param ends receives for each column by its number where it ends, counted from the start of the
   *     block
   */
  public void write(int block, long fileOffset, int[] ends, EncodedWriter out) {
    endRun();
    overflow.begin(fileOffset);
    int start = out.size();
    timeWriter.write(times, points, runs, checksum, block, out);
    ends[TIMES] = out.size() - start;
    if (!versionsAreOne()) {
      versionWriter.write(versions, points, runs, checksum, block, out);
    }
    ends[VERSIONS] = out.size() - start;
    for (int c = 0; c < columns.size(); c++) {
      writers.get(c).write(columns.get(c), runs, checksum, block, out);
      ends[FIRST_MEASURE + c] = out.size() - start;
      columns.get(c).clear();
    }
    runs.clear();
    points = 0;
    valueBytes = 0;
  }

  /** What the block written last refers to and has to stand in front of it; mostly nothing. */
  public EncodedWriter overflow() {
    return overflow.area();
  }

  /** The version that clients which never think of versions send; such a column takes no byte. */
  private boolean versionsAreOne() {
    for (int i = 0; i < points; i++) {
      if (versions[i] != 1) {
        return false;
      }
    }
    return true;
  }
}
