package io.lodestone.scan;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A condition on one column that identifies a series: a dimension, or the measure name under the
 * column name {@code measure_name}. Truth is SQL's: an absent dimension makes every condition on
 * its value unknown, which {@link Not} leaves unknown; only {@link IsPresent} and {@link IsAbsent}
 * know about it. A series is wanted when the condition is true.
 */
public sealed interface SeriesPredicate {
  /** The column the condition speaks of. */
  String column();

  /** The value is one of these. */
  record In(String column, Set<String> values) implements SeriesPredicate {
    public In {
      Objects.requireNonNull(column, "column");
      values = Set.copyOf(values);
    }
  }

  /** There is a value, and it is none of these. */
  record NotIn(String column, Set<String> values) implements SeriesPredicate {
    public NotIn {
      Objects.requireNonNull(column, "column");
      values = Set.copyOf(values);
    }
  }

  /** There is a value. */
  record IsPresent(String column) implements SeriesPredicate {}

  /** There is none. */
  record IsAbsent(String column) implements SeriesPredicate {}

  /** The value begins with this text. */
  record Prefix(String column, String prefix) implements SeriesPredicate {
    public Prefix {
      Objects.requireNonNull(column, "column");
      Objects.requireNonNull(prefix, "prefix");
    }
  }

  /**
   * The value matches a pattern of SQL's LIKE: {@code %} stands for any text, {@code _} for one
   * character.
   *
   * @param pattern the pattern
   * @param escape one character that takes its meaning from a {@code %}, a {@code _} or itself when
   *     it stands before it; empty for none
   */
  record Like(String column, String pattern, String escape) implements SeriesPredicate {
    /**
     * @throws IllegalArgumentException when the escape is more than a character, or stands before
     *     anything else
     */
    public Like {
      Objects.requireNonNull(column, "column");
      LikePattern.of(pattern, escape);
    }
  }

  /** The condition is false. */
  record Not(SeriesPredicate of) implements SeriesPredicate {
    @Override
    public String column() {
      return of.column();
    }
  }

  /** All of these hold; at least one, all of the same column. */
  record AllOf(List<SeriesPredicate> of) implements SeriesPredicate {
    public AllOf {
      of = ofOneColumn(of);
    }

    @Override
    public String column() {
      return of.getFirst().column();
    }
  }

  /** Any of these holds; at least one, all of the same column. */
  record AnyOf(List<SeriesPredicate> of) implements SeriesPredicate {
    public AnyOf {
      of = ofOneColumn(of);
    }

    @Override
    public String column() {
      return of.getFirst().column();
    }
  }

  private static List<SeriesPredicate> ofOneColumn(List<SeriesPredicate> parts) {
    List<SeriesPredicate> copy = List.copyOf(parts);
    if (copy.stream().map(SeriesPredicate::column).distinct().count() != 1) {
      throw new IllegalArgumentException("conditions on one column are wanted: " + copy);
    }
    return copy;
  }
}
