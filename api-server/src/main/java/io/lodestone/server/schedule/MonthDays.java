package io.lodestone.server.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * Which days of a month a cron expression means. Either its day-of-month or its day-of-week says
 * so; the other one is a question mark.
 */
sealed interface MonthDays {
  String ANY = "?";

  /** Bit n is day n of the month. */
  BitSet in(YearMonth month);

  static MonthDays parse(String dayOfMonth, String dayOfWeek) throws InvalidScheduleException {
    if (dayOfMonth.equals(ANY) == dayOfWeek.equals(ANY)) {
      throw new InvalidScheduleException(
          "exactly one of the fields day-of-month and day-of-week is ?: '"
              + dayOfMonth
              + "' and '"
              + dayOfWeek
              + "'");
    }
    return dayOfWeek.equals(ANY) ? OfMonth.parse(dayOfMonth) : OfWeek.parse(dayOfWeek);
  }

  /** Days by their number. */
  record OfMonth(List<MonthDays> elements) implements MonthDays {
    static OfMonth parse(String text) throws InvalidScheduleException {
      CronField field = CronField.DAY_OF_MONTH;
      List<MonthDays> elements = new ArrayList<>();
      for (String element : field.elements(text.toUpperCase(Locale.ROOT))) {
        elements.add(
            switch (element) {
              case "L" -> new Last();
              case "LW", "WL" -> new LastWeekday();
              default ->
                  element.endsWith("W")
                      ? new NearestWeekday(
                          field.number(element.substring(0, element.length() - 1), element))
                      : new Numbers(field.element(element));
            });
      }
      return new OfMonth(List.copyOf(elements));
    }

    @Override
    public BitSet in(YearMonth month) {
      BitSet days = new BitSet();
      elements.forEach(element -> days.or(element.in(month)));
      return days;
    }
  }

  /** Those of these numbers that the month has. */
  record Numbers(BitSet numbers) implements MonthDays {
    @Override
    public BitSet in(YearMonth month) {
      return numbers.get(0, month.lengthOfMonth() + 1);
    }
  }

  /** The last day of the month. */
  record Last() implements MonthDays {
    @Override
    public BitSet in(YearMonth month) {
      return single(month.atEndOfMonth());
    }
  }

  /** The last day from Monday to Friday. */
  record LastWeekday() implements MonthDays {
    @Override
    public BitSet in(YearMonth month) {
      return single(nearestWeekday(month.atEndOfMonth()));
    }
  }

  /** The day from Monday to Friday, of the same month, that lies nearest to a number it has. */
  record NearestWeekday(int day) implements MonthDays {
    @Override
    public BitSet in(YearMonth month) {
      return month.isValidDay(day) ? single(nearestWeekday(month.atDay(day))) : new BitSet();
    }
  }

  private static LocalDate nearestWeekday(LocalDate date) {
    return switch (date.getDayOfWeek()) {
      case SATURDAY -> date.getDayOfMonth() == 1 ? date.plusDays(2) : date.minusDays(1);
      case SUNDAY ->
          date.getDayOfMonth() == date.lengthOfMonth() ? date.minusDays(2) : date.plusDays(1);
      default -> date;
    };
  }

  private static BitSet single(LocalDate date) {
    BitSet days = new BitSet();
    days.set(date.getDayOfMonth());
    return days;
  }

  /** Days by their weekday. */
  record OfWeek(List<MonthDays> elements) implements MonthDays {
    static OfWeek parse(String text) throws InvalidScheduleException {
      CronField field = CronField.DAY_OF_WEEK;
      List<String> texts = field.elements(text.toUpperCase(Locale.ROOT));
      List<MonthDays> elements = new ArrayList<>();
      for (String element : texts) {
        int hash = element.indexOf('#');
        if (hash >= 0) {
          if (texts.size() > 1) {
            throw field.invalid("with # there is nothing else", text);
          }
          elements.add(nth(element, hash));
        } else if (element.equals("L")) {
          // Of the week, whose last day is Saturday.
          elements.add(new Weekdays(field.element("7")));
        } else if (element.endsWith("L")) {
          elements.add(
              new LastOf(
                  weekday(field.number(element.substring(0, element.length() - 1), element))));
        } else {
          elements.add(new Weekdays(field.element(element)));
        }
      }
      return new OfWeek(List.copyOf(elements));
    }

    private static MonthDays nth(String element, int hash) throws InvalidScheduleException {
      CronField field = CronField.DAY_OF_WEEK;
      String count = element.substring(hash + 1);
      if (!count.matches("[1-5]")) {
        throw field.invalid("behind # stands a number from 1 to 5", element);
      }
      return new Nth(
          weekday(field.number(element.substring(0, hash), element)), Integer.parseInt(count));
    }

    @Override
    public BitSet in(YearMonth month) {
      BitSet days = new BitSet();
      elements.forEach(element -> days.or(element.in(month)));
      return days;
    }
  }

  /** All days that are one of these weekdays: bit 1 is Sunday, bit 7 Saturday. */
  record Weekdays(BitSet numbers) implements MonthDays {
    @Override
    public BitSet in(YearMonth month) {
      BitSet days = new BitSet();
      for (int day = 1; day <= month.lengthOfMonth(); day++) {
        // Java's week begins with Monday, as 1, that of cron with Sunday.
        days.set(day, numbers.get(month.atDay(day).getDayOfWeek().getValue() % 7 + 1));
      }
      return days;
    }
  }

  /** The last such weekday of the month. */
  record LastOf(DayOfWeek weekday) implements MonthDays {
    @Override
    public BitSet in(YearMonth month) {
      return single(month.atDay(1).with(TemporalAdjusters.lastInMonth(weekday)));
    }
  }

  /** The n-th such weekday of the month, where there is one. */
  record Nth(DayOfWeek weekday, int count) implements MonthDays {
    @Override
    public BitSet in(YearMonth month) {
      LocalDate date = month.atDay(1).with(TemporalAdjusters.dayOfWeekInMonth(count, weekday));
      return YearMonth.from(date).equals(month) ? single(date) : new BitSet();
    }
  }

  private static DayOfWeek weekday(int number) {
    return number == 1 ? DayOfWeek.SUNDAY : DayOfWeek.of(number - 1);
  }
}
