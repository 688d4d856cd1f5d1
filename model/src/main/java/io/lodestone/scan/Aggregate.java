package io.lodestone.scan;

import java.util.Objects;

/**
 * One figure about each group of points.
 *
 * @param function which figure
 * @param column a measure column or {@code time}; empty for {@link Function#COUNT} of points
 */
public record Aggregate(Function function, String column) {

  /**
   * The figures there are. Absent values are left out by all but {@link #FIRST} and {@link #LAST};
   * of no value at all each is absent, and {@link #COUNT} is 0. The order of the constants is part
   * of {@link RequestCodec}'s form.
   */
  public enum Function {
    /** How many points, or how many values of a column; a BIGINT. */
    COUNT,
    /**
     * The sum of a BIGINT or DOUBLE column, of its type. A BIGINT sum is exact, whatever its
     * addends do on the way; one that leaves 64 bits in the end is an {@link
     * io.lodestone.model.InvalidRequestException}. A DOUBLE sum is rounded; its last bits may
     * depend on how the points lie in memory and files.
     */
    SUM,
    /**
     * The smallest value of a column of any type: of doubles as {@link Double#compare} has it (-0.0
     * below 0.0, NaN above all), false below true, text by code points.
     */
    MIN,
    /** The greatest value, in the same order. */
    MAX,
    /** The sum of a BIGINT or DOUBLE column divided by the count of its values; a DOUBLE. */
    AVG,
    /**
     * The value of a column at the oldest point, absent if that point has none. Of several points
     * of that time the one whose series comes first in its table's order counts.
     */
    FIRST,
    /**
     * The value of a column at the youngest point, absent if that point has none. Of several points
     * of that time the one whose series comes first in its table's order counts.
     */
    LAST
  }

  /**
   * @throws IllegalArgumentException when another function than {@link Function#COUNT} has no
   *     column
   */
  public Aggregate {
    Objects.requireNonNull(function, "function");
    if (column.isEmpty() && function != Function.COUNT) {
      throw new IllegalArgumentException(function + " needs a column");
    }
  }

  /** How many points. */
  public static Aggregate count() {
    return new Aggregate(Function.COUNT, "");
  }

  public static Aggregate of(Function function, String column) {
    return new Aggregate(function, column);
  }
}
