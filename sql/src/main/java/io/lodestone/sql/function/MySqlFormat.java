package io.lodestone.sql.function;

import io.lodestone.sql.type.EvaluationException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Set;

/**
 * A pattern of MySQL, in which {@code %} and a letter stand for a part of a time and all else for
 * itself. {@code %D %U %u %V %w %X} are refused, as Trino refuses them.
 */
final class MySqlFormat {
  private static final Set<Character> REFUSED = Set.of('D', 'U', 'u', 'V', 'w', 'X');

  /** The last year that two digits mean is 2069, as in MySQL. */
  private static final int PIVOT = 70;

  private final String pattern;

  MySqlFormat(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) == '%'
          && ++i < pattern.length()
          && REFUSED.contains(pattern.charAt(i))) {
        throw new EvaluationException(
            "%%%s not currently supported in the date format string".formatted(pattern.charAt(i)));
      }
    }
    this.pattern = pattern;
  }

  String write(LocalDateTime time) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '%' && i + 1 < pattern.length()) {
        text.append(part(pattern.charAt(++i), time));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static String part(char letter, LocalDateTime time) {
    int hour12 = (time.getHour() + 11) % 12 + 1;
    String half = time.getHour() < 12 ? "AM" : "PM";
    return switch (letter) {
      case 'a' -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'b' -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'c' -> digits(time.getMonthValue(), 1);
      case 'd' -> digits(time.getDayOfMonth(), 2);
      case 'e' -> digits(time.getDayOfMonth(), 1);
      case 'f' -> digits(time.getNano() / 1_000, 6);
      case 'H' -> digits(time.getHour(), 2);
      case 'h', 'I' -> digits(hour12, 2);
      case 'i' -> digits(time.getMinute(), 2);
      case 'j' -> digits(time.getDayOfYear(), 3);
      case 'k' -> digits(time.getHour(), 1);
      case 'l' -> digits(hour12, 1);
      case 'M' -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'm' -> digits(time.getMonthValue(), 2);
      case 'p' -> half;
      case 'r' -> clock(hour12, time) + " " + half;
      case 'S', 's' -> digits(time.getSecond(), 2);
      case 'T' -> clock(time.getHour(), time);
      case 'v' -> digits(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2);
      case 'W' -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'x' -> digits(time.get(IsoFields.WEEK_BASED_YEAR), 4);
      case 'Y' -> digits(time.getYear(), 4);
      case 'y' -> digits(time.getYear() % 100, 2);
      default -> String.valueOf(letter);
    };
  }

  private static String clock(int hour, LocalDateTime time) {
    return digits(hour, 2) + ":" + digits(time.getMinute(), 2) + ":" + digits(time.getSecond(), 2);
  }

  private static String digits(int number, int count) {
    String digits = Integer.toString(number);
    return "0".repeat(Math.max(0, count - digits.length())) + digits;
  }

  LocalDateTime read(String text) {
    try {
      return new Reading(text).read(pattern);
    } catch (DateTimeException e) {
      throw new EvaluationException("Invalid format: \"" + text + "\": " + e.getMessage());
    }
  }

  /** A text that is being read; what it does not say is the start of 1970. */
  private static final class Reading {
    private final String text;
    private int at;
    private int year = 1970;
    private int month = 1;
    private int day = 1;
    private int dayOfYear;
    private int hour;
    private int minute;
    private int second;
    private int nano;
    private boolean isHour12;
    private boolean isAfternoon;

    private Reading(String text) {
      this.text = text;
    }

    private LocalDateTime read(String pattern) {
      follow(pattern);
      if (at < text.length()) {
        throw malformed();
      }
      if (isHour12) {
        hour = hour % 12 + (isAfternoon ? 12 : 0);
      }
      LocalDate date =
          dayOfYear > 0 ? LocalDate.ofYearDay(year, dayOfYear) : LocalDate.of(year, month, day);
      return date.atTime(LocalTime.of(hour, minute, second, nano));
    }

    private void follow(String pattern) {
      for (int i = 0; i < pattern.length(); i++) {
        char c = pattern.charAt(i);
        if (c == '%' && i + 1 < pattern.length()) {
          part(pattern.charAt(++i));
        } else {
          literal(c);
        }
      }
    }

    private void part(char letter) {
      switch (letter) {
        case 'a', 'W' -> name(DayOfWeek.values(), letter == 'a' ? 3 : 9);
        case 'b' -> month = 1 + name(Month.values(), 3);
        case 'M' -> month = 1 + name(Month.values(), 9);
        case 'c', 'm' -> month = number(2);
        case 'd', 'e' -> day = number(2);
        case 'f' -> nano = fraction();
        case 'H', 'k' -> hour = number(2);
        case 'h', 'I', 'l' -> hour12();
        case 'i' -> minute = number(2);
        case 'j' -> dayOfYear = number(3);
        case 'p' -> half();
        case 'r' -> follow("%h:%i:%s %p");
        case 'S', 's' -> second = number(2);
        case 'T' -> follow("%H:%i:%s");
        case 'Y' -> year = number(4);
        case 'y' -> {
          int short2 = number(2);
          year = short2 < PIVOT ? 2000 + short2 : 1900 + short2;
        }
        case 'v', 'x' ->
            throw new EvaluationException("%" + letter + " cannot be read from a text");
        default -> literal(letter);
      }
    }

    private void hour12() {
      hour = number(2);
      if (hour < 1 || hour > 12) {
        throw malformed();
      }
      isHour12 = true;
    }

    private void half() {
      boolean isHalf =
          text.regionMatches(true, at, "AM", 0, 2) || text.regionMatches(true, at, "PM", 0, 2);
      if (!isHalf) {
        throw malformed();
      }
      isAfternoon = Character.toUpperCase(text.charAt(at)) == 'P';
      at += 2;
    }

    private int number(int digitsMax) {
      int start = at;
      while (at < text.length() && at - start < digitsMax && isDigit(text.charAt(at))) {
        at++;
      }
      if (at == start) {
        throw malformed();
      }
      return Integer.parseInt(text.substring(start, at));
    }

    /** Up to nine digits behind the point. */
    private int fraction() {
      int start = at;
      int value = number(9);
      for (int digits = at - start; digits < 9; digits++) {
        value *= 10;
      }
      return value;
    }

    /** Which of some names stands here, each cut to so many letters. */
    private int name(Enum<?>[] names, int letters) {
      for (Enum<?> name : names) {
        int length = Math.min(letters, name.name().length());
        if (text.regionMatches(true, at, name.name(), 0, length)) {
          at += length;
          return name.ordinal();
        }
      }
      throw malformed();
    }

    private void literal(char c) {
      if (at == text.length() || text.charAt(at) != c) {
        throw malformed();
      }
      at++;
    }

    private DateTimeException malformed() {
      return new DateTimeException("malformed at \"" + text.substring(at) + "\"");
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }
  }
}
