package io.lodestone.sql.function;

/** What is asked of the rows of a sub-query. */
public sealed interface Question {
  /** The one value of the one row; NULL without a row, an error with several. */
  record Value() implements Question {}

  /** Whether there is a row. */
  record Exists() implements Question {}

  /**
   * Whether a value, the last argument, equals one of the rows; NULL when that is not known.
   *
   * @param equal what tells whether two values are the same
   * @param anyTrue what tells whether one of several conditions holds
   */
  record Among(ScalarFunction equal, AggregateFunction anyTrue) implements Question {}

  /**
   * Whether a comparison of a value, the last argument, with the rows holds.
   *
   * @param all for all of them, rather than for any
   */
  record Holds(Comparison comparison, boolean all) implements Question {}

  /** Whether the last argument is a value that the rows are held against. */
  default boolean hasValue() {
    return this instanceof Among || this instanceof Holds;
  }
}
