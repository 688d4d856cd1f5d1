package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.BIGINT;
import static io.lodestone.sql.type.SqlType.Scalar.BOOLEAN;
import static io.lodestone.sql.type.SqlType.Scalar.DOUBLE;
import static io.lodestone.sql.type.SqlType.Scalar.INTERVAL_DAY_TO_SECOND;
import static io.lodestone.sql.type.SqlType.Scalar.INTERVAL_YEAR_TO_MONTH;
import static io.lodestone.sql.type.SqlType.Scalar.UNKNOWN;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The aggregates. All but {@code count(*)} leave out NULLs. */
final class Aggregates {
  private Aggregates() {}

  static void declare(FunctionRegistry.Builder to) {
    add(to, "count", BIGINT, List.of(), CountAccumulator::ofRows);
    add(to, "count_if", BIGINT, List.of(BOOLEAN), CountAccumulator::ofTruths);
    add(to, "sum", BIGINT, List.of(BIGINT), () -> new LongSum(BIGINT));
    add(to, "sum", DOUBLE, List.of(DOUBLE), DoubleSum::sum);
    add(to, "avg", DOUBLE, List.of(DOUBLE), DoubleSum::average);
    for (Scalar interval : List.of(INTERVAL_DAY_TO_SECOND, INTERVAL_YEAR_TO_MONTH)) {
      add(to, "sum", interval, List.of(interval), () -> new LongSum(interval));
    }
    add(to, "geometric_mean", DOUBLE, List.of(DOUBLE), DoubleSum::geometricMean);
    spread(to, "stddev", Moments.Result.STDDEV_SAMP);
    spread(to, "stddev_samp", Moments.Result.STDDEV_SAMP);
    spread(to, "stddev_pop", Moments.Result.STDDEV_POP);
    spread(to, "variance", Moments.Result.VAR_SAMP);
    spread(to, "var_samp", Moments.Result.VAR_SAMP);
    spread(to, "var_pop", Moments.Result.VAR_POP);
    for (String name : List.of("bool_and", "every")) {
      add(to, name, BOOLEAN, List.of(BOOLEAN), () -> new Extreme(BOOLEAN, -1));
    }
    add(to, "bool_or", BOOLEAN, List.of(BOOLEAN), () -> new Extreme(BOOLEAN, 1));
    for (Scalar type : Scalar.values()) {
      if (type != UNKNOWN) {
        ofType(to, type);
      }
    }
    pairs(to);
    add(to, "skewness", DOUBLE, List.of(DOUBLE), Shape::skewness);
    add(to, "kurtosis", DOUBLE, List.of(DOUBLE), Shape::kurtosis);
    add(to, "bitwise_and_agg", BIGINT, List.of(BIGINT), () -> new BitwiseFold((a, b) -> a & b));
    add(to, "bitwise_or_agg", BIGINT, List.of(BIGINT), () -> new BitwiseFold((a, b) -> a | b));
    percentiles(to);
    PartAggregates.declare(to);
  }

  private static void pairs(FunctionRegistry.Builder to) {
    List<Scalar> two = List.of(DOUBLE, DOUBLE);
    for (Comoments.Result result : Comoments.Result.values()) {
      add(to, result.name().toLowerCase(Locale.ROOT), DOUBLE, two, () -> new Comoments(result));
    }
  }

  /** Values, perhaps with weights, and one share or an array of them. */
  private static void percentiles(FunctionRegistry.Builder to) {
    for (Scalar type : List.of(BIGINT, DOUBLE)) {
      boolean whole = type == BIGINT;
      for (boolean weighted : new boolean[] {false, true}) {
        for (boolean several : new boolean[] {false, true}) {
          List<SqlType> arguments = new ArrayList<>();
          arguments.add(type);
          if (weighted) {
            arguments.add(DOUBLE);
          }
          arguments.add(several ? new ArrayOf(DOUBLE) : DOUBLE);
          to.add(
              new AggregateFunction(
                  "approx_percentile",
                  several ? new ArrayOf(type) : type,
                  arguments,
                  () -> new Percentiles(whole, weighted, several)));
        }
      }
    }
  }

  private static void ofType(FunctionRegistry.Builder to, Scalar type) {
    add(to, "count", BIGINT, List.of(type), CountAccumulator::ofValues);
    add(to, "approx_distinct", BIGINT, List.of(type), () -> DistinctEstimate.count(type));
    add(to, "approx_distinct", BIGINT, List.of(type, DOUBLE), () -> DistinctEstimate.count(type));
    to.add(
        new AggregateFunction(
            "approx_set",
            SqlType.HyperLogLog.TYPE,
            List.of(type),
            () -> DistinctEstimate.sketch(type)));
    add(to, "min", type, List.of(type), () -> new Extreme(type, -1));
    add(to, "max", type, List.of(type), () -> new Extreme(type, 1));
    add(to, "arbitrary", type, List.of(type), () -> new Extreme(type, 0));
    for (Scalar by : Scalar.values()) {
      if (by != UNKNOWN) {
        add(to, "min_by", type, List.of(type, by), () -> new ExtremeBy(type, by, -1));
        add(to, "max_by", type, List.of(type, by), () -> new ExtremeBy(type, by, 1));
      }
    }
  }

  private static void spread(FunctionRegistry.Builder to, String name, Moments.Result result) {
    add(to, name, DOUBLE, List.of(DOUBLE), () -> new Moments(result));
  }

  private static void add(
      FunctionRegistry.Builder to,
      String name,
      Scalar returns,
      List<Scalar> arguments,
      Supplier<Accumulator> accumulator) {
    to.add(new AggregateFunction(name, returns, arguments, accumulator));
  }
}
