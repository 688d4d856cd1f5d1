package io.lodestone.segments;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointQuery;
import io.lodestone.segments.encoding.MalformedVectorException;
import io.lodestone.segments.index.RunIndex;
import io.lodestone.segments.index.SeriesSelection;
import io.lodestone.storage.CorruptFileException;
import java.util.List;

/**
 * The youngest point of each chosen series within a range. A block that ends before the range does
 * gives the last points of its runs from their anchors alone; only where the range's end lies
 * inside a block is that block decoded.
 */
final class SegmentLastPoints extends LastPointCursor {
  private final SegmentFile file;
  private final TimeRange range;
  private final RunIndex runs;
  private final DecodedBlock anchors;

  /** Decodes all of a block; null while the range's end lay in none. */
  private DecodedBlock whole;

  private final List<Column> columns;

  /** Where the current series' point lies: the block that has it decoded, and the place there. */
  private DecodedBlock holder;

  private int place;

  SegmentLastPoints(SegmentFile file, SeriesSelection selection, PointQuery query) {
    super(file, selection, query.columns());
    this.file = file;
    this.range = query.range();
    this.runs = file.runs();
    this.anchors = new DecodedBlock(file, query.columns(), true);
    this.columns = query.columns();
  }

  @Override
  boolean append(int series, PointChunk to) {
    try {
      if (!find(runs.start(series), runs.end(series))) {
        return false;
      }
      to.append(holder.times()[place], holder.versionAt(place));
      List<ColumnBuffer> values = to.columns();
      for (int c = 0; c < values.size(); c++) {
        values.get(c).appendFrom(holder.column(c), place);
      }
      return true;
    } catch (CorruptFileException e) {
      throw SegmentFile.corrupt(e);
    } catch (MalformedVectorException | IndexOutOfBoundsException e) {
      throw file.contradiction(0, e);
    }
  }

  /** Looks for the last wanted point from the end of a series backwards; false when it has none. */
  private boolean find(long start, long end) throws CorruptFileException {
    for (long last = end - 1; last >= start; last = anchors.firstPoint() - 1) {
      anchors.moveTo(last);
      if (anchors.maxTimeNanos() < range.startInclusiveNanos()) {
        continue;
      }
      if (anchors.maxTimeNanos() < range.endExclusiveNanos()) {
        place = (int) (last - anchors.firstPoint());
        holder = anchors;
        return anchors.times()[place] >= range.startInclusiveNanos();
      }
      if (whole == null) {
        whole = new DecodedBlock(file, columns, false);
      }
      whole.moveTo(last);
      int from = (int) (Math.max(start, whole.firstPoint()) - whole.firstPoint());
      int to = (int) (last + 1 - whole.firstPoint());
      place = DecodedBlock.firstNotBelow(whole.times(), from, to, range.endExclusiveNanos()) - 1;
      if (place >= from) {
        holder = whole;
        return whole.times()[place] >= range.startInclusiveNanos();
      }
    }
    return false;
  }
}
