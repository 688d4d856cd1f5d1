package io.lodestone.scan;

import io.lodestone.model.TimeRange;
import java.util.List;
import java.util.Objects;

/**
 * Figures about groups of a table's points. A value, as {@link ScanRequest} is.
 *
 * <p>The answer has one row a group: the columns of the grouping, the start of the bin if there are
 * bins, the aggregates. Rows come in no particular order, but in the same for the same snapshot.
 * Without any point there is no row, not even for a grouping of everything.
 *
 * @param range the times wanted
 * @param series conditions that all must hold; empty for every series
 * @param values conditions on measures that all must hold, too
 * @param grouping which points belong together
 * @param aggregates the figures, at least one
 * @param limits when to give up
 */
public record AggregateRequest(
    TimeRange range,
    List<SeriesPredicate> series,
    List<ValuePredicate> values,
    Grouping grouping,
    List<Aggregate> aggregates,
    ScanLimits limits) {
  /**
   * @throws IllegalArgumentException when there is no aggregate
   */
  public AggregateRequest {
    Objects.requireNonNull(range, "range");
    series = List.copyOf(series);
    values = List.copyOf(values);
    Objects.requireNonNull(grouping, "grouping");
    aggregates = List.copyOf(aggregates);
    Objects.requireNonNull(limits, "limits");
    if (aggregates.isEmpty()) {
      throw new IllegalArgumentException("no aggregate");
    }
  }

  /** Figures about all points. */
  public static AggregateRequest of(Grouping grouping, Aggregate... aggregates) {
    return new AggregateRequest(
        TimeRange.ALL, List.of(), List.of(), grouping, List.of(aggregates), ScanLimits.DEFAULT);
  }

  public AggregateRequest withRange(TimeRange newRange) {
    return new AggregateRequest(newRange, series, values, grouping, aggregates, limits);
  }

  public AggregateRequest withSeries(SeriesPredicate... predicates) {
    return new AggregateRequest(range, List.of(predicates), values, grouping, aggregates, limits);
  }

  public AggregateRequest withValues(ValuePredicate... predicates) {
    return new AggregateRequest(range, series, List.of(predicates), grouping, aggregates, limits);
  }

  public AggregateRequest withLimits(ScanLimits newLimits) {
    return new AggregateRequest(range, series, values, grouping, aggregates, newLimits);
  }
}
