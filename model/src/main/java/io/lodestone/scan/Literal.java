package io.lodestone.scan;

import io.lodestone.model.ValueType;
import java.util.Objects;

/** A constant of one of the types of values; never NULL. */
public sealed interface Literal {
  /** The type of columns it can be compared with. */
  ValueType type();

  /** BIGINT. */
  record Bigint(long value) implements Literal {
    @Override
    public ValueType type() {
      return ValueType.BIGINT;
    }
  }

  /** DOUBLE, NaN and the infinities included. */
  record Floating(double value) implements Literal {
    @Override
    public ValueType type() {
      return ValueType.DOUBLE;
    }
  }

  /** BOOLEAN; false is less than true. */
  record Truth(boolean value) implements Literal {
    @Override
    public ValueType type() {
      return ValueType.BOOLEAN;
    }
  }

  /** TIMESTAMP in nanoseconds since the epoch. */
  record Timestamp(long nanos) implements Literal {
    @Override
    public ValueType type() {
      return ValueType.TIMESTAMP;
    }
  }

  /** VARCHAR; texts are in the order of their code points. */
  record Text(String value) implements Literal {
    public Text {
      Objects.requireNonNull(value, "value");
    }

    @Override
    public ValueType type() {
      return ValueType.VARCHAR;
    }
  }
}
