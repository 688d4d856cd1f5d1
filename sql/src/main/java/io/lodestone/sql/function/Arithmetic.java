package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.BIGINT;
import static io.lodestone.sql.type.SqlType.Scalar.DATE;
import static io.lodestone.sql.type.SqlType.Scalar.DOUBLE;
import static io.lodestone.sql.type.SqlType.Scalar.INTEGER;
import static io.lodestone.sql.type.SqlType.Scalar.INTERVAL_DAY_TO_SECOND;
import static io.lodestone.sql.type.SqlType.Scalar.INTERVAL_YEAR_TO_MONTH;
import static io.lodestone.sql.type.SqlType.Scalar.TIME;
import static io.lodestone.sql.type.SqlType.Scalar.TIMESTAMP;

import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.Presence;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TimeText;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/**
 * The operators {@code + - * / %}. Whole numbers never wrap round: a result outside of the type is
 * an error. {@code /} between them drops the fraction.
 */
final class Arithmetic {
  private Arithmetic() {}

  static void declare(FunctionRegistry.Builder to) {
    numbers(to);
    intervals(to);
    instants(to);
  }

  private static void numbers(FunctionRegistry.Builder to) {
    for (Scalar type : List.of(INTEGER, BIGINT)) {
      whole(to, "+", type, (a, b) -> narrow(type, sum(type, a, b), "addition", a, b));
      whole(to, "-", type, (a, b) -> narrow(type, difference(type, a, b), "subtraction", a, b));
      whole(to, "*", type, (a, b) -> narrow(type, product(type, a, b), "multiplication", a, b));
      whole(to, "/", type, (a, b) -> narrow(type, quotient(type, a, b), "division", a, b));
      whole(to, "%", type, Arithmetic::remainder);
      to.add(
          ScalarFunction.partial(
              "unary -",
              type,
              List.of(type),
              Kernels.longs(a -> narrow(type, difference(type, 0, a), "subtraction", 0, a))));
    }
    to.add(ScalarFunction.total("+", DOUBLE, List.of(DOUBLE, DOUBLE), doubles((a, b) -> a + b)));
    to.add(ScalarFunction.total("-", DOUBLE, List.of(DOUBLE, DOUBLE), doubles((a, b) -> a - b)));
    to.add(ScalarFunction.total("*", DOUBLE, List.of(DOUBLE, DOUBLE), doubles((a, b) -> a * b)));
    to.add(ScalarFunction.total("/", DOUBLE, List.of(DOUBLE, DOUBLE), doubles((a, b) -> a / b)));
    to.add(ScalarFunction.total("%", DOUBLE, List.of(DOUBLE, DOUBLE), doubles((a, b) -> a % b)));
    to.add(ScalarFunction.total("unary -", DOUBLE, List.of(DOUBLE), Kernels.doubles(a -> -a)));
  }

  private static void intervals(FunctionRegistry.Builder to) {
    for (Scalar type : List.of(INTERVAL_DAY_TO_SECOND, INTERVAL_YEAR_TO_MONTH)) {
      whole(to, "+", type, (a, b) -> sum(type, a, b));
      whole(to, "-", type, (a, b) -> difference(type, a, b));
      to.add(partial("*", type, type, BIGINT, (a, b) -> product(type, a, b)));
      to.add(partial("*", type, BIGINT, type, (a, b) -> product(type, a, b)));
      to.add(partial("/", type, type, BIGINT, (a, b) -> quotient(type, a, b)));
      to.add(
          ScalarFunction.partial(
              "unary -", type, List.of(type), Kernels.longs(a -> difference(type, 0, a))));
      to.add(
          ScalarFunction.partial(
              "*",
              type,
              List.of(type, DOUBLE),
              Kernels.rows(
                  type, (row, result) -> result.appendWord(scaled(row.word(0), row.number(1))))));
      to.add(
          ScalarFunction.partial(
              "*",
              type,
              List.of(DOUBLE, type),
              Kernels.rows(
                  type, (row, result) -> result.appendWord(scaled(row.word(1), row.number(0))))));
      to.add(
          ScalarFunction.partial(
              "/",
              type,
              List.of(type, DOUBLE),
              Kernels.rows(
                  type,
                  (row, result) -> {
                    if (row.number(1) == 0) {
                      throw divisionByZero();
                    }
                    result.appendWord(scaled(row.word(0), 1 / row.number(1)));
                  })));
    }
  }

  private static void instants(FunctionRegistry.Builder to) {
    LongBinaryOperator later = (a, b) -> sum(TIMESTAMP, a, b);
    LongBinaryOperator earlier = (a, b) -> difference(TIMESTAMP, a, b);
    to.add(partial("+", TIMESTAMP, TIMESTAMP, INTERVAL_DAY_TO_SECOND, later));
    to.add(partial("+", TIMESTAMP, INTERVAL_DAY_TO_SECOND, TIMESTAMP, later));
    to.add(partial("-", TIMESTAMP, TIMESTAMP, INTERVAL_DAY_TO_SECOND, earlier));
    to.add(partial("-", INTERVAL_DAY_TO_SECOND, TIMESTAMP, TIMESTAMP, earlier));
    to.add(
        partial("+", TIMESTAMP, TIMESTAMP, INTERVAL_YEAR_TO_MONTH, Calendar::addMonthsToInstant));
    to.add(
        partial(
            "+",
            TIMESTAMP,
            INTERVAL_YEAR_TO_MONTH,
            TIMESTAMP,
            (months, t) -> Calendar.addMonthsToInstant(t, months)));
    to.add(
        partial(
            "-",
            TIMESTAMP,
            TIMESTAMP,
            INTERVAL_YEAR_TO_MONTH,
            (t, months) -> Calendar.addMonthsToInstant(t, -months)));

    to.add(partial("+", DATE, DATE, INTERVAL_DAY_TO_SECOND, (d, i) -> d + wholeDays(i)));
    to.add(partial("+", DATE, INTERVAL_DAY_TO_SECOND, DATE, (i, d) -> d + wholeDays(i)));
    to.add(partial("-", DATE, DATE, INTERVAL_DAY_TO_SECOND, (d, i) -> d - wholeDays(i)));
    to.add(partial("+", DATE, DATE, INTERVAL_YEAR_TO_MONTH, Calendar::addMonthsToDate));
    to.add(
        partial(
            "-", DATE, DATE, INTERVAL_YEAR_TO_MONTH, (d, m) -> Calendar.addMonthsToDate(d, -m)));
    to.add(
        partial(
            "-",
            INTERVAL_DAY_TO_SECOND,
            DATE,
            DATE,
            (a, b) -> product(INTERVAL_DAY_TO_SECOND, a - b, TimeText.NANOS_PER_DAY)));
    to.add(
        partial(
            "+",
            TIME,
            TIME,
            INTERVAL_DAY_TO_SECOND,
            (t, i) -> ofDay(t + i % TimeText.NANOS_PER_DAY)));
    to.add(
        partial(
            "-",
            TIME,
            TIME,
            INTERVAL_DAY_TO_SECOND,
            (t, i) -> ofDay(t - i % TimeText.NANOS_PER_DAY)));
  }

  private static void whole(
      FunctionRegistry.Builder to, String name, Scalar type, LongBinaryOperator f) {
    to.add(partial(name, type, type, type, f));
  }

  private static ScalarFunction partial(
      String name, Scalar returns, Scalar left, Scalar right, LongBinaryOperator f) {
    return ScalarFunction.partial(name, returns, List.of(left, right), Kernels.longs(f));
  }

  /**
   * As {@link Kernels#doubles}, but for functions that may also see what lies under a NULL, and so
   * without a test.
   */
  private static Kernel doubles(DoubleBinaryOperator f) {
    return (arguments, size) -> {
      double[] left = Vectors.doubles(arguments[0], size);
      double[] right = Vectors.doubles(arguments[1], size);
      double[] out = new double[size];
      for (int i = 0; i < size; i++) {
        out[i] = f.applyAsDouble(left[i], right[i]);
      }
      return new Vector.Doubles(out, Presence.ofAll(arguments, size));
    };
  }

  private static long sum(Scalar type, long a, long b) {
    long r = a + b;
    if (((a ^ r) & (b ^ r)) < 0) {
      throw overflow(type, "addition", a, b);
    }
    return r;
  }

  private static long difference(Scalar type, long a, long b) {
    long r = a - b;
    if (((a ^ b) & (a ^ r)) < 0) {
      throw overflow(type, "subtraction", a, b);
    }
    return r;
  }

  private static long product(Scalar type, long a, long b) {
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    if (high != low >> 63) {
      throw overflow(type, "multiplication", a, b);
    }
    return low;
  }

  private static long quotient(Scalar type, long a, long b) {
    if (b == 0) {
      throw divisionByZero();
    }
    if (a == Long.MIN_VALUE && b == -1) {
      throw overflow(type, "division", a, b);
    }
    return a / b;
  }

  private static long remainder(long a, long b) {
    if (b == 0) {
      throw divisionByZero();
    }
    return a % b;
  }

  private static long narrow(Scalar type, long result, String operation, long a, long b) {
    if (type == INTEGER && result != (int) result) {
      throw overflow(type, operation, a, b);
    }
    return result;
  }

  /** An interval times a number, without its fraction. */
  private static long scaled(long interval, double factor) {
    double result = interval * factor;
    if (!(Math.abs(result) < 0x1p63)) {
      throw new EvaluationException("interval out of range: " + interval + " * " + factor);
    }
    return (long) result;
  }

  private static long wholeDays(long interval) {
    if (interval % TimeText.NANOS_PER_DAY != 0) {
      throw new EvaluationException("Cannot add hour, minutes or seconds to a date");
    }
    return interval / TimeText.NANOS_PER_DAY;
  }

  private static long ofDay(long nanos) {
    return Math.floorMod(nanos, TimeText.NANOS_PER_DAY);
  }

  static EvaluationException divisionByZero() {
    return new EvaluationException("Division by zero");
  }

  private static EvaluationException overflow(Scalar type, String operation, long a, long b) {
    String sign =
        switch (operation) {
          case "addition" -> "+";
          case "subtraction" -> "-";
          case "multiplication" -> "*";
          default -> "/";
        };
    return new EvaluationException(
        type.displayName() + " " + operation + " overflow: " + a + " " + sign + " " + b);
  }
}
