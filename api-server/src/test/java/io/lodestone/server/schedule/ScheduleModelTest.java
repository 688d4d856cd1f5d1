package io.lodestone.server.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random cron expressions against a reference that looks at every minute of some years and knows
 * what each element means by itself.
 */
@ExtendWith(SeedExtension.class)
class ScheduleModelTest {
  private static final int EXPRESSIONS = Integer.getInteger("lodestone.schedule.expressions", 40);
  private static final int YEARS = 3;
  private static final String[] WEEKDAYS = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

  /** A part of an expression, and what it means. */
  private record Meaning<T>(String text, Predicate<T> holds) {}

  private SplittableRandom random;

  @Test
  void nextGoesFromMatchToMatch(Seed seed) throws Exception {
    random = seed.random();
    for (int i = 0; i < EXPRESSIONS; i++) {
      int firstYear = random.nextInt(1970, 2195);
      Meaning<Integer> minutes = numbers(0, 59);
      Meaning<Integer> hours = numbers(0, 23);
      Meaning<Integer> months = numbers(1, 12);
      Meaning<Integer> years =
          random.nextInt(3) == 0
              ? numbers(firstYear, firstYear + YEARS - 1)
              : new Meaning<>("*", _ -> true);
      boolean byWeek = random.nextBoolean();
      Meaning<LocalDate> days = byWeek ? weekdays() : daysOfMonth();
      String expression =
          Stream.of(
                  minutes.text(),
                  hours.text(),
                  byWeek ? "?" : days.text(),
                  months.text(),
                  byWeek ? days.text() : "?",
                  years.text())
              .collect(Collectors.joining(" ", "cron(", ")"));
      List<Instant> expected = new ArrayList<>();
      LocalDate end = LocalDate.of(firstYear + YEARS, 1, 1);
      for (LocalDate day = LocalDate.of(firstYear, 1, 1);
          day.isBefore(end);
          day = day.plusDays(1)) {
        if (years.holds().test(day.getYear())
            && months.holds().test(day.getMonthValue())
            && days.holds().test(day)) {
          for (int minute = 0; minute < 24 * 60; minute++) {
            if (hours.holds().test(minute / 60) && minutes.holds().test(minute % 60)) {
              expected.add(day.atTime(minute / 60, minute % 60).toInstant(ZoneOffset.UTC));
            }
          }
        }
      }
      Schedule schedule = Schedule.parse(expression, Instant.EPOCH);
      Instant at =
          LocalDate.of(firstYear, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC).minusNanos(1);
      for (Instant next : expected) {
        // Somewhere between the two, also just before the later one.
        Instant between = random.nextBoolean() ? at : next.minusNanos(1);
        assertEquals(
            Optional.of(next), schedule.next(between), () -> expression + " after " + between);
        at = next;
      }
      Instant last = at;
      Instant limit = end.atStartOfDay().toInstant(ZoneOffset.UTC);
      assertEquals(
          false,
          schedule.next(last).filter(found -> found.isBefore(limit)).isPresent(),
          () -> expression + " after " + last);
    }
  }

  /** A list of numbers, ranges and steps. */
  private Meaning<Integer> numbers(int min, int max) {
    List<String> texts = new ArrayList<>();
    List<IntPredicate> tests = new ArrayList<>();
    int elements = random.nextInt(1, 4);
    for (int i = 0; i < elements; i++) {
      int a = random.nextInt(min, max + 1);
      int b = random.nextInt(a, max + 1);
      int step = random.nextInt(1, 12);
      switch (random.nextInt(5)) {
        case 0 -> {
          texts.add(Integer.toString(a));
          tests.add(n -> n == a);
        }
        case 1 -> {
          texts.add(a + "-" + b);
          tests.add(n -> n >= a && n <= b);
        }
        case 2 -> {
          texts.add(a + "-" + b + "/" + step);
          tests.add(n -> n >= a && n <= b && (n - a) % step == 0);
        }
        case 3 -> {
          // Of years, the reference does not see those that the asterisk begins with.
          boolean all = min <= 1;
          texts.add((all ? "*" : Integer.toString(a)) + "/" + step);
          int from = all ? min : a;
          tests.add(n -> n >= from && (n - from) % step == 0);
        }
        default -> {
          // Over the end of the cycle; years have none.
          boolean cycle = min <= 1 && b > a;
          texts.add(cycle ? b + "-" + a : a + "-" + a);
          tests.add(n -> cycle ? n >= b || n <= a : n == a);
        }
      }
    }
    return new Meaning<>(
        String.join(",", texts), n -> tests.stream().anyMatch(test -> test.test(n)));
  }

  private Meaning<LocalDate> daysOfMonth() {
    Meaning<Integer> plain = numbers(1, 31);
    int day = random.nextInt(1, 32);
    return switch (random.nextInt(5)) {
      case 0 -> new Meaning<>("L", date -> date.plusDays(1).getDayOfMonth() == 1);
      case 1 -> new Meaning<>("LW", date -> isNearest(date, date.lengthOfMonth()));
      case 2 -> new Meaning<>(day + "W", date -> isNearest(date, day));
      case 3 ->
          new Meaning<>(
              plain.text() + ",L," + day + "w",
              date ->
                  plain.holds().test(date.getDayOfMonth())
                      || date.plusDays(1).getDayOfMonth() == 1
                      || isNearest(date, day));
      default -> new Meaning<>(plain.text(), date -> plain.holds().test(date.getDayOfMonth()));
    };
  }

  /** Whether a date is, of all working days of its month, the one nearest to a day that it has. */
  private static boolean isNearest(LocalDate date, int day) {
    if (day > date.lengthOfMonth()) {
      return false;
    }
    return IntStream.rangeClosed(1, date.lengthOfMonth())
        .mapToObj(date::withDayOfMonth)
        .filter(d -> d.getDayOfWeek().getValue() <= DayOfWeek.FRIDAY.getValue())
        .min(
            (x, y) ->
                Integer.compare(
                    Math.abs(x.getDayOfMonth() - day), Math.abs(y.getDayOfMonth() - day)))
        .orElseThrow()
        .equals(date);
  }

  private Meaning<LocalDate> weekdays() {
    int number = random.nextInt(1, 8);
    String word = random.nextBoolean() ? WEEKDAYS[number - 1] : Integer.toString(number);
    int count = random.nextInt(1, 6);
    int other = random.nextInt(number, 8);
    return switch (random.nextInt(5)) {
      case 0 ->
          new Meaning<>(
              word + "L", date -> number(date) == number && date.plusDays(7).getDayOfMonth() <= 7);
      case 1 ->
          new Meaning<>(
              word + "#" + count,
              date -> number(date) == number && (date.getDayOfMonth() + 6) / 7 == count);
      case 2 -> new Meaning<>("L", date -> date.getDayOfWeek() == DayOfWeek.SATURDAY);
      case 3 ->
          new Meaning<>(
              word + "-" + WEEKDAYS[other - 1],
              date -> number(date) >= number && number(date) <= other);
      default -> new Meaning<>(word, date -> number(date) == number);
    };
  }

  /** Sunday is 1. */
  private static int number(LocalDate date) {
    return date.getDayOfWeek() == DayOfWeek.SUNDAY ? 1 : date.getDayOfWeek().getValue() + 1;
  }
}
