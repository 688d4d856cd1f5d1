package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.DATE;
import static io.lodestone.sql.type.SqlType.Scalar.TIMESTAMP;
import static io.lodestone.sql.type.SqlType.Scalar.VARCHAR;

import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.TextForm;
import io.lodestone.sql.type.TimeText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Times written and read by patterns: MySQL's ({@code %Y-%m-%d}), those of {@link
 * DateTimeFormatter}, and ISO 8601.
 */
final class TimeFormats {
  /** A date, perhaps a time, perhaps a zone. */
  private static final DateTimeFormatter ISO_TIMESTAMP =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ofPattern("HH[:mm[:ss]]", Locale.ROOT))
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .optionalStart()
          .appendPattern("[XXX][XX][X]")
          .optionalEnd()
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  /** Unlike the offset of zero it is called UTC. */
  private static final ZoneId UTC = ZoneId.of("UTC");

  private TimeFormats() {}

  static void declare(FunctionRegistry.Builder to) {
    patterned(to, "date_format", MySqlFormat::new, MySqlFormat::write);
    patterned(to, "format_datetime", JavaFormat::new, JavaFormat::write);
    read(to, "date_parse", MySqlFormat::new, MySqlFormat::read);
    read(to, "parse_datetime", JavaFormat::new, JavaFormat::read);
    to.add(
        ScalarFunction.partial(
            "from_iso8601_timestamp",
            TIMESTAMP,
            List.of(VARCHAR),
            Kernels.rows(
                TIMESTAMP, (row, result) -> result.appendWord(isoTimestamp(row.text(0))))));
    to.add(
        ScalarFunction.partial(
            "from_iso8601_date",
            DATE,
            List.of(VARCHAR),
            Kernels.rows(DATE, (row, result) -> result.appendWord(isoDate(row.text(0))))));
    to.add(
        ScalarFunction.total(
            "to_iso8601",
            VARCHAR,
            List.of(TIMESTAMP),
            Kernels.rows(
                VARCHAR,
                (row, result) ->
                    result.appendText(
                        TextForm.of(TIMESTAMP, row.vector(0), row.index()).replace(' ', 'T')
                            + "Z"))));
    to.add(
        ScalarFunction.total(
            "to_iso8601",
            VARCHAR,
            List.of(DATE),
            Kernels.rows(
                VARCHAR,
                (row, result) ->
                    result.appendText(TextForm.of(DATE, row.vector(0), row.index())))));
  }

  private interface Writer<F> {
    String write(F format, LocalDateTime time);
  }

  private interface Reader<F> {
    LocalDateTime read(F format, String text);
  }

  private static <F> void patterned(
      FunctionRegistry.Builder to, String name, Function<String, F> compile, Writer<F> writer) {
    to.add(
        ScalarFunction.partial(
            name,
            VARCHAR,
            List.of(TIMESTAMP, VARCHAR),
            () -> {
              Last<F> last = new Last<>(compile);
              return Kernels.rows(
                  VARCHAR,
                  (row, result) ->
                      result.appendText(writer.write(last.of(row.text(1)), timeOf(row.word(0)))));
            }));
  }

  private static <F> void read(
      FunctionRegistry.Builder to, String name, Function<String, F> compile, Reader<F> reader) {
    to.add(
        ScalarFunction.partial(
            name,
            TIMESTAMP,
            List.<SqlType>of(VARCHAR, VARCHAR),
            () -> {
              Last<F> last = new Last<>(compile);
              return Kernels.rows(
                  TIMESTAMP,
                  (row, result) ->
                      result.appendWord(nanosOf(reader.read(last.of(row.text(1)), row.text(0)))));
            }));
  }

  /** The format of the last pattern: most statements have but one. */
  private static final class Last<F> {
    private final Function<String, F> compile;
    private String pattern;
    private F format;

    private Last(Function<String, F> compile) {
      this.compile = compile;
    }

    private F of(String wanted) {
      if (!wanted.equals(pattern)) {
        format = compile.apply(wanted);
        pattern = wanted;
      }
      return format;
    }
  }

  private static LocalDateTime timeOf(long nanos) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(nanos, TimeText.NANOS_PER_SECOND),
        (int) Math.floorMod(nanos, TimeText.NANOS_PER_SECOND),
        ZoneOffset.UTC);
  }

  private static long nanosOf(LocalDateTime time) {
    try {
      return Math.addExact(
          Math.multiplyExact(time.toEpochSecond(ZoneOffset.UTC), TimeText.NANOS_PER_SECOND),
          time.getNano());
    } catch (ArithmeticException e) {
      throw new EvaluationException("timestamp out of range: " + time);
    }
  }

  private static long isoTimestamp(String text) {
    try {
      TemporalAccessor parsed = ISO_TIMESTAMP.parse(text);
      return nanosOf(inUtc(parsed));
    } catch (DateTimeException e) {
      throw new EvaluationException("Invalid ISO 8601 timestamp: " + text);
    }
  }

  private static long isoDate(String text) {
    for (DateTimeFormatter format :
        List.of(
            DateTimeFormatter.ISO_LOCAL_DATE,
            DateTimeFormatter.ISO_ORDINAL_DATE,
            DateTimeFormatter.ISO_WEEK_DATE,
            DateTimeFormatter.BASIC_ISO_DATE)) {
      try {
        return LocalDate.parse(text, format).toEpochDay();
      } catch (DateTimeException e) {
        continue; // Perhaps it is one of the other forms.
      }
    }
    throw new EvaluationException("Invalid ISO 8601 date: " + text);
  }

  /** What is not said is the start: of 1970, of the day. */
  private static LocalDateTime inUtc(TemporalAccessor parsed) {
    LocalDate date = parsed.query(TemporalQueries.localDate());
    LocalTime time = parsed.query(TemporalQueries.localTime());
    LocalDateTime local =
        (date == null ? partialDate(parsed) : date)
            .atTime(time == null ? LocalTime.MIDNIGHT : time);
    var zone = parsed.query(TemporalQueries.zone());
    return zone == null
        ? local
        : LocalDateTime.ofInstant(ZonedDateTime.of(local, zone).toInstant(), ZoneOffset.UTC);
  }

  private static LocalDate partialDate(TemporalAccessor parsed) {
    return LocalDate.of(
        parsed.isSupported(ChronoField.YEAR) ? parsed.get(ChronoField.YEAR) : 1970,
        parsed.isSupported(ChronoField.MONTH_OF_YEAR) ? parsed.get(ChronoField.MONTH_OF_YEAR) : 1,
        parsed.isSupported(ChronoField.DAY_OF_MONTH) ? parsed.get(ChronoField.DAY_OF_MONTH) : 1);
  }

  /** A pattern of {@link DateTimeFormatter}. */
  private static final class JavaFormat {
    private final DateTimeFormatter formatter;

    JavaFormat(String pattern) {
      try {
        formatter = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
      } catch (IllegalArgumentException e) {
        throw new EvaluationException("Invalid pattern '" + pattern + "': " + e.getMessage());
      }
    }

    String write(LocalDateTime time) {
      try {
        return formatter.format(time.atZone(UTC));
      } catch (DateTimeException e) {
        throw new EvaluationException(e.getMessage());
      }
    }

    LocalDateTime read(String text) {
      try {
        TemporalAccessor parsed = formatter.parse(text);
        return parsed.isSupported(ChronoField.INSTANT_SECONDS)
            ? LocalDateTime.ofInstant(Instant.from(parsed), ZoneOffset.UTC)
            : inUtc(parsed);
      } catch (DateTimeException e) {
        throw new EvaluationException("Cannot parse '" + text + "': " + e.getMessage());
      }
    }
  }
}
