package io.lodestone.segments;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointFinder;
import io.lodestone.segments.encoding.MalformedVectorException;
import io.lodestone.segments.index.BlockEntries;
import io.lodestone.segments.index.RunIndex;
import io.lodestone.storage.CorruptFileException;
import java.util.Arrays;
import java.util.List;

/**
 * Finds points of a segment. A series that is asked for again is not looked up again, and a block
 * that holds the next point as well stays decoded; which block of a long series may hold a time is
 * searched by the blocks' times.
 */
final class SegmentFinder implements PointFinder {
  private static final int UNKNOWN = -1;

  private final SegmentFile file;
  private final RunIndex runs;
  private final BlockEntries blocks;
  private final DecodedBlock block;

  /** The key asked for last, and its series; none is here: {@link #UNKNOWN}. */
  private byte[] lastKey = {};

  private int lastKeyLength = UNKNOWN;
  private int series = UNKNOWN;

  private int place;

  SegmentFinder(SegmentFile file, List<Column> columns) {
    this.file = file;
    this.runs = file.runs();
    this.blocks = file.directory().entries();
    this.block = new DecodedBlock(file, columns, false);
  }

  @Override
  public boolean find(byte[] key, int offset, int length, long timeNanos) {
    try {
      moveTo(key, offset, length);
      return series != UNKNOWN && find(runs.start(series), runs.end(series), timeNanos);
    } catch (CorruptFileException e) {
      throw SegmentFile.corrupt(e);
    } catch (MalformedVectorException | IndexOutOfBoundsException e) {
      throw file.contradiction(0, e);
    }
  }

  private void moveTo(byte[] key, int offset, int length) {
    if (length == lastKeyLength
        && Arrays.equals(lastKey, 0, length, key, offset, offset + length)) {
      return;
    }
    // Known only when the search has ended well.
    lastKeyLength = UNKNOWN;
    series = file.find(key, offset, length);
    if (lastKey.length < length) {
      lastKey = new byte[2 * length];
    }
    System.arraycopy(key, offset, lastKey, 0, length);
    lastKeyLength = length;
  }

  /** Of the blocks of a series only the first and the last can hold times of others. */
  private boolean find(long start, long end, long time) throws CorruptFileException {
    int first = blocks.blockAt(start);
    int last = blocks.blockAt(end - 1);
    int low = first;
    int high = last;
    // All between low and high begin later than the time; low is the first block, or does not.
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (blocks.minTimeNanos(middle) <= time) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return isIn(low, start, end, time) || last > low && isIn(last, start, end, time);
  }

  private boolean isIn(int number, long start, long end, long time) throws CorruptFileException {
    if (time < blocks.minTimeNanos(number) || time > blocks.maxTimeNanos(number)) {
      return false;
    }
    block.moveTo(blocks.firstPoint(number));
    int from = (int) (Math.max(start, block.firstPoint()) - block.firstPoint());
    int to = (int) (Math.min(end, block.endPoint()) - block.firstPoint());
    long[] times = block.times();
    place = DecodedBlock.firstNotBelow(times, from, to, time);
    return place < to && times[place] == time;
  }

  @Override
  public long version() {
    try {
      return block.versionAt(place);
    } catch (CorruptFileException e) {
      throw SegmentFile.corrupt(e);
    } catch (MalformedVectorException | IndexOutOfBoundsException e) {
      throw file.contradiction(0, e);
    }
  }

  @Override
  public void appendTo(PointChunk chunk) {
    chunk.append(block.timeAt(block.firstPoint() + place), version());
    try {
      List<ColumnBuffer> columns = chunk.columns();
      for (int c = 0; c < columns.size(); c++) {
        columns.get(c).appendFrom(block.column(c), place);
      }
    } catch (CorruptFileException e) {
      throw SegmentFile.corrupt(e);
    } catch (MalformedVectorException | IndexOutOfBoundsException e) {
      throw file.contradiction(0, e);
    }
  }
}
