package io.lodestone.segments;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import io.lodestone.segments.encoding.MalformedVectorException;
import io.lodestone.segments.index.RunIndex;
import io.lodestone.segments.index.SeriesSelection;
import io.lodestone.storage.CorruptFileException;
import java.util.List;

/**
 * Walks through chosen series of a segment. Blocks outside the time range are passed by; a block is
 * decoded once.
 */
final class SegmentCursor implements PointCursor {
  private final SegmentFile file;
  private final SeriesSelection selection;
  private final TimeRange range;
  private final RunIndex runs;
  private final SeriesKeyCache keys;
  private final DecodedBlock block;
  private final PointChunk chunk;
  private long position;
  private long end;

  /** All points of these series within a range. */
  SegmentCursor(
      SegmentFile file, SeriesSelection selection, TimeRange range, List<Column> columns) {
    this.file = file;
    this.selection = selection;
    this.range = range;
    this.runs = file.runs();
    this.keys = new SeriesKeyCache(file);
    this.block = new DecodedBlock(file, columns, false);
    this.chunk =
        new PointChunk(columns.stream().map(c -> new ColumnBuffer(c.name(), c.type(), 8)).toList());
  }

  @Override
  public boolean nextSeries() {
    try {
      while (selection.advance()) {
        int series = selection.series();
        end = runs.end(series);
        position = runs.start(series);
        if (toWantedBlock()) {
          return true;
        }
        // All series that lie within the last block looked at need no look.
        selection.skipTo(runs.seriesAt(block.endPoint() - 1));
      }
      position = end;
      return false;
    } catch (MalformedVectorException | IndexOutOfBoundsException e) {
      throw file.contradiction(0, e);
    }
  }

  /** Moves to the next block of the series that may hold a wanted time; false when it has none. */
  private boolean toWantedBlock() {
    while (position < end) {
      block.moveTo(position);
      if (range.overlaps(block.minTimeNanos(), block.maxTimeNanos())) {
        return true;
      }
      position = block.endPoint();
    }
    return false;
  }

  @Override
  public KeyOrder keyOrder() {
    return file.layout().keyOrder();
  }

  @Override
  public byte[] keyBytes() {
    return keys.bytes(selection.series());
  }

  @Override
  public int keyOffset() {
    return keys.offset(selection.series());
  }

  @Override
  public int keyLength() {
    return keys.length(selection.series());
  }

  @Override
  public boolean nextChunk() {
    try {
      while (toWantedBlock()) {
        int from = (int) (position - block.firstPoint());
        int to = (int) (Math.min(end, block.endPoint()) - block.firstPoint());
        long[] times = block.times();
        int first = DecodedBlock.firstNotBelow(times, from, to, range.startInclusiveNanos());
        int last = DecodedBlock.firstNotBelow(times, first, to, range.endExclusiveNanos());
        int count = Math.min(last - first, PointChunk.POINTS_MAX);
        position = block.firstPoint() + (first + count < last ? first + count : to);
        if (count > 0) {
          fill(times, first, count);
          return true;
        }
      }
      return false;
    } catch (CorruptFileException e) {
      throw SegmentFile.corrupt(e);
    } catch (MalformedVectorException | IndexOutOfBoundsException e) {
      throw file.contradiction(0, e);
    }
  }

  private void fill(long[] times, int first, int count) throws CorruptFileException {
    chunk.clear();
    chunk.appendKeys(times, block.versions(), first, count);
    List<ColumnBuffer> columns = chunk.columns();
    for (int c = 0; c < columns.size(); c++) {
      columns.get(c).appendRange(block.column(c), first, count);
    }
  }

  @Override
  public PointChunk chunk() {
    return chunk;
  }

  @Override
  public void close() {
    position = end;
    selection.skipTo(Integer.MAX_VALUE);
  }
}
