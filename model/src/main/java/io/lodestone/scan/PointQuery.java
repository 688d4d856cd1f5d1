package io.lodestone.scan;

import io.lodestone.model.TimeRange;
import java.util.List;
import java.util.Objects;

/**
 * Which points a {@link PointCursor} shall yield.
 *
 * @param range the times wanted
 * @param series conditions that all must hold
 * @param columns the measure columns wanted; one that the part does not hold, or holds with another
 *     type, is absent at every point
 */
public record PointQuery(TimeRange range, List<SeriesPredicate> series, List<Column> columns) {
  public PointQuery {
    Objects.requireNonNull(range, "range");
    series = List.copyOf(series);
    columns = List.copyOf(columns);
  }

  /** Everything. */
  public static PointQuery all(List<Column> columns) {
    return new PointQuery(TimeRange.ALL, List.of(), columns);
  }
}
