package io.lodestone.scan;

import io.lodestone.model.TimeRange;
import java.util.List;
import java.util.Objects;

/**
 * Which points of a part are wanted.
 *
 * @param range the times wanted
 * @param series conditions that all must hold
 * @param keys the share of the series wanted
 * @param columns the measure columns wanted; one that the part does not hold, or holds with another
 *     type, is absent at every point
 * @param values conditions on some of these columns. They are a hint for {@link PointSource#runs}
 *     alone, which may leave out points of which they do not hold, and need not; everybody else
 *     ignores them, since what looks unwanted in one part may hide what looks wanted in another
 */
public record PointQuery(
    TimeRange range,
    List<SeriesPredicate> series,
    KeyRange keys,
    List<Column> columns,
    List<ValueCondition> values) {
  public PointQuery {
    Objects.requireNonNull(range, "range");
    series = List.copyOf(series);
    Objects.requireNonNull(keys, "keys");
    columns = List.copyOf(columns);
    values = List.copyOf(values);
  }

  public PointQuery(TimeRange range, List<SeriesPredicate> series, List<Column> columns) {
    this(range, series, KeyRange.ALL, columns, List.of());
  }

  /** Everything. */
  public static PointQuery all(List<Column> columns) {
    return new PointQuery(TimeRange.ALL, List.of(), columns);
  }

  public PointQuery withRange(TimeRange newRange) {
    return new PointQuery(newRange, series, keys, columns, values);
  }

  public PointQuery withKeys(KeyRange newKeys) {
    return new PointQuery(range, series, newKeys, columns, values);
  }
}
