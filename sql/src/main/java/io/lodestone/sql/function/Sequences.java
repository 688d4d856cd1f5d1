package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.BIGINT;
import static io.lodestone.sql.type.SqlType.Scalar.DATE;
import static io.lodestone.sql.type.SqlType.Scalar.INTERVAL_DAY_TO_SECOND;
import static io.lodestone.sql.type.SqlType.Scalar.INTERVAL_YEAR_TO_MONTH;
import static io.lodestone.sql.type.SqlType.Scalar.TIMESTAMP;

import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TimeText;
import io.lodestone.sql.type.VectorBuilder;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** {@code sequence}: the values from one to another by steps, both included if they are hit. */
final class Sequences {
  /** Entries of an array that a function makes out of nothing. */
  static final int ENTRIES_MAX = 10_000;

  private Sequences() {}

  static void declare(FunctionRegistry.Builder to) {
    add(to, BIGINT, null, row -> row.word(0) <= row.word(1) ? 1 : -1);
    add(to, BIGINT, BIGINT, row -> row.word(2));
    for (Scalar type : List.of(TIMESTAMP, DATE)) {
      long day = type == TIMESTAMP ? TimeText.NANOS_PER_DAY : 1;
      add(to, type, null, row -> row.word(0) <= row.word(1) ? day : -day);
      byMonths(to, type);
    }
    add(to, TIMESTAMP, INTERVAL_DAY_TO_SECOND, row -> row.word(2));
    add(to, DATE, INTERVAL_DAY_TO_SECOND, row -> wholeDays(row.word(2)));
  }

  private static long wholeDays(long interval) {
    if (interval % TimeText.NANOS_PER_DAY != 0) {
      throw new EvaluationException(
          "sequence step must be a day interval if start and end are date");
    }
    return interval / TimeText.NANOS_PER_DAY;
  }

  private interface Step {
    long of(Kernels.Row row);
  }

  /**
   * @param stepType null when there is no third argument
   */
  private static void add(FunctionRegistry.Builder to, Scalar type, Scalar stepType, Step step) {
    to.add(
        ScalarFunction.partial(
            "sequence",
            new ArrayOf(type),
            stepType == null ? List.of(type, type) : List.of(type, type, stepType),
            Kernels.rows(
                new ArrayOf(type),
                (row, result) -> {
                  long by = step.of(row);
                  long start = row.word(0);
                  check(start, row.word(1), by);
                  // The span may be as wide as all numbers: it is counted without a sign.
                  long span = by > 0 ? row.word(1) - start : start - row.word(1);
                  long steps = Long.divideUnsigned(span, Math.abs(by));
                  if (Long.compareUnsigned(steps, ENTRIES_MAX) >= 0) {
                    throw tooLong();
                  }
                  for (long i = 0; i <= steps; i++) {
                    result.elements().appendWord(start + i * by);
                  }
                  result.appendArray();
                })));
  }

  private static void byMonths(FunctionRegistry.Builder to, Scalar type) {
    to.add(
        ScalarFunction.partial(
            "sequence",
            new ArrayOf(type),
            List.of(type, type, INTERVAL_YEAR_TO_MONTH),
            Kernels.rows(new ArrayOf(type), (row, result) -> months(type, row, result))));
  }

  private static void months(Scalar type, Kernels.Row row, VectorBuilder result) {
    long start = row.word(0);
    long stop = row.word(1);
    long by = row.word(2);
    check(start, stop, by);
    LongUnaryOperator after =
        months ->
            type == TIMESTAMP
                ? Calendar.addMonthsToInstant(start, months)
                : Calendar.addMonthsToDate(start, months);
    int count = 0;
    for (long at = start; by > 0 ? at <= stop : at >= stop; at = after.applyAsLong(count * by)) {
      if (++count > ENTRIES_MAX) {
        throw tooLong();
      }
      result.elements().appendWord(at);
    }
    result.appendArray();
  }

  private static void check(long start, long stop, long step) {
    if (step == 0) {
      throw new EvaluationException("step must not be zero");
    }
    if (step > 0 ? stop < start : stop > start) {
      throw new EvaluationException(
          "sequence stop value should be greater than or equal to start value if step is greater"
              + " than zero otherwise stop should be less than or equal to start");
    }
  }

  private static EvaluationException tooLong() {
    return new EvaluationException(
        "result of sequence function must not have more than " + ENTRIES_MAX + " entries");
  }
}
