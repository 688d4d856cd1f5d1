package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.BIGINT;
import static io.lodestone.sql.type.SqlType.Scalar.DATE;
import static io.lodestone.sql.type.SqlType.Scalar.DOUBLE;
import static io.lodestone.sql.type.SqlType.Scalar.INTERVAL_DAY_TO_SECOND;
import static io.lodestone.sql.type.SqlType.Scalar.INTERVAL_YEAR_TO_MONTH;
import static io.lodestone.sql.type.SqlType.Scalar.TIME;
import static io.lodestone.sql.type.SqlType.Scalar.TIMESTAMP;
import static io.lodestone.sql.type.SqlType.Scalar.VARCHAR;

import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.Presence;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TimeText;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * Functions of timestamps, dates, times of the day and intervals. {@code now} and {@code ago} are
 * not among them: they depend on the query and are settled when it is analysed.
 */
final class TimeFunctions {
  private static final long SECOND = TimeText.NANOS_PER_SECOND;

  private TimeFunctions() {}

  static void declare(FunctionRegistry.Builder to) {
    bins(to);
    epochs(to);
    units(to);
    fields(to);
  }

  private static void bins(FunctionRegistry.Builder to) {
    to.add(
        ScalarFunction.partial(
            "bin", TIMESTAMP, List.of(TIMESTAMP, INTERVAL_DAY_TO_SECOND), TimeFunctions::bin));
    to.add(
        ScalarFunction.partial(
            "bin",
            TIMESTAMP,
            List.of(TIMESTAMP, INTERVAL_YEAR_TO_MONTH),
            Kernels.longs(TimeFunctions::binMonths)));
  }

  /**
   * Floors times to multiples of an interval. Times of one series come in ascending order, many of
   * them from one bin, so that the bin of the row before is tried before anything is divided.
   */
  private static Vector bin(Vector[] arguments, int size) {
    if (!(arguments[1] instanceof Vector.Constant width) || !width.isPresent(0)) {
      return Kernels.longs(TimeFunctions::binOne).apply(arguments, size);
    }
    long[] presence = arguments[0].presence();
    long[] times = Vectors.words(arguments[0], size);
    long[] out = new long[size];
    long interval = Vectors.word(width, 0);
    checkWidth(interval);
    long start = 0;
    long open = 0; // Width of the bin at hand: none before the first.
    for (int i = 0; i < size; i++) {
      long time = times[i];
      // Unsigned, the one comparison also fails for times before the start.
      if (Long.compareUnsigned(time - start, open) >= 0) {
        if (!Presence.has(presence, i)) {
          continue;
        }
        start = binOne(time, interval);
        open = interval;
      }
      out[i] = start;
    }
    return new Vector.Longs(out, presence);
  }

  private static long binOne(long time, long interval) {
    checkWidth(interval);
    return time - Math.floorMod(time, interval);
  }

  private static long binMonths(long time, long interval) {
    checkWidth(interval);
    LocalDate date = Calendar.dateOf(time);
    long months = 12L * (date.getYear() - 1970) + date.getMonthValue() - 1;
    return Calendar.midnight(Calendar.addMonthsToDate(0, months - Math.floorMod(months, interval)));
  }

  private static void checkWidth(long interval) {
    if (interval <= 0) {
      throw new EvaluationException("The interval of bin must be positive");
    }
  }

  private static void epochs(FunctionRegistry.Builder to) {
    longs(to, "from_milliseconds", TIMESTAMP, BIGINT, a -> Calendar.times(a, 1_000_000));
    longs(to, "from_nanoseconds", TIMESTAMP, BIGINT, a -> a);
    for (Scalar type : List.of(TIMESTAMP, INTERVAL_DAY_TO_SECOND)) {
      longs(to, "to_milliseconds", BIGINT, type, a -> Math.floorDiv(a, 1_000_000L));
      longs(to, "to_nanoseconds", BIGINT, type, a -> a);
    }
    to.add(
        ScalarFunction.partial(
            "from_unixtime",
            TIMESTAMP,
            List.of(DOUBLE),
            Kernels.doubleToLong(TimeFunctions::fromUnixTime)));
    to.add(
        ScalarFunction.total(
            "to_unixtime", DOUBLE, List.of(TIMESTAMP), Kernels.longToDouble(nanos -> nanos / 1e9)));
    longs(to, "date", DATE, TIMESTAMP, Calendar::dayOf);
    longs(to, "last_day_of_month", DATE, DATE, TimeFunctions::lastDayOfMonth);
    longs(to, "last_day_of_month", DATE, TIMESTAMP, t -> lastDayOfMonth(Calendar.dayOf(t)));
    to.add(
        ScalarFunction.partial(
            "parse_duration",
            INTERVAL_DAY_TO_SECOND,
            List.of(VARCHAR),
            Kernels.rows(
                INTERVAL_DAY_TO_SECOND,
                (row, result) -> result.appendWord(parseDuration(row.text(0))))));
  }

  private static long fromUnixTime(double seconds) {
    double nanos = seconds * 1e9;
    if (!(Math.abs(nanos) < 0x1p63)) {
      throw new EvaluationException("timestamp out of range");
    }
    // Milliseconds are all that a double has room for at today's times; what stands below them
    // would be noise.
    return Math.round(seconds * 1e6) * 1_000;
  }

  private static long lastDayOfMonth(long day) {
    LocalDate date = LocalDate.ofEpochDay(day);
    return date.withDayOfMonth(date.lengthOfMonth()).toEpochDay();
  }

  private static long parseDuration(String text) {
    return TimeText.parseDuration(text)
        .filter(d -> !d.isMonths())
        .orElseThrow(
            () -> new EvaluationException("duration is not a valid data duration string: " + text))
        .amount();
  }

  private static void units(FunctionRegistry.Builder to) {
    to.add(
        ScalarFunction.partial(
            "at_timezone",
            TIMESTAMP,
            List.of(TIMESTAMP, VARCHAR),
            Kernels.rows(
                TIMESTAMP,
                (row, result) -> result.appendWord(clockTime(row.word(0), row.text(1))))));
    to.add(
        ScalarFunction.partial(
            "date_trunc",
            TIMESTAMP,
            List.of(VARCHAR, TIMESTAMP),
            Kernels.rows(
                TIMESTAMP, (row, result) -> result.appendWord(truncate(unit(row), row.word(1))))));
    to.add(
        ScalarFunction.partial(
            "date_trunc",
            DATE,
            List.of(VARCHAR, DATE),
            Kernels.rows(
                DATE,
                (row, result) -> result.appendWord(Calendar.startOf(dayUnit(row), row.word(1))))));
    to.add(
        ScalarFunction.partial(
            "date_add",
            TIMESTAMP,
            List.of(VARCHAR, BIGINT, TIMESTAMP),
            Kernels.rows(
                TIMESTAMP,
                (row, result) -> result.appendWord(add(unit(row), row.word(1), row.word(2))))));
    to.add(
        ScalarFunction.partial(
            "date_add",
            DATE,
            List.of(VARCHAR, BIGINT, DATE),
            Kernels.rows(
                DATE,
                (row, result) ->
                    result.appendWord(
                        Calendar.dayOf(
                            add(dayUnit(row), row.word(1), Calendar.midnight(row.word(2))))))));
    to.add(
        ScalarFunction.partial(
            "date_add",
            TIME,
            List.of(VARCHAR, BIGINT, TIME),
            Kernels.rows(
                TIME,
                (row, result) ->
                    result.appendWord(
                        Math.floorMod(
                            add(timeUnit(row), row.word(1), row.word(2)),
                            TimeText.NANOS_PER_DAY)))));
    to.add(
        ScalarFunction.partial(
            "date_diff",
            BIGINT,
            List.of(VARCHAR, TIME, TIME),
            Kernels.rows(
                BIGINT,
                (row, result) ->
                    result.appendWord(difference(timeUnit(row), row.word(1), row.word(2))))));
    to.add(
        ScalarFunction.partial(
            "date_diff",
            BIGINT,
            List.of(VARCHAR, TIMESTAMP, TIMESTAMP),
            Kernels.rows(
                BIGINT,
                (row, result) ->
                    result.appendWord(difference(unit(row), row.word(1), row.word(2))))));
  }

  private static CalendarUnit unit(Kernels.Row row) {
    return CalendarUnit.named(row.text(0));
  }

  private static CalendarUnit dayUnit(Kernels.Row row) {
    CalendarUnit unit = unit(row);
    if (!unit.isDayOrLonger()) {
      throw new EvaluationException("'" + row.text(0) + "' is not a valid DATE field");
    }
    return unit;
  }

  private static CalendarUnit timeUnit(Kernels.Row row) {
    CalendarUnit unit = unit(row);
    if (unit.isDayOrLonger()) {
      throw new EvaluationException("'" + row.text(0) + "' is not a valid TIME field");
    }
    return unit;
  }

  private static long truncate(CalendarUnit unit, long time) {
    return unit.isDayOrLonger()
        ? Calendar.midnight(Calendar.startOf(unit, Calendar.dayOf(time)))
        : time - Math.floorMod(time, unit.nanos());
  }

  private static long add(CalendarUnit unit, long amount, long time) {
    return unit.months() > 0
        ? Calendar.addMonthsToInstant(time, Calendar.times(amount, unit.months()))
        : Calendar.plus(time, Calendar.times(amount, unit.nanos()));
  }

  private static long difference(CalendarUnit unit, long from, long to) {
    return unit.months() > 0
        ? Calendar.monthsBetween(from, to) / unit.months()
        : Calendar.plus(to, -from) / unit.nanos();
  }

  private static void fields(FunctionRegistry.Builder to) {
    dateFields()
        .forEach(
            (name, field) -> {
              longs(to, name, BIGINT, DATE, day -> LocalDate.ofEpochDay(day).getLong(field));
              longs(to, name, BIGINT, TIMESTAMP, time -> Calendar.dateOf(time).getLong(field));
            });
    timeField(to, "hour", 3_600 * SECOND, 24);
    timeField(to, "minute", 60 * SECOND, 60);
    timeField(to, "second", SECOND, 60);
    timeField(to, "millisecond", 1_000_000, 1_000);
    timeField(to, "nanosecond", 1, SECOND);
    longs(to, "day", BIGINT, INTERVAL_DAY_TO_SECOND, i -> i / TimeText.NANOS_PER_DAY);
    longs(to, "year", BIGINT, INTERVAL_YEAR_TO_MONTH, i -> i / 12);
    longs(to, "month", BIGINT, INTERVAL_YEAR_TO_MONTH, i -> i % 12);
  }

  private static Map<String, TemporalField> dateFields() {
    return Map.ofEntries(
        Map.entry("year", ChronoField.YEAR),
        Map.entry("quarter", IsoFields.QUARTER_OF_YEAR),
        Map.entry("month", ChronoField.MONTH_OF_YEAR),
        Map.entry("week", IsoFields.WEEK_OF_WEEK_BASED_YEAR),
        Map.entry("week_of_year", IsoFields.WEEK_OF_WEEK_BASED_YEAR),
        Map.entry("day", ChronoField.DAY_OF_MONTH),
        Map.entry("day_of_month", ChronoField.DAY_OF_MONTH),
        Map.entry("day_of_week", ChronoField.DAY_OF_WEEK),
        Map.entry("dow", ChronoField.DAY_OF_WEEK),
        Map.entry("day_of_year", ChronoField.DAY_OF_YEAR),
        Map.entry("doy", ChronoField.DAY_OF_YEAR),
        Map.entry("year_of_week", IsoFields.WEEK_BASED_YEAR),
        Map.entry("yow", IsoFields.WEEK_BASED_YEAR));
  }

  private static void timeField(FunctionRegistry.Builder to, String name, long unit, long modulus) {
    longs(to, name, BIGINT, TIMESTAMP, t -> Math.floorMod(Math.floorDiv(t, unit), modulus));
    longs(to, name, BIGINT, TIME, t -> t / unit % modulus);
    longs(to, name, BIGINT, INTERVAL_DAY_TO_SECOND, i -> i / unit % modulus);
  }

  private static void longs(
      FunctionRegistry.Builder to, String name, Scalar returns, Scalar in, LongUnaryOperator f) {
    to.add(ScalarFunction.partial(name, returns, List.of(in), Kernels.longs(f)));
  }

  /** What clocks of a zone show at an instant, as if it were UTC. */
  private static long clockTime(long nanos, String zone) {
    ZoneId id =
        TimeText.parseZone(zone)
            .orElseThrow(() -> new EvaluationException("'" + zone + "' is not a valid time zone"));
    Instant instant =
        Instant.ofEpochSecond(
            Math.floorDiv(nanos, TimeText.NANOS_PER_SECOND),
            Math.floorMod(nanos, TimeText.NANOS_PER_SECOND));
    return Math.addExact(
        nanos, id.getRules().getOffset(instant).getTotalSeconds() * TimeText.NANOS_PER_SECOND);
  }
}
