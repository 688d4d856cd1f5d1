package io.lodestone.sql.type;

import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.Field;
import io.lodestone.sql.type.SqlType.RowOf;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.SqlType.TimeSeriesOf;
import java.util.ArrayList;
import java.util.List;
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
    NONE;

    /** Whether no text has to be read. */
    public boolean isWidening() {
      return this == SAME || this == WIDER;
    }
  }

  /** How a value of one type may stand where another is expected. */
  public static Distance distance(SqlType from, SqlType to) {
    if (from.equals(to)) {
      return Distance.SAME;
    }
    if (from == Scalar.UNKNOWN) {
      return Distance.WIDER;
    }
    if (from instanceof ArrayOf(SqlType source) && to instanceof ArrayOf(SqlType target)) {
      Distance ofElements = distance(source, target);
      return ofElements == Distance.SAME ? Distance.WIDER : ofElements;
    }
    if (!(from instanceof Scalar source) || !(to instanceof Scalar target)) {
      return common(from, to).filter(to::equals).isPresent() ? Distance.WIDER : Distance.NONE;
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

  /**
   * The type that both become in CASE, COALESCE and the like. Values with parts become what their
   * parts become; a field keeps its name when both sides agree on it or one side has none.
   */
  public static Optional<SqlType> common(SqlType left, SqlType right) {
    if (left.equals(right) || left == Scalar.UNKNOWN) {
      return Optional.of(right);
    }
    if (right == Scalar.UNKNOWN) {
      return Optional.of(left);
    }
    if (left instanceof ArrayOf(SqlType a) && right instanceof ArrayOf(SqlType b)) {
      return common(a, b).map(ArrayOf::new);
    }
    if (left instanceof TimeSeriesOf(SqlType a) && right instanceof TimeSeriesOf(SqlType b)) {
      return common(a, b).map(TimeSeriesOf::new);
    }
    if (left instanceof RowOf(List<Field> a) && right instanceof RowOf(List<Field> b)) {
      return commonRow(a, b);
    }
    if (!(left instanceof Scalar) || !(right instanceof Scalar)) {
      return Optional.empty();
    }
    if (distance(left, right).isWidening()) {
      return Optional.of(right);
    }
    return distance(right, left).isWidening() ? Optional.of(left) : Optional.empty();
  }

  private static Optional<SqlType> commonRow(List<Field> left, List<Field> right) {
    if (left.size() != right.size()) {
      return Optional.empty();
    }
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      Field a = left.get(i);
      Field b = right.get(i);
      Optional<SqlType> type = common(a.type(), b.type());
      if (type.isEmpty()) {
        return Optional.empty();
      }
      boolean agreed = a.name().equals(b.name()) || b.name().isEmpty();
      fields.add(
          new Field(
              agreed ? a.name() : a.name().isEmpty() ? b.name() : Optional.empty(), type.get()));
    }
    return Optional.of(new RowOf(fields));
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
