package io.lodestone.segments;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.Column;
import io.lodestone.scan.ColumnStatistics;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.RunCursor;
import io.lodestone.scan.ValueCondition;
import io.lodestone.segments.encoding.MalformedVectorException;
import io.lodestone.segments.index.RunIndex;
import io.lodestone.segments.index.SeriesSelection;
import io.lodestone.storage.CorruptFileException;
import java.util.List;

/**
 * Walks through the blocks of chosen series. A block is passed by when its times lie outside the
 * range, or when its statistics say that a condition holds nowhere in it; a column of it is decoded
 * when it is asked for.
 */
final class SegmentRuns implements RunCursor {
  private final SegmentFile file;
  private final SeriesSelection selection;
  private final TimeRange range;
  private final List<ValueCondition> conditions;

  /** Per condition: which of the query's columns it speaks of. */
  private final int[] conditionColumns;

  private final RunIndex runIndex;
  private final SeriesKeyCache keys;
  private final DecodedBlock block;

  /**
   * Whether runs of a block may be of no use. Where all are wanted, finishing them at once is
   * faster, since a column is in the nearest cache then.
   */
  private final boolean isPicky;

  /** The first point that was not looked at, in the series that the selection stands at. */
  private long position;

  /** The position after the last point of that series. */
  private long end;

  private boolean inBlock;
  private int series = -1;
  private int from;
  private int to;

  SegmentRuns(SegmentFile file, SeriesSelection selection, PointQuery query) {
    this.file = file;
    this.selection = selection;
    this.range = query.range();
    this.conditions = query.values();
    this.conditionColumns =
        conditions.stream().mapToInt(c -> query.columns().indexOf(c.column())).toArray();
    this.isPicky = !query.series().isEmpty() || !conditions.isEmpty();
    this.runIndex = file.runs();
    this.keys = new SeriesKeyCache(file);
    this.block = new DecodedBlock(file, List.<Column>copyOf(query.columns()), false);
  }

  @Override
  public boolean nextBlock() {
    try {
      if (inBlock) {
        leave(block.endPoint());
      }
      while (position < end || nextSeries(0)) {
        block.moveTo(position);
        if (isWanted()) {
          inBlock = true;
          return true;
        }
        leave(block.endPoint());
      }
      inBlock = false;
      return false;
    } catch (MalformedVectorException | IndexOutOfBoundsException e) {
      throw file.contradiction(0, e);
    }
  }

  /** Goes on to the first wanted point that does not lie before a position. */
  private void leave(long first) {
    if (position < first && end > first) {
      position = first;
    } else if (position < first) {
      position = end;
      if (first < file.layout().points()) {
        selection.skipTo(runIndex.seriesAt(first));
        nextSeries(first);
      } else {
        selection.skipTo(Integer.MAX_VALUE);
      }
    }
  }

  /** Moves to the next series, past what lies before a position; false when there is none. */
  private boolean nextSeries(long first) {
    if (!selection.advance()) {
      position = end;
      return false;
    }
    position = Math.max(first, runIndex.start(selection.series()));
    end = runIndex.end(selection.series());
    return true;
  }

  private boolean isWanted() {
    if (!range.overlaps(block.minTimeNanos(), block.maxTimeNanos())) {
      return false;
    }
    for (int i = 0; i < conditionColumns.length; i++) {
      if (!conditions.get(i).mayHold(block.statistics(conditionColumns[i]))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean isWholeBlock() {
    try {
      return range.covers(block.minTimeNanos(), block.maxTimeNanos())
          && selection.containsAll(
              runIndex.seriesAt(block.firstPoint()), runIndex.seriesAt(block.endPoint() - 1) + 1);
    } catch (MalformedVectorException | IndexOutOfBoundsException e) {
      throw file.contradiction(0, e);
    }
  }

  @Override
  public int blockPoints() {
    return (int) (block.endPoint() - block.firstPoint());
  }

  @Override
  public long blockMinTimeNanos() {
    return block.minTimeNanos();
  }

  @Override
  public long blockMaxTimeNanos() {
    return block.maxTimeNanos();
  }

  @Override
  public ColumnStatistics statistics(int column) {
    return block.statistics(column);
  }

  @Override
  public boolean nextRun() {
    try {
      while (inBlock && (position < end || nextSeries(0)) && position < block.endPoint()) {
        series = selection.series();
        from = (int) (position - block.firstPoint());
        to = (int) (Math.min(end, block.endPoint()) - block.firstPoint());
        position = block.firstPoint() + to;
        if (!range.covers(block.minTimeNanos(), block.maxTimeNanos())) {
          long[] times = times();
          from = DecodedBlock.firstNotBelow(times, from, to, range.startInclusiveNanos());
          to = DecodedBlock.firstNotBelow(times, from, to, range.endExclusiveNanos());
        }
        if (from < to) {
          return true;
        }
      }
      return false;
    } catch (MalformedVectorException | IndexOutOfBoundsException e) {
      throw file.contradiction(0, e);
    }
  }

  @Override
  public int series() {
    return series;
  }

  @Override
  public KeyOrder keyOrder() {
    return file.layout().keyOrder();
  }

  @Override
  public byte[] keyBytes() {
    return keys.bytes(series);
  }

  @Override
  public int keyOffset() {
    return keys.offset(series);
  }

  @Override
  public int keyLength() {
    return keys.length(series);
  }

  @Override
  public int from() {
    return from;
  }

  @Override
  public int to() {
    return to;
  }

  @Override
  public long[] times() {
    try {
      return block.times();
    } catch (CorruptFileException e) {
      throw SegmentFile.corrupt(e);
    } catch (MalformedVectorException | IndexOutOfBoundsException e) {
      throw file.contradiction(0, e);
    }
  }

  @Override
  public ColumnBuffer column(int column) {
    try {
      return isPicky ? block.column(column, from) : block.column(column);
    } catch (CorruptFileException e) {
      throw SegmentFile.corrupt(e);
    } catch (MalformedVectorException | IndexOutOfBoundsException e) {
      throw file.contradiction(0, e);
    }
  }

  @Override
  public void close() {
    inBlock = false;
    position = end;
    selection.skipTo(Integer.MAX_VALUE);
  }
}
