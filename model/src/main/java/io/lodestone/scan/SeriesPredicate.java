package io.lodestone.scan;

import java.util.Set;

/**
 * A condition on what identifies a series: a dimension, or the measure name under the column name
 * {@code measure_name}. A condition on an absent dimension is never true, except {@link IsAbsent}:
 * it is SQL's NULL.
 */
public sealed interface SeriesPredicate {
  /** The column the condition speaks of. */
  String column();

  /** The value is one of these. */
  record In(String column, Set<String> values) implements SeriesPredicate {
    public In {
      values = Set.copyOf(values);
    }
  }

  /** There is a value, and it is none of these. */
  record NotIn(String column, Set<String> values) implements SeriesPredicate {
    public NotIn {
      values = Set.copyOf(values);
    }
  }

  /** There is a value. */
  record IsPresent(String column) implements SeriesPredicate {}

  /** There is none. */
  record IsAbsent(String column) implements SeriesPredicate {}
}
