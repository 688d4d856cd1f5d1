package io.lodestone.sql.type;

import io.lodestone.sql.type.SqlType.Scalar;
import java.util.Optional;

/** Which types turn into which without being asked. */
public final class TypeCoercion {
  private TypeCoercion() {}

  /** How far a type is from another when no cast is written. */
  public enum Distance {
    SAME,
    /** NULL, or a number or date that becomes a wider one. */
    WIDER,
    /** A text that is read as an instant. */
    PARSED,
    NONE
  }

  /** How a value of one type may stand where another is expected. */
  public static Distance distance(SqlType from, SqlType to) {
    if (from.equals(to)) {
      return Distance.SAME;
    }
    if (from == Scalar.UNKNOWN) {
      return Distance.WIDER;
    }
    if (!(from instanceof Scalar source) || !(to instanceof Scalar target)) {
      return Distance.NONE;
    }
    return switch (source) {
      case INTEGER ->
          target == Scalar.BIGINT || target == Scalar.DOUBLE ? Distance.WIDER : Distance.NONE;
      case BIGINT -> target == Scalar.DOUBLE ? Distance.WIDER : Distance.NONE;
      case DATE -> target == Scalar.TIMESTAMP ? Distance.WIDER : Distance.NONE;
      case VARCHAR -> target == Scalar.TIMESTAMP ? Distance.PARSED : Distance.NONE;
      default -> Distance.NONE;
    };
  }

  /** The type that both become in CASE, COALESCE and the like. */
  public static Optional<SqlType> common(SqlType left, SqlType right) {
    if (distance(left, right).compareTo(Distance.WIDER) <= 0) {
      return Optional.of(right);
    }
    if (distance(right, left).compareTo(Distance.WIDER) <= 0) {
      return Optional.of(left);
    }
    return Optional.empty();
  }

  /**
   * The type in which two values are compared. More than {@link #common}: text beside a timestamp,
   * date or time is read as such.
   */
  public static Optional<SqlType> comparable(SqlType left, SqlType right) {
    if (left == Scalar.VARCHAR && isInstant(right) || right == Scalar.VARCHAR && isInstant(left)) {
      return Optional.of(Scalar.TIMESTAMP);
    }
    if (left == Scalar.VARCHAR && right == Scalar.TIME
        || right == Scalar.VARCHAR && left == Scalar.TIME) {
      return Optional.of(Scalar.TIME);
    }
    return common(left, right);
  }

  private static boolean isInstant(SqlType type) {
    return type == Scalar.TIMESTAMP || type == Scalar.DATE;
  }
}
