package io.lodestone.sql.function;

import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.TimeText;
import java.util.Locale;

/** The units that {@code date_trunc}, {@code date_add} and {@code date_diff} know by name. */
enum CalendarUnit {
  NANOSECOND(1, 0),
  MICROSECOND(1_000, 0),
  MILLISECOND(1_000_000, 0),
  SECOND(TimeText.NANOS_PER_SECOND, 0),
  MINUTE(60 * TimeText.NANOS_PER_SECOND, 0),
  HOUR(3_600 * TimeText.NANOS_PER_SECOND, 0),
  DAY(TimeText.NANOS_PER_DAY, 0),
  WEEK(7 * TimeText.NANOS_PER_DAY, 0),
  MONTH(0, 1),
  QUARTER(0, 3),
  YEAR(0, 12);

  private final long nanos;
  private final int months;

  CalendarUnit(long nanos, int months) {
    this.nanos = nanos;
    this.months = months;
  }

  /** Its length, 0 when that varies. */
  long nanos() {
    return nanos;
  }

  /** Its length in months, 0 when it is shorter. */
  int months() {
    return months;
  }

  boolean isDayOrLonger() {
    return compareTo(DAY) >= 0;
  }

  static CalendarUnit named(String name) {
    for (CalendarUnit unit : values()) {
      if (unit.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
        return unit;
      }
    }
    throw new EvaluationException("'" + name + "' is not a valid TIMESTAMP field");
  }
}
