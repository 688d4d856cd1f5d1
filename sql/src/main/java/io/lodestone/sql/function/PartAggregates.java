package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.BIGINT;
import static io.lodestone.sql.type.SqlType.Scalar.TIMESTAMP;
import static io.lodestone.sql.type.SqlType.Scalar.UNKNOWN;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.SqlType.TimeSeriesOf;
import io.lodestone.sql.type.TypeCoercion;
import io.lodestone.sql.type.TypeCoercion.Distance;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Aggregates that take or give values with parts. */
final class PartAggregates {
  private PartAggregates() {}

  static void declare(FunctionRegistry.Builder to) {
    ofOne(to, "count", _ -> BIGINT, _ -> CountAccumulator.ofValues());
    ofOne(to, "min", type -> type, type -> new Extreme(type, -1));
    ofOne(to, "max", type -> type, type -> new Extreme(type, 1));
    ofOne(to, "arbitrary", type -> type, type -> new Extreme(type, 0));
    ofOne(to, "array_agg", ArrayOf::new, Collector::new);
    series(to);
    by(to, "min_by", -1);
    by(to, "max_by", 1);
    best(to, "min", -1);
    best(to, "max", 1);
    bestBy(to, "min_by", -1);
    bestBy(to, "max_by", 1);
  }

  private static void ofOne(
      FunctionRegistry.Builder to,
      String name,
      Function<SqlType, SqlType> returns,
      Function<SqlType, Accumulator> accumulator) {
    declare(
        to,
        name,
        name + "(T)",
        types ->
            types.size() == 1
                ? Optional.of(
                    function(
                        name,
                        returns.apply(types.get(0)),
                        types,
                        () -> accumulator.apply(types.get(0))))
                : Optional.empty());
  }

  private static void series(FunctionRegistry.Builder to) {
    declare(
        to,
        "create_time_series",
        "create_time_series(timestamp, T)",
        types ->
            types.size() == 2 && TypeCoercion.distance(types.get(0), TIMESTAMP) != Distance.NONE
                ? Optional.of(
                    function(
                        "create_time_series",
                        new TimeSeriesOf(types.get(1)),
                        List.of(TIMESTAMP, types.get(1)),
                        () -> new SeriesBuilder(types.get(1))))
                : Optional.empty());
  }

  private static void by(FunctionRegistry.Builder to, String name, int sign) {
    declare(
        to,
        name,
        name + "(T, K)",
        types ->
            types.size() == 2
                ? Optional.of(
                    function(
                        name,
                        types.get(0),
                        types,
                        () -> new ExtremeBy(types.get(0), types.get(1), sign)))
                : Optional.empty());
  }

  private static void best(FunctionRegistry.Builder to, String name, int sign) {
    declare(
        to,
        name,
        name + "(T, bigint)",
        types ->
            types.size() == 2 && isCount(types.get(1))
                ? Optional.of(
                    function(
                        name,
                        new ArrayOf(types.get(0)),
                        List.of(types.get(0), BIGINT),
                        () -> Best.ofValues(types.get(0), sign)))
                : Optional.empty());
  }

  private static void bestBy(FunctionRegistry.Builder to, String name, int sign) {
    declare(
        to,
        name,
        name + "(T, K, bigint)",
        types ->
            types.size() == 3 && isCount(types.get(2))
                ? Optional.of(
                    function(
                        name,
                        new ArrayOf(types.get(0)),
                        List.of(types.get(0), types.get(1), BIGINT),
                        () -> Best.by(types.get(0), types.get(1), sign)))
                : Optional.empty());
  }

  private static boolean isCount(SqlType type) {
    return TypeCoercion.distance(type, BIGINT).isWidening();
  }

  private static void declare(
      FunctionRegistry.Builder to,
      String name,
      String signature,
      Function<List<SqlType>, Optional<AggregateFunction>> settle) {
    to.addAggregate(
        new Generic<>(
            name,
            signature,
            // A bare NULL has no type to keep values of; text is as good as any.
            types -> settle.apply(types.stream().map(PartAggregates::known).toList())));
  }

  private static SqlType known(SqlType type) {
    return type == UNKNOWN ? Scalar.VARCHAR : type;
  }

  private static AggregateFunction function(
      String name, SqlType returns, List<SqlType> arguments, Supplier<Accumulator> accumulator) {
    return new AggregateFunction(name, returns, arguments, accumulator);
  }
}
