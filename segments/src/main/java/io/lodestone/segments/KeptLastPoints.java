package io.lodestone.segments;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.CorruptionException;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.KeyRange;
import io.lodestone.scan.PointQuery;
import io.lodestone.segments.index.SeriesSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The youngest point of each series of a segment, by ordinal, as a reader found them: what a
 * dashboard asks for again and again. Kept softly by the segment; the garbage collector takes it
 * when memory is short. Immutable, safe for several threads.
 *
 * @param columns the columns that {@code values} holds, in this order
 * @param times per series
 * @param versions per series
 * @param values per column: the value of each series
 */
record KeptLastPoints(
    List<Column> columns, long[] times, long[] versions, List<ColumnBuffer> values) {
  /** Times, versions and values of a segment's series beyond this are not kept. */
  private static final long BYTES_MAX = 2L << 20;

  /** A reader of so few series does not pay for all. */
  private static final int SERIES_MIN = 32;

  /**
   * Whether they are worth keeping.
   *
   * @param asked series that a reader asks for
   */
  static boolean areWorthIt(long series, int asked, List<Column> columns) {
    return (asked >= SERIES_MIN || 2L * asked >= series)
        && series * (2L + columns.size()) * Long.BYTES <= BYTES_MAX
        // Texts may be of any length.
        && columns.stream().noneMatch(column -> column.type() == ValueType.VARCHAR);
  }

  /** Reads them all; empty when that meets damage, which readers of fewer series may not meet. */
  static Optional<KeptLastPoints> read(SegmentFile file, List<Column> columns) {
    int series = (int) file.layout().seriesCount();
    long[] times = new long[series];
    long[] versions = new long[series];
    List<ColumnBuffer> values = new ArrayList<>();
    columns.forEach(c -> values.add(new ColumnBuffer(c.name(), c.type(), series)));
    PointQuery all = new PointQuery(TimeRange.ALL, List.of(), KeyRange.ALL, columns, List.of());
    try (SegmentLastPoints points =
        new SegmentLastPoints(file, SeriesSelection.range(0, series), all)) {
      for (int i = 0; i < series; i++) {
        if (!points.nextSeries() || !points.nextChunk()) {
          return Optional.empty();
        }
        times[i] = points.chunk().times()[0];
        versions[i] = points.chunk().versions()[0];
        for (int c = 0; c < values.size(); c++) {
          values.get(c).appendFrom(points.chunk().columns().get(c), 0);
        }
      }
    } catch (CorruptionException e) {
      // Whoever asks for what is damaged is told when he reads it.
      return Optional.empty();
    }
    return Optional.of(new KeptLastPoints(columns, times, versions, values));
  }

  /** The place of each column among these; empty when one is missing. */
  Optional<int[]> placesOf(List<Column> wanted) {
    int[] places = new int[wanted.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = columns.indexOf(wanted.get(i));
      if (places[i] < 0) {
        return Optional.empty();
      }
    }
    return Optional.of(places);
  }
}
