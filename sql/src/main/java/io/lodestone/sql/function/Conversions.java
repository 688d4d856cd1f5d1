package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.BIGINT;
import static io.lodestone.sql.type.SqlType.Scalar.BOOLEAN;
import static io.lodestone.sql.type.SqlType.Scalar.DATE;
import static io.lodestone.sql.type.SqlType.Scalar.DOUBLE;
import static io.lodestone.sql.type.SqlType.Scalar.INTEGER;
import static io.lodestone.sql.type.SqlType.Scalar.INTERVAL_DAY_TO_SECOND;
import static io.lodestone.sql.type.SqlType.Scalar.INTERVAL_YEAR_TO_MONTH;
import static io.lodestone.sql.type.SqlType.Scalar.TIME;
import static io.lodestone.sql.type.SqlType.Scalar.TIMESTAMP;
import static io.lodestone.sql.type.SqlType.Scalar.UNKNOWN;
import static io.lodestone.sql.type.SqlType.Scalar.VARCHAR;

import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TextBuffer;
import io.lodestone.sql.type.TextForm;
import io.lodestone.sql.type.TimeText;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;

/**
 * CAST from each scalar type to each other that can become it. Coercions are casts that nobody
 * wrote.
 */
final class Conversions {
  private Conversions() {}

  /** A name that is not a word, so that no statement calls it. */
  static String nameOfCastTo(SqlType to) {
    return "cast as " + to.displayName();
  }

  static void declare(FunctionRegistry.Builder to) {
    for (Scalar type : Scalar.values()) {
      add(to, UNKNOWN, type, false, (_, _) -> Vectors.nulls(type));
      if (type != UNKNOWN) {
        add(to, type, type, false, (arguments, _) -> arguments[0]);
      }
      if (type != VARCHAR && type != UNKNOWN) {
        add(to, type, VARCHAR, false, (arguments, size) -> write(type, arguments[0], size));
      }
    }
    numbers(to);
    truths(to);
    instants(to);
    texts(to);
  }

  private static void numbers(FunctionRegistry.Builder to) {
    add(to, INTEGER, BIGINT, false, (arguments, _) -> arguments[0]);
    add(to, INTEGER, DOUBLE, false, Kernels.longToDouble(a -> (double) a));
    add(to, BIGINT, DOUBLE, false, Kernels.longToDouble(a -> (double) a));
    add(to, BIGINT, INTEGER, true, Kernels.longs(Conversions::toInteger));
    add(to, DOUBLE, INTEGER, true, Kernels.doubleToLong(a -> toInteger(toBigint(a, INTEGER))));
    add(to, DOUBLE, BIGINT, true, Kernels.doubleToLong(a -> toBigint(a, BIGINT)));
  }

  private static long toInteger(long value) {
    if (value != (int) value) {
      throw new EvaluationException("Out of range for integer: " + value);
    }
    return value;
  }

  private static long toBigint(double value, Scalar target) {
    double rounded = MathFunctions.round(value);
    if (!(rounded >= -0x1p63 && rounded < 0x1p63)) {
      throw new EvaluationException("Cannot cast " + value + " to " + target);
    }
    return (long) rounded;
  }

  private static void truths(FunctionRegistry.Builder to) {
    for (Scalar type : List.of(INTEGER, BIGINT)) {
      add(
          to,
          type,
          BOOLEAN,
          false,
          Kernels.rows(BOOLEAN, (row, result) -> result.appendBoolean(row.word(0) != 0)));
      add(
          to,
          BOOLEAN,
          type,
          false,
          Kernels.rows(type, (row, result) -> result.appendWord(row.truth(0) ? 1 : 0)));
    }
    add(
        to,
        DOUBLE,
        BOOLEAN,
        false,
        Kernels.rows(BOOLEAN, (row, result) -> result.appendBoolean(row.number(0) != 0)));
    add(
        to,
        BOOLEAN,
        DOUBLE,
        false,
        Kernels.rows(DOUBLE, (row, result) -> result.appendDouble(row.truth(0) ? 1 : 0)));
  }

  private static void instants(FunctionRegistry.Builder to) {
    words(to, DATE, TIMESTAMP, Calendar::midnight);
    words(to, TIMESTAMP, DATE, Calendar::dayOf);
    words(to, TIMESTAMP, TIME, Calendar::nanosOfDay);
  }

  private static void texts(FunctionRegistry.Builder to) {
    parsed(to, BIGINT, s -> whole(s, Long.MIN_VALUE, Long.MAX_VALUE));
    parsed(to, INTEGER, s -> whole(s, Integer.MIN_VALUE, Integer.MAX_VALUE));
    parsed(to, TIMESTAMP, TimeText::parseTimestamp);
    parsed(to, TIME, TimeText::parseTime);
    parsed(to, INTERVAL_DAY_TO_SECOND, s -> duration(s, false));
    parsed(to, INTERVAL_YEAR_TO_MONTH, s -> duration(s, true));
    add(
        to,
        VARCHAR,
        DOUBLE,
        true,
        Kernels.rows(DOUBLE, (row, result) -> result.appendDouble(number(row.text(0)))));
    add(
        to,
        VARCHAR,
        BOOLEAN,
        true,
        Kernels.rows(BOOLEAN, (row, result) -> result.appendBoolean(truth(row.text(0)))));
    // The date of an instant is a date, too.
    parsed(to, DATE, s -> dayOf(TimeText.parseTimestamp(s)));
  }

  private static OptionalLong whole(String text, long min, long max) {
    try {
      long value = Long.parseLong(text.strip());
      return value < min || value > max ? OptionalLong.empty() : OptionalLong.of(value);
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong dayOf(OptionalLong instant) {
    return instant.isEmpty() ? instant : OptionalLong.of(Calendar.dayOf(instant.getAsLong()));
  }

  private static OptionalLong duration(String text, boolean months) {
    return TimeText.parseDuration(text)
        .filter(d -> d.isMonths() == months)
        .map(d -> OptionalLong.of(d.amount()))
        .orElse(OptionalLong.empty());
  }

  private static double number(String text) {
    String number = text.strip();
    try {
      // Java also reads "1.0d" and "0x1p3", which are no numbers of SQL.
      if (number.matches("[+-]?(NaN|Infinity|[0-9.]+([eE][+-]?[0-9]+)?)")) {
        return Double.parseDouble(number);
      }
    } catch (NumberFormatException e) {
      throw cannotCast(text, DOUBLE);
    }
    throw cannotCast(text, DOUBLE);
  }

  private static boolean truth(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "t", "1" -> true;
      case "false", "f", "0" -> false;
      default -> throw cannotCast(text, BOOLEAN);
    };
  }

  private static Vector write(Scalar type, Vector in, int size) {
    VectorBuilder result = VectorBuilder.of(VARCHAR);
    TextBuffer text = new TextBuffer();
    for (int i = 0; i < size; i++) {
      if (in.isPresent(i)) {
        text.clear();
        TextForm.append(type, in, i, text);
        result.appendText(text.bytes(), 0, text.length());
      } else {
        result.appendNull();
      }
    }
    return result.build();
  }

  private static void parsed(
      FunctionRegistry.Builder to, Scalar target, Function<String, OptionalLong> parse) {
    add(
        to,
        VARCHAR,
        target,
        true,
        Kernels.rows(
            target,
            (row, result) -> {
              String text = row.text(0);
              result.appendWord(parse.apply(text).orElseThrow(() -> cannotCast(text, target)));
            }));
  }

  private static void words(
      FunctionRegistry.Builder to, Scalar from, Scalar target, LongUnaryOperator f) {
    add(to, from, target, true, Kernels.longs(f));
  }

  private static void add(
      FunctionRegistry.Builder to, Scalar from, Scalar target, boolean canFail, Kernel kernel) {
    String name = nameOfCastTo(target);
    to.add(
        canFail
            ? ScalarFunction.partial(name, target, List.of(from), kernel)
            : ScalarFunction.total(name, target, List.of(from), kernel));
  }

  private static EvaluationException cannotCast(String text, Scalar target) {
    return new EvaluationException(
        "Cannot cast '" + text + "' to " + target.displayName().toUpperCase(Locale.ROOT));
  }
}
