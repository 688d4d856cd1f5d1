package io.lodestone.scan;

import io.lodestone.model.TimeRange;
import java.util.List;
import java.util.Objects;

/**
 * Which points of a table are wanted, and which of their columns. A value; holds nothing open.
 *
 * @param range the times wanted
 * @param series conditions that all must hold; empty for every series
 * @param columns names of columns of the table's schema, in the order in which batches shall carry
 *     them; may be empty when only the count matters
 * @param order the order wanted
 */
public record ScanRequest(
    TimeRange range, List<SeriesPredicate> series, List<String> columns, Order order) {

  /** The orders a scan can keep. */
  public enum Order {
    /** Whatever is cheapest. */
    ANY,
    /** By series key, within a series by time. */
    SERIES_TIME
  }

  public ScanRequest {
    Objects.requireNonNull(range, "range");
    series = List.copyOf(series);
    columns = List.copyOf(columns);
    Objects.requireNonNull(order, "order");
  }

  /** All points, the given columns. */
  public static ScanRequest of(String... columns) {
    return new ScanRequest(TimeRange.ALL, List.of(), List.of(columns), Order.SERIES_TIME);
  }

  public ScanRequest withRange(TimeRange newRange) {
    return new ScanRequest(newRange, series, columns, order);
  }

  public ScanRequest withSeries(SeriesPredicate... predicates) {
    return new ScanRequest(range, List.of(predicates), columns, order);
  }
}
