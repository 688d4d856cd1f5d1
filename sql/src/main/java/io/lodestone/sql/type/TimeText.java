package io.lodestone.sql.type;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text forms of everything that has to do with time, both ways. */
public final class TimeText {
  public static final long NANOS_PER_SECOND = 1_000_000_000L;
  public static final long NANOS_PER_DAY = 86_400 * NANOS_PER_SECOND;

  private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})");
  private static final Pattern TIME =
      Pattern.compile("(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,9}))?)?");
  private static final Pattern ZONE = Pattern.compile("\\s*(?:([+-])(\\d{2}):?(\\d{2})|UTC|Z)");
  private static final Pattern REGION = Pattern.compile("[A-Za-z]+(/[A-Za-z0-9_+-]+)+|GMT");
  private static final Pattern DURATION =
      Pattern.compile("\\s*(\\d+)(?:\\.(\\d+))?\\s*([a-z]+)\\s*");

  private TimeText() {}

  // Writing.

  static void appendTimestamp(long nanos, TextBuffer target) {
    appendDate(Math.floorDiv(nanos, NANOS_PER_DAY), target);
    target.append(' ');
    appendTime(Math.floorMod(nanos, NANOS_PER_DAY), target);
  }

  static void appendDate(long epochDay, TextBuffer target) {
    LocalDate date = LocalDate.ofEpochDay(epochDay);
    target.appendDigits(date.getYear(), 4);
    target.append('-');
    target.appendDigits(date.getMonthValue(), 2);
    target.append('-');
    target.appendDigits(date.getDayOfMonth(), 2);
  }

  static void appendTime(long nanosOfDay, TextBuffer target) {
    long seconds = nanosOfDay / NANOS_PER_SECOND;
    target.appendDigits(seconds / 3_600, 2);
    target.append(':');
    target.appendDigits(seconds / 60 % 60, 2);
    target.append(':');
    target.appendDigits(seconds % 60, 2);
    target.append('.');
    target.appendDigits(nanosOfDay % NANOS_PER_SECOND, 9);
  }

  static void appendDayToSecond(long nanos, TextBuffer target) {
    // Both parts are taken before the sign is, so that the smallest long has no overflow.
    long days = Math.abs(nanos / NANOS_PER_DAY);
    long rest = Math.abs(nanos % NANOS_PER_DAY);
    if (nanos < 0) {
      target.append('-');
    }
    target.appendLong(days);
    target.append(' ');
    appendTime(rest, target);
  }

  static void appendYearToMonth(long months, TextBuffer target) {
    if (months < 0) {
      target.append('-');
    }
    target.appendLong(Math.abs(months / 12));
    target.append('-');
    target.appendLong(Math.abs(months % 12));
  }

  // Reading. Empty when the text has not the form or names no such day or hour.

  /** Days since the epoch of {@code yyyy-mm-dd}. */
  public static OptionalLong parseDate(String text) {
    Matcher matcher = DATE.matcher(text.strip());
    return matcher.matches() ? epochDay(matcher) : OptionalLong.empty();
  }

  /** Nanoseconds of the day of {@code hh:mm[:ss[.fraction]]}. */
  public static OptionalLong parseTime(String text) {
    Matcher matcher = TIME.matcher(text.strip());
    return matcher.matches() ? nanosOfDay(matcher) : OptionalLong.empty();
  }

  /**
   * Nanoseconds since the epoch of a date, or of a date and a time, with a zone ({@code +0000},
   * {@code +00:00}, {@code UTC}, {@code Z}, {@code Europe/Berlin}) or without, which means UTC.
   * Between date and time stands a blank or a T.
   */
  public static OptionalLong parseTimestamp(String text) {
    String rest = text.strip();
    Matcher date = DATE.matcher(rest);
    if (!date.lookingAt()) {
      return OptionalLong.empty();
    }
    OptionalLong day = epochDay(date);
    OptionalLong timeOfDay = OptionalLong.of(0);
    rest = rest.substring(date.end());
    if (rest.startsWith(" ") || rest.startsWith("T")) {
      Matcher time = TIME.matcher(rest.substring(1));
      if (time.lookingAt()) {
        timeOfDay = nanosOfDay(time);
        rest = rest.substring(1 + time.end());
      }
    }
    if (day.isEmpty() || timeOfDay.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong offset = zoneOffsetNanos(rest, day.getAsLong(), timeOfDay.getAsLong());
    if (offset.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      long midnight = Math.multiplyExact(day.getAsLong(), NANOS_PER_DAY);
      return OptionalLong.of(
          Math.subtractExact(Math.addExact(midnight, timeOfDay.getAsLong()), offset.getAsLong()));
    } catch (ArithmeticException outOfRange) {
      return OptionalLong.empty();
    }
  }

  /**
   * A duration: a nonnegative number and a unit, such as {@code 15m}, {@code 72.5h} or {@code 2y}.
   *
   * @param isMonths whether the amount is months, an interval year to month, and not nanoseconds
   */
  public record Duration(long amount, boolean isMonths) {}

  /** What a duration means; empty when it is none, or too long for 64 bits. */
  public static Optional<Duration> parseDuration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long unit = unitNanos(matcher.group(3));
    boolean isMonths = unit == 0;
    if (isMonths) {
      unit = unitMonths(matcher.group(3));
      if (unit == 0) {
        return Optional.empty();
      }
    }
    String fraction = matcher.group(2) == null ? "0" : matcher.group(2);
    java.math.BigDecimal amount =
        new java.math.BigDecimal(matcher.group(1) + "." + fraction)
            .multiply(java.math.BigDecimal.valueOf(unit));
    try {
      return Optional.of(new Duration(amount.toBigInteger().longValueExact(), isMonths));
    } catch (ArithmeticException tooLong) {
      return Optional.empty();
    }
  }

  /** Nanoseconds of a unit of a fixed length; 0 when it is none. */
  private static long unitNanos(String unit) {
    return switch (unit) {
      case "ns", "nanosecond" -> 1;
      case "us", "microsecond" -> 1_000;
      case "ms", "millisecond" -> 1_000_000;
      case "s", "second" -> NANOS_PER_SECOND;
      case "m", "minute" -> 60 * NANOS_PER_SECOND;
      case "h", "hour" -> 3_600 * NANOS_PER_SECOND;
      case "d", "day" -> NANOS_PER_DAY;
      default -> 0;
    };
  }

  private static long unitMonths(String unit) {
    return switch (unit) {
      case "month" -> 1;
      case "y", "year" -> 12;
      default -> 0;
    };
  }

  private static OptionalLong epochDay(Matcher date) {
    try {
      return OptionalLong.of(
          LocalDate.of(number(date, 1), number(date, 2), number(date, 3)).toEpochDay());
    } catch (DateTimeException noSuchDay) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong nanosOfDay(Matcher time) {
    int hour = number(time, 1);
    int minute = number(time, 2);
    int second = number(time, 3);
    if (hour > 23 || minute > 59 || second > 59) {
      return OptionalLong.empty();
    }
    String fraction = time.group(4) == null ? "" : time.group(4);
    long nanos = Long.parseLong((fraction + "000000000").substring(0, 9));
    return OptionalLong.of((hour * 3_600L + minute * 60L + second) * NANOS_PER_SECOND + nanos);
  }

  /** A time zone by its name or its distance from UTC; empty when there is none of that name. */
  public static Optional<ZoneId> parseZone(String text) {
    try {
      return Optional.of(ZoneId.of(text.strip()));
    } catch (DateTimeException noSuchZone) {
      return Optional.empty();
    }
  }

  private static OptionalLong zoneOffsetNanos(String text, long epochDay, long nanosOfDay) {
    if (text.isEmpty()) {
      return OptionalLong.of(0);
    }
    Matcher zone = ZONE.matcher(text);
    if (!zone.matches()) {
      return regionOffsetNanos(text, epochDay, nanosOfDay);
    }
    if (zone.group(1) == null) {
      return OptionalLong.of(0);
    }
    long nanos = (number(zone, 2) * 3_600L + number(zone, 3) * 60L) * NANOS_PER_SECOND;
    return OptionalLong.of(zone.group(1).equals("-") ? -nanos : nanos);
  }

  /** What clocks of a region were ahead of UTC when they showed a time. */
  private static OptionalLong regionOffsetNanos(String text, long epochDay, long nanosOfDay) {
    if (!text.startsWith(" ") || !REGION.matcher(text.strip()).matches()) {
      return OptionalLong.empty();
    }
    LocalDateTime shown =
        LocalDateTime.of(LocalDate.ofEpochDay(epochDay), LocalTime.ofNanoOfDay(nanosOfDay));
    return parseZone(text)
        .map(zone -> zone.getRules().getOffset(shown).getTotalSeconds() * NANOS_PER_SECOND)
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  private static int number(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
  }
}
