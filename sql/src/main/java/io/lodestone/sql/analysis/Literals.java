package io.lodestone.sql.analysis;

import io.lodestone.sql.function.Term;
import io.lodestone.sql.parser.Position;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TimeText;
import io.trino.sql.tree.GenericLiteral;
import io.trino.sql.tree.IntervalLiteral;
import io.trino.sql.tree.SimpleIntervalQualifier;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The values of literals that name their type. */
final class Literals {
  /** The type under which the token rewrite writes {@code 15m}. */
  private static final String DURATION = "duration";

  private Literals() {}

  /** A whole number: INTEGER when it fits. */
  static Term.Constant whole(String digits, Position position) {
    long value;
    try {
      value = Long.decode(digits.replace("_", ""));
    } catch (NumberFormatException e) {
      throw SemanticException.at(position, "Invalid numeric literal: " + digits);
    }
    return new Term.Constant(value == (int) value ? Scalar.INTEGER : Scalar.BIGINT, value);
  }

  /** {@code 15m}, {@code TIMESTAMP '...'}; empty for a type that is read by a cast. */
  static Optional<Term.Constant> typed(GenericLiteral literal, Position position) {
    String text = literal.getValue();
    return switch (literal.getType().toLowerCase(Locale.ROOT)) {
      case DURATION -> Optional.of(duration(text, position));
      case "timestamp" ->
          Optional.of(instant(Scalar.TIMESTAMP, TimeText.parseTimestamp(text), text, position));
      case "date" -> Optional.of(instant(Scalar.DATE, TimeText.parseDate(text), text, position));
      case "time" -> Optional.of(instant(Scalar.TIME, TimeText.parseTime(text), text, position));
      default -> Optional.empty();
    };
  }

  static Term.Constant duration(String text, Position position) {
    TimeText.Duration duration =
        TimeText.parseDuration(text)
            .orElseThrow(
                () ->
                    SemanticException.at(
                        position, "'" + text + "' is not a valid interval literal"));
    return interval(duration);
  }

  /** {@code INTERVAL '2' DAY}. */
  static Term.Constant interval(IntervalLiteral literal, Position position) {
    if (!(literal.qualifier() instanceof SimpleIntervalQualifier qualifier)) {
      throw SemanticException.notSupported(position, "An interval of several units");
    }
    String unit = qualifier.getField().name().toLowerCase(Locale.ROOT);
    Term.Constant amount = duration(literal.getValue().strip() + unit, position);
    return literal.getSign() == IntervalLiteral.Sign.NEGATIVE
        ? new Term.Constant(amount.type(), -(Long) amount.value())
        : amount;
  }

  private static Term.Constant interval(TimeText.Duration duration) {
    return new Term.Constant(
        duration.isMonths() ? Scalar.INTERVAL_YEAR_TO_MONTH : Scalar.INTERVAL_DAY_TO_SECOND,
        duration.amount());
  }

  private static Term.Constant instant(
      Scalar type, OptionalLong value, String text, Position position) {
    return new Term.Constant(
        type,
        value.orElseThrow(
            () ->
                SemanticException.at(
                    position, "'" + text + "' is not a valid " + type + " literal")));
  }
}
