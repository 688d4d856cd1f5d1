package io.lodestone.segments;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.scan.Column;
import io.lodestone.scan.ColumnStatistics;
import io.lodestone.segments.block.BlockRuns;
import io.lodestone.segments.block.ColumnReader;
import io.lodestone.segments.encoding.LongCodec;
import io.lodestone.segments.index.BlockDirectory;
import io.lodestone.segments.index.BlockEntries;
import io.lodestone.segments.index.RunIndex;
import io.lodestone.storage.CorruptFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One block at a time, as arrays. Times are decoded when the block is entered, everything else when
 * it is first asked for. One owner.
 */
final class DecodedBlock {
  private final BlockEntries directory;
  private final RunIndex runIndex;
  private final ColumnReader reader;
  private final BlockRuns runs = new BlockRuns();
  private final int[] stored;
  private final List<ColumnBuffer> columns = new ArrayList<>();
  private final boolean[] columnDecoded;

  /**
   * Per column: which of its places can be relied on, {@code [from .. to)}. Used where runs are
   * asked for one by one.
   */
  private final int[] finishedFrom;

  private final int[] finishedTo;

  /** Per column: whether its runs are finished one by one, and their last values if so. */
  private final boolean[] isApart;

  private final long[][] lasts;

  private boolean timesDecoded;
  private boolean versionsDecoded;
  private long[] times = new long[0];
  private long[] versions = new long[0];
  private int block = -1;
  private long firstPoint;
  private long endPoint;

  /**
   * @param wanted the measure columns to decode
   * @param anchorsOnly whether only the last point of each run is wanted: the others may hold
   *     anything
   */
  DecodedBlock(SegmentFile file, List<Column> wanted, boolean anchorsOnly) {
    BlockDirectory blocks = file.directory();
    this.directory = blocks.entries();
    this.runIndex = file.runs();
    this.reader =
        new ColumnReader(file.name(), file.fileId(), file.memory(), anchorsOnly, file.pieces());
    this.stored = new int[wanted.size()];
    this.columnDecoded = new boolean[wanted.size()];
    this.finishedFrom = new int[wanted.size()];
    this.finishedTo = new int[wanted.size()];
    this.isApart = new boolean[wanted.size()];
    this.lasts = new long[wanted.size()][0];
    List<Column> held = blocks.columns();
    for (int c = 0; c < stored.length; c++) {
      Column column = wanted.get(c);
      stored[c] = -1;
      for (int h = 0; h < held.size(); h++) {
        if (held.get(h).name().equals(column.name()) && held.get(h).type() == column.type()) {
          stored[c] = h;
        }
      }
      columns.add(new ColumnBuffer(column.name(), column.type(), 8));
    }
  }

  /** Whether the block that was moved to holds the point at this position. */
  boolean holds(long position) {
    return position >= firstPoint && position < endPoint;
  }

  /** The position of the block's first point. */
  long firstPoint() {
    return firstPoint;
  }

  /** The position after the block's last point. */
  long endPoint() {
    return endPoint;
  }

  /** Enters the block that holds a position, without decoding anything. */
  void moveTo(long position) {
    if (holds(position)) {
      return;
    }
    block = block >= 0 && position == endPoint ? block + 1 : directory.blockAt(position);
    firstPoint = directory.firstPoint(block);
    endPoint = directory.endPoint(block);
    timesDecoded = false;
    versionsDecoded = false;
    Arrays.fill(columnDecoded, false);
    Arrays.fill(finishedFrom, 0);
    Arrays.fill(finishedTo, 0);
  }

  long minTimeNanos() {
    return directory.minTimeNanos(block);
  }

  long maxTimeNanos() {
    return directory.maxTimeNanos(block);
  }

  long[] times() throws CorruptFileException {
    if (!timesDecoded) {
      int points = points();
      runIndex.runsOf(firstPoint, endPoint, runs);
      times = ensure(times, points);
      reader.readLongs(directory.times(block), points, runs, times);
      timesDecoded = true;
    }
    return times;
  }

  /** The time of the point at a position in the block. */
  long timeAt(long position) {
    try {
      return times()[(int) (position - firstPoint)];
    } catch (CorruptFileException e) {
      throw SegmentFile.corrupt(e);
    }
  }

  long[] versions() throws CorruptFileException {
    if (!versionsDecoded) {
      times();
      int points = points();
      versions = ensure(versions, points);
      ColumnReader.Place place = directory.versions(block);
      if (place.length() == 0) {
        Arrays.fill(versions, 0, points, 1);
      } else {
        reader.readLongs(place, points, runs, versions);
      }
      versionsDecoded = true;
    }
    return versions;
  }

  /** The version of the point at a place of the block, mostly told without decoding any. */
  long versionAt(int place) throws CorruptFileException {
    return versionsDecoded || directory.versions(block).length() > 0 ? versions()[place] : 1;
  }

  /** The stored bytes of texts too long for their blocks that were read so far. */
  long overflowBytes() {
    return reader.overflowBytes();
  }

  /** A wanted column, as many values as the block has points. */
  ColumnBuffer column(int index) throws CorruptFileException {
    if (!columnDecoded[index]) {
      decode(index, null);
    }
    return columns.get(index);
  }

  /**
   * A wanted column, of which only the values of the run at a place can be relied on. Runs are
   * asked for in ascending order, and of a block either they are or whole columns.
   */
  ColumnBuffer column(int index, int place) throws CorruptFileException {
    if (place < finishedFrom[index] || place >= finishedTo[index]) {
      finish(index, place);
    }
    return columns.get(index);
  }

  private void finish(int index, int place) throws CorruptFileException {
    if (place < finishedFrom[index]) {
      throw new IllegalStateException("a run was asked for after one that follows it");
    }
    times();
    if (!columnDecoded[index]) {
      if (lasts[index].length < runs.count()) {
        lasts[index] = new long[runs.count()];
      }
      isApart[index] = decode(index, lasts[index]);
    }
    int run = runs.runOf(place);
    int start = run == 0 ? 0 : runs.end(run - 1);
    int end = runs.end(run);
    if (isApart[index]) {
      LongCodec.finish(columns.get(index).words(), start, end, lasts[index][run]);
    }
    finishedFrom[index] = start;
    finishedTo[index] = end;
  }

  private boolean decode(int index, long[] lastsOfRuns) throws CorruptFileException {
    times();
    ColumnBuffer column = columns.get(index);
    column.clear();
    int points = points();
    boolean apart = false;
    if (stored[index] < 0) {
      column.padTo(points);
    } else {
      int absent = directory.absent(block, stored[index]);
      apart =
          reader.readApart(
              directory.measure(block, stored[index]), points, absent, runs, column, lastsOfRuns);
    }
    columnDecoded[index] = true;
    return apart;
  }

  /** What is known of a wanted column without decoding it. */
  ColumnStatistics statistics(int index) {
    int points = Math.toIntExact(endPoint - firstPoint);
    return stored[index] < 0
        ? ColumnStatistics.unknown(points, points)
        : directory.statistics(block, stored[index]).ofColumn(columns.get(index).type());
  }

  /**
   * The first place from {@code from} on, and before {@code to}, whose time is not below this one;
   * {@code to} when there is none. The times between must ascend.
   */
  static int firstNotBelow(long[] times, int from, int to, long wanted) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int points() throws CorruptFileException {
    long points = endPoint - firstPoint;
    if (points < 1 || points > BlockRuns.POINTS_MAX) {
      throw new CorruptFileException(
          reader.file(),
          directory.times(block).start(),
          "1 to " + BlockRuns.POINTS_MAX + " points in block " + block,
          points + " points");
    }
    return (int) points;
  }

  private static long[] ensure(long[] array, int length) {
    return array.length >= length ? array : new long[length];
  }
}
