package io.lodestone.scan;

import io.lodestone.model.TimeRange;
import java.util.List;
import java.util.Objects;

/**
 * Which points of a table are wanted, which of their columns, and how. A value: it holds nothing
 * open, and {@link RequestCodec} turns it into bytes and back.
 *
 * @param range the times wanted
 * @param series conditions that all must hold; empty for every series
 * @param values conditions on measures that all must hold, too
 * @param columns names of columns of the table's schema, in the order in which batches shall carry
 *     them; may be empty when only the count matters
 * @param order the order wanted
 * @param limit the most rows wanted, not negative: the first ones in that order; {@link #NO_LIMIT}
 *     for all
 * @param limits when to give up
 */
public record ScanRequest(
    TimeRange range,
    List<SeriesPredicate> series,
    List<ValuePredicate> values,
    List<String> columns,
    Order order,
    long limit,
    ScanLimits limits) {
  /** All rows. */
  public static final long NO_LIMIT = Long.MAX_VALUE;

  /**
   * The orders a scan can keep. The order of the constants is part of {@link RequestCodec}'s form.
   */
  public enum Order {
    /** Whatever is cheapest; the same for the same snapshot. */
    ANY,
    /**
     * By series, within a series by time. Series come in the order of their table ({@link
     * io.lodestone.model.KeyOrder}): by their keys, behind the value of the dimension that
     * partitions the table if one does.
     */
    SERIES_TIME,
    /** By time, the oldest first; points of one time by series, as in {@link #SERIES_TIME}. */
    TIME_ASCENDING,
    /** By time, the youngest first; points of one time by series, as in {@link #SERIES_TIME}. */
    TIME_DESCENDING
  }

  /**
   * @throws IllegalArgumentException when the limit is negative
   */
  public ScanRequest {
    Objects.requireNonNull(range, "range");
    series = List.copyOf(series);
    values = List.copyOf(values);
    columns = List.copyOf(columns);
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(limits, "limits");
    if (limit < 0) {
      throw new IllegalArgumentException("a limit of " + limit + " rows");
    }
  }

  public ScanRequest(
      TimeRange range, List<SeriesPredicate> series, List<String> columns, Order order) {
    this(range, series, List.of(), columns, order, NO_LIMIT, ScanLimits.DEFAULT);
  }

  /** All points, the given columns. */
  public static ScanRequest of(String... columns) {
    return new ScanRequest(TimeRange.ALL, List.of(), List.of(columns), Order.SERIES_TIME);
  }

  public ScanRequest withRange(TimeRange newRange) {
    return new ScanRequest(newRange, series, values, columns, order, limit, limits);
  }

  public ScanRequest withSeries(SeriesPredicate... predicates) {
    return new ScanRequest(range, List.of(predicates), values, columns, order, limit, limits);
  }

  public ScanRequest withValues(ValuePredicate... predicates) {
    return new ScanRequest(range, series, List.of(predicates), columns, order, limit, limits);
  }

  public ScanRequest withOrder(Order newOrder) {
    return new ScanRequest(range, series, values, columns, newOrder, limit, limits);
  }

  public ScanRequest withLimit(long rows) {
    return new ScanRequest(range, series, values, columns, order, rows, limits);
  }

  public ScanRequest withLimits(ScanLimits newLimits) {
    return new ScanRequest(range, series, values, columns, order, limit, newLimits);
  }
}
