package io.lodestone.server.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.Optional;

/**
 * At the minutes that six fields describe: minutes, hours, day-of-month, month, day-of-week, year.
 *
 * <p>{@link #next} goes from the greatest unit to the smallest, so that no expression takes more
 * steps than there are months until 2199 and days in one of them. {@link BitSet}s are not written
 * after construction.
 */
record CronSchedule(BitSet minutes, BitSet hours, MonthDays days, BitSet months, BitSet years)
    implements Schedule {
  private static final int FIELDS = 6;

  static CronSchedule parse(String text) throws InvalidScheduleException {
    String[] fields = text.strip().split("\\s+");
    if (fields.length != FIELDS) {
      throw new InvalidScheduleException(
          "a cron expression has six fields, minutes, hours, day-of-month, month, day-of-week and"
              + " year: 'cron("
              + text
              + ")'");
    }
    return new CronSchedule(
        CronField.MINUTES.values(fields[0]),
        CronField.HOURS.values(fields[1]),
        MonthDays.parse(fields[2], fields[4]),
        CronField.MONTH.values(fields[3]),
        CronField.YEAR.values(fields[5]));
  }

  @Override
  public Optional<Instant> next(Instant after) {
    ZonedDateTime start = after.atZone(ZoneOffset.UTC);
    LocalDate today = start.toLocalDate();
    YearMonth thisMonth = YearMonth.from(today);
    for (int year = years.nextSetBit(Math.max(0, start.getYear()));
        year >= 0;
        year = years.nextSetBit(year + 1)) {
      for (int month = months.nextSetBit(1); month >= 0; month = months.nextSetBit(month + 1)) {
        YearMonth candidate = YearMonth.of(year, month);
        if (candidate.isBefore(thisMonth)) {
          continue;
        }
        BitSet matching = days.in(candidate);
        int from = candidate.equals(thisMonth) ? today.getDayOfMonth() : 1;
        for (int day = matching.nextSetBit(from); day >= 0; day = matching.nextSetBit(day + 1)) {
          LocalDate date = candidate.atDay(day);
          int firstMinute = date.equals(today) ? start.getHour() * 60 + start.getMinute() + 1 : 0;
          Optional<Instant> found = timeOf(date, firstMinute);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  /** The first time of a day, at or after a minute of it. */
  private Optional<Instant> timeOf(LocalDate date, int firstMinute) {
    for (int hour = hours.nextSetBit(firstMinute / 60);
        hour >= 0;
        hour = hours.nextSetBit(hour + 1)) {
      int minute = minutes.nextSetBit(hour == firstMinute / 60 ? firstMinute % 60 : 0);
      if (minute >= 0) {
        return Optional.of(date.atTime(hour, minute).toInstant(ZoneOffset.UTC));
      }
    }
    return Optional.empty();
  }
}
