package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.DOUBLE;
import static io.lodestone.sql.type.SqlType.Scalar.INTERVAL_DAY_TO_SECOND;
import static io.lodestone.sql.type.SqlType.Scalar.TIMESTAMP;

import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.TimeSeriesOf;
import io.lodestone.sql.type.TimeText;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleBiFunction;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * Functions of timeseries. They work on doubles; a timeseries of whole numbers becomes one. Where a
 * timeseries has no value at a time that is asked for, the result has no sample there, and a
 * function of one time is NULL.
 */
final class TimeSeriesFunctions {
  private static final SqlType SERIES = new TimeSeriesOf(DOUBLE);
  private static final SqlType TIMES = new ArrayOf(TIMESTAMP);

  private TimeSeriesFunctions() {}

  static void declare(FunctionRegistry.Builder to) {
    interpolation(to, "interpolate_linear", Interpolation.LINEAR);
    interpolation(to, "interpolate_locf", Interpolation.LAST_CARRIED_FORWARD);
    interpolation(to, "interpolate_spline_cubic", Interpolation.CUBIC_SPLINE);
    fill(to);
    derivative(to, "derivative_linear", false);
    derivative(to, "non_negative_derivative_linear", true);
    integral(to);
    correlation(to, "correlate_pearson", (a, b) -> new PearsonsCorrelation().correlation(a, b));
    correlation(to, "correlate_spearman", (a, b) -> new SpearmansCorrelation().correlation(a, b));
  }

  private static void interpolation(
      FunctionRegistry.Builder to, String name, Interpolation interpolation) {
    to.add(
        ScalarFunction.total(
            name,
            SERIES,
            List.of(SERIES, TIMES),
            Kernels.rows(
                SERIES,
                (row, result) -> {
                  Interpolation.Curve curve = interpolation.through(Samples.of(row, 0));
                  for (long time : times(row)) {
                    curve.at(time).ifPresent(value -> Samples.append(result, time, value));
                  }
                  result.appendArray();
                })));
    to.add(
        ScalarFunction.total(
            name,
            DOUBLE,
            List.of(SERIES, TIMESTAMP),
            Kernels.rows(
                DOUBLE,
                (row, result) -> {
                  OptionalDouble value = interpolation.through(Samples.of(row, 0)).at(row.word(1));
                  if (value.isPresent()) {
                    result.appendDouble(value.getAsDouble());
                  } else {
                    result.appendNull();
                  }
                })));
  }

  /** The times of the second argument, ascending and each once; NULLs are left out. */
  private static long[] times(Kernels.Row row) {
    long[] times = new long[row.length(1)];
    int count = 0;
    for (int i = row.start(1); i < row.end(1); i++) {
      if (row.elements(1).isPresent(i)) {
        times[count++] = Vectors.word(row.elements(1), i);
      }
    }
    return Arrays.stream(times, 0, count).sorted().distinct().toArray();
  }

  /** The sample at a time, or a constant where there is none. */
  private static void fill(FunctionRegistry.Builder to) {
    to.add(
        ScalarFunction.total(
            "interpolate_fill",
            SERIES,
            List.of(SERIES, TIMES, DOUBLE),
            Kernels.rows(
                SERIES,
                (row, result) -> {
                  Samples samples = Samples.of(row, 0);
                  for (long time : times(row)) {
                    Samples.append(result, time, sampleOr(samples, time, row.number(2)));
                  }
                  result.appendArray();
                })));
    to.add(
        ScalarFunction.total(
            "interpolate_fill",
            DOUBLE,
            List.of(SERIES, TIMESTAMP, DOUBLE),
            Kernels.rows(
                DOUBLE,
                (row, result) ->
                    result.appendDouble(
                        sampleOr(Samples.of(row, 0), row.word(1), row.number(2))))));
  }

  private static double sampleOr(Samples samples, long time, double constant) {
    int before = samples.atOrBefore(time);
    return before >= 0 && samples.times()[before] == time ? samples.values()[before] : constant;
  }

  /**
   * The change from the sample before, per interval, at each sample but the first.
   *
   * @param rising whether samples where the value falls are left out
   */
  private static void derivative(FunctionRegistry.Builder to, String name, boolean rising) {
    to.add(
        ScalarFunction.partial(
            name,
            SERIES,
            List.of(SERIES, INTERVAL_DAY_TO_SECOND),
            Kernels.rows(
                SERIES,
                (row, result) -> {
                  Samples samples = Samples.of(row, 0);
                  double interval = positiveSeconds(row.word(1));
                  for (int i = 1; i < samples.size(); i++) {
                    double change = samples.values()[i] - samples.values()[i - 1];
                    if (!rising || change >= 0) {
                      Samples.append(
                          result,
                          samples.times()[i],
                          change / samples.seconds(i - 1, i) * interval);
                    }
                  }
                  result.appendArray();
                })));
  }

  private static void integral(FunctionRegistry.Builder to) {
    Kernels.RowFunction area =
        (row, result) -> {
          Samples samples = Samples.of(row, 0);
          double interval =
              positiveSeconds(row.count() > 1 ? row.word(1) : TimeText.NANOS_PER_SECOND);
          double sum = 0;
          for (int i = 1; i < samples.size(); i++) {
            double mean = (samples.values()[i - 1] + samples.values()[i]) / 2;
            sum += mean * samples.seconds(i - 1, i);
          }
          result.appendDouble(sum / interval);
        };
    for (List<SqlType> arguments :
        List.of(List.of(SERIES), List.of(SERIES, INTERVAL_DAY_TO_SECOND))) {
      to.add(
          ScalarFunction.partial(
              "integral_trapezoidal", DOUBLE, arguments, Kernels.rows(DOUBLE, area)));
    }
  }

  private static double positiveSeconds(long interval) {
    if (interval <= 0) {
      throw new EvaluationException("The interval must be positive");
    }
    return Samples.seconds(interval);
  }

  /** NULL for less than two samples. */
  private static void correlation(
      FunctionRegistry.Builder to, String name, ToDoubleBiFunction<double[], double[]> correlate) {
    to.add(
        ScalarFunction.partial(
            name,
            DOUBLE,
            List.of(SERIES, SERIES),
            Kernels.rows(DOUBLE, (row, result) -> correlate(name, row, correlate, result))));
  }

  private static void correlate(
      String name,
      Kernels.Row row,
      ToDoubleBiFunction<double[], double[]> correlate,
      VectorBuilder result) {
    Samples left = Samples.of(row, 0);
    Samples right = Samples.of(row, 1);
    if (!Arrays.equals(left.times(), right.times())) {
      throw new EvaluationException(name + ": both timeseries must have the same timestamps");
    }
    if (left.size() < 2) {
      result.appendNull();
    } else {
      result.appendDouble(correlate.applyAsDouble(left.values(), right.values()));
    }
  }
}
