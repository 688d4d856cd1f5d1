package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.BIGINT;
import static io.lodestone.sql.type.SqlType.Scalar.BOOLEAN;
import static io.lodestone.sql.type.SqlType.Scalar.DOUBLE;
import static io.lodestone.sql.type.SqlType.Scalar.INTERVAL_DAY_TO_SECOND;
import static io.lodestone.sql.type.SqlType.Scalar.INTERVAL_YEAR_TO_MONTH;
import static io.lodestone.sql.type.SqlType.Scalar.UNKNOWN;

import io.lodestone.sql.type.SqlType.Scalar;
import java.util.List;
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
    PartAggregates.declare(to);
  }

  private static void ofType(FunctionRegistry.Builder to, Scalar type) {
    add(to, "count", BIGINT, List.of(type), CountAccumulator::ofValues);
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
