package io.lodestone.sql.function;

import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.TimeText;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;

/** Days, months and years of instants, which are nanoseconds since the epoch in UTC. */
final class Calendar {
  private Calendar() {}

  static LocalDate dateOf(long nanos) {
    return LocalDate.ofEpochDay(dayOf(nanos));
  }

  static long dayOf(long nanos) {
    return Math.floorDiv(nanos, TimeText.NANOS_PER_DAY);
  }

  static long nanosOfDay(long nanos) {
    return Math.floorMod(nanos, TimeText.NANOS_PER_DAY);
  }

  static long midnight(long epochDay) {
    try {
      return Math.multiplyExact(epochDay, TimeText.NANOS_PER_DAY);
    } catch (ArithmeticException e) {
      throw outOfRange();
    }
  }

  static long addMonthsToDate(long epochDay, long months) {
    try {
      return LocalDate.ofEpochDay(epochDay).plusMonths(months).toEpochDay();
    } catch (DateTimeException e) {
      throw outOfRange();
    }
  }

  /** The same time of the day some months on; the last day of the month where it has fewer days. */
  static long addMonthsToInstant(long nanos, long months) {
    return plus(midnight(addMonthsToDate(dayOf(nanos), months)), nanosOfDay(nanos));
  }

  static long plus(long nanos, long more) {
    try {
      return Math.addExact(nanos, more);
    } catch (ArithmeticException e) {
      throw outOfRange();
    }
  }

  static long times(long amount, long unit) {
    try {
      return Math.multiplyExact(amount, unit);
    } catch (ArithmeticException e) {
      throw outOfRange();
    }
  }

  /** Whole months from one instant to another, negative when it lies before. */
  static long monthsBetween(long from, long to) {
    LocalDate first = dateOf(from);
    LocalDate last = dateOf(to);
    long months =
        12L * (last.getYear() - first.getYear()) + last.getMonthValue() - first.getMonthValue();
    if (months > 0 && addMonthsToInstant(from, months) > to) {
      return months - 1;
    }
    if (months < 0 && addMonthsToInstant(from, months) < to) {
      return months + 1;
    }
    return months;
  }

  /** The first day of the unit that holds a day. */
  static long startOf(CalendarUnit unit, long epochDay) {
    LocalDate date = LocalDate.ofEpochDay(epochDay);
    LocalDate first =
        switch (unit) {
          case WEEK -> date.minusDays(date.getDayOfWeek().getValue() - 1L);
          case MONTH -> date.withDayOfMonth(1);
          case QUARTER -> date.with(IsoFields.DAY_OF_QUARTER, 1);
          case YEAR -> date.with(TemporalAdjusters.firstDayOfYear());
          default -> date;
        };
    return first.toEpochDay();
  }

  private static EvaluationException outOfRange() {
    return new EvaluationException("timestamp out of range");
  }
}
