package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.BIGINT;
import static io.lodestone.sql.type.SqlType.Scalar.BOOLEAN;
import static io.lodestone.sql.type.SqlType.Scalar.DOUBLE;
import static io.lodestone.sql.type.SqlType.Scalar.INTEGER;

import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.SqlType.Scalar;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/** Functions of numbers. */
final class MathFunctions {
  private MathFunctions() {}

  static void declare(FunctionRegistry.Builder to) {
    for (Scalar type : List.of(INTEGER, BIGINT)) {
      to.add(ScalarFunction.partial("abs", type, List.of(type), Kernels.longs(abs(type))));
      to.add(
          ScalarFunction.total(
              "sign", type, List.of(type), Kernels.longs((long a) -> Long.signum(a))));
      for (String unchanged : List.of("ceil", "ceiling", "floor", "round")) {
        to.add(ScalarFunction.total(unchanged, type, List.of(type), Kernels.longs((long a) -> a)));
      }
      to.add(
          ScalarFunction.total(
              "round", type, List.of(type, BIGINT), Kernels.longs(MathFunctions::roundWhole)));
      to.add(
          ScalarFunction.partial(
              "mod", type, List.of(type, type), Kernels.longs(MathFunctions::mod)));
    }
    unary(to, "abs", Math::abs);
    unary(to, "sign", Math::signum);
    unary(to, "ceil", Math::ceil);
    unary(to, "ceiling", Math::ceil);
    unary(to, "floor", Math::floor);
    unary(to, "round", MathFunctions::round);
    unary(to, "truncate", a -> a < 0 ? Math.ceil(a) : Math.floor(a));
    unary(to, "sqrt", Math::sqrt);
    unary(to, "cbrt", Math::cbrt);
    unary(to, "exp", Math::exp);
    unary(to, "ln", Math::log);
    unary(to, "log2", a -> Math.log(a) / Math.log(2));
    unary(to, "log10", Math::log10);
    unary(to, "degrees", Math::toDegrees);
    unary(to, "radians", Math::toRadians);
    unary(to, "acos", Math::acos);
    unary(to, "asin", Math::asin);
    unary(to, "atan", Math::atan);
    unary(to, "cos", Math::cos);
    unary(to, "cosh", Math::cosh);
    unary(to, "sin", Math::sin);
    unary(to, "tan", Math::tan);
    unary(to, "tanh", Math::tanh);

    List<Scalar> two = List.of(DOUBLE, DOUBLE);
    to.add(ScalarFunction.total("power", DOUBLE, two, Kernels.doubles(Math::pow)));
    to.add(ScalarFunction.total("pow", DOUBLE, two, Kernels.doubles(Math::pow)));
    to.add(ScalarFunction.total("atan2", DOUBLE, two, Kernels.doubles(Math::atan2)));
    to.add(ScalarFunction.total("mod", DOUBLE, two, Kernels.doubles((a, b) -> a % b)));
    to.add(
        ScalarFunction.total(
            "round",
            DOUBLE,
            List.of(DOUBLE, BIGINT),
            Kernels.rows(
                DOUBLE, (row, result) -> result.appendDouble(round(row.number(0), row.word(1))))));

    constant(to, "pi", Math.PI);
    constant(to, "e", Math.E);
    constant(to, "nan", Double.NaN);
    constant(to, "infinity", Double.POSITIVE_INFINITY);
    test(to, "is_nan", Double::isNaN);
    test(to, "is_finite", Double::isFinite);
    test(to, "is_infinite", Double::isInfinite);
  }

  /** Half away from zero. What has no fraction, and NaN, stays as it is. */
  static double round(double value) {
    if (!(Math.abs(value) < 0x1p52)) {
      return value;
    }
    // Adding a half and cutting would turn the number just below a half into one.
    double whole = Math.floor(Math.abs(value));
    double rounded = Math.abs(value) - whole >= 0.5 ? whole + 1 : whole;
    return Math.copySign(rounded, value);
  }

  private static double round(double value, long digits) {
    if (!Double.isFinite(value) || digits > 400) {
      return value;
    }
    if (digits < -400) {
      return Math.copySign(0.0, value);
    }
    double factor = Math.pow(10, Math.abs((double) digits));
    double scaled = digits >= 0 ? value * factor : value / factor;
    if (!Double.isFinite(scaled) || !Double.isFinite(factor)) {
      return BigDecimal.valueOf(value).setScale((int) digits, RoundingMode.HALF_UP).doubleValue();
    }
    double rounded = round(scaled);
    return digits >= 0 ? rounded / factor : rounded * factor;
  }

  private static long roundWhole(long value, long digits) {
    if (digits >= 0) {
      return value;
    }
    if (digits < -19) {
      return 0;
    }
    return BigDecimal.valueOf(value)
        .setScale((int) digits, RoundingMode.HALF_UP)
        .toBigInteger()
        .longValue();
  }

  private static LongUnaryOperator abs(Scalar type) {
    long min = type == INTEGER ? Integer.MIN_VALUE : Long.MIN_VALUE;
    return a -> {
      if (a == min) {
        throw new EvaluationException("Value " + a + " is out of range for abs(" + type + ")");
      }
      return Math.abs(a);
    };
  }

  private static long mod(long a, long b) {
    if (b == 0) {
      throw Arithmetic.divisionByZero();
    }
    return a % b;
  }

  private static void unary(FunctionRegistry.Builder to, String name, DoubleUnaryOperator f) {
    to.add(ScalarFunction.total(name, DOUBLE, List.of(DOUBLE), Kernels.doubles(f)));
  }

  private static void constant(FunctionRegistry.Builder to, String name, double value) {
    to.add(
        ScalarFunction.total(
            name,
            DOUBLE,
            List.of(),
            Kernels.rows(DOUBLE, (_, result) -> result.appendDouble(value))));
  }

  private static void test(
      FunctionRegistry.Builder to, String name, java.util.function.DoublePredicate f) {
    to.add(
        ScalarFunction.total(
            name,
            BOOLEAN,
            List.of(DOUBLE),
            Kernels.rows(BOOLEAN, (row, result) -> result.appendBoolean(f.test(row.number(0))))));
  }
}
