package io.lodestone.scan;

import java.util.Objects;

/**
 * A condition on the values of one measure column. As in SQL a comparison with an absent value is
 * not true; doubles compare as IEEE 754 has it, so that NaN is unequal to everything and 0.0 equals
 * -0.0. A literal has exactly the type of its column.
 */
public sealed interface ValuePredicate {
  /** The column the condition speaks of. */
  String column();

  /** How two values compare. The order of the constants is part of {@link RequestCodec}'s form. */
  enum Operator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL
  }

  /** {@code column operator literal}. */
  record Compare(String column, Operator operator, Literal literal) implements ValuePredicate {
    public Compare {
      Objects.requireNonNull(column, "column");
      Objects.requireNonNull(operator, "operator");
      Objects.requireNonNull(literal, "literal");
    }
  }

  /** {@code column BETWEEN low AND high}, both included; never true when low is above high. */
  record Between(String column, Literal low, Literal high) implements ValuePredicate {
    /**
     * @throws IllegalArgumentException when the bounds are of two types
     */
    public Between {
      Objects.requireNonNull(column, "column");
      if (low.type() != high.type()) {
        throw new IllegalArgumentException(
            "bounds of two types: " + low.type() + " and " + high.type());
      }
    }
  }

  /** There is no value. */
  record IsNull(String column) implements ValuePredicate {}

  /** There is a value. */
  record IsNotNull(String column) implements ValuePredicate {}
}
