package io.lodestone.scan;

/**
 * What is known of the values of a column at some points without reading them.
 *
 * @param points how many points
 * @param absent how many of them have no value
 * @param bounded whether {@code min} and {@code max} are known; not so where no point has a value
 * @param min the smallest value as {@link OrderedWords} has it
 * @param max the greatest
 * @param summed whether {@code sum} is known
 * @param sum the exact sum; of a DOUBLE column, whose values are all integers then
 */
public record ColumnStatistics(
    int points, int absent, boolean bounded, long min, long max, boolean summed, long sum) {
  /** Nothing but how many points there are. */
  public static ColumnStatistics unknown(int points, int absent) {
    return new ColumnStatistics(points, absent, false, 0, 0, false, 0);
  }

  /** How many points have a value. */
  public int present() {
    return points - absent;
  }
}
