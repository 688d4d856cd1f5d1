package io.lodestone.scan;

import java.util.List;

/**
 * Which points belong together.
 *
 * @param bySeries whether those of different series never do
 * @param columns dimensions, and {@code measure_name}, in which they agree (absent is a value of
 *     its own); answers carry them first, in this order. With {@code bySeries} they part nothing
 *     further and are only carried
 * @param binNanos the width of bins of time: points belong to the bin that starts at the greatest
 *     multiple of the width since the epoch that is not after them, as SQL's {@code bin} has it; 0
 *     for no bins. Answers carry the start of the bin, a TIMESTAMP, after the columns
 */
public record Grouping(boolean bySeries, List<String> columns, long binNanos) {
  /** All points are one group. */
  public static final Grouping NONE = new Grouping(false, List.of(), 0);

  /**
   * @throws IllegalArgumentException when the width is negative
   */
  public Grouping {
    columns = List.copyOf(columns);
    if (binNanos < 0) {
      throw new IllegalArgumentException("bins of " + binNanos + " ns");
    }
  }

  public static Grouping byColumns(String... columns) {
    return new Grouping(false, List.of(columns), 0);
  }

  /** A group for each series; answers carry these columns of it. */
  public static Grouping bySeries(String... columns) {
    return new Grouping(true, List.of(columns), 0);
  }

  public Grouping withBins(long nanos) {
    return new Grouping(bySeries, columns, nanos);
  }

  /** Whether nothing but time may part points. */
  public boolean isOfTimeOnly() {
    return !bySeries && columns.isEmpty();
  }
}
