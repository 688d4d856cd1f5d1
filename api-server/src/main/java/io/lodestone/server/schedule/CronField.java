package io.lodestone.server.schedule;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * A field of a cron expression: its name, its range and the words that stand for numbers in it.
 * Reads what all fields have in common: lists, ranges, steps and the asterisk.
 */
enum CronField {
  MINUTES("minutes", 0, 59, List.of()),
  HOURS("hours", 0, 23, List.of()),
  DAY_OF_MONTH("day-of-month", 1, 31, List.of()),
  MONTH(
      "month",
      1,
      12,
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
  DAY_OF_WEEK("day-of-week", 1, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")),
  YEAR("year", 1970, 2199, List.of());

  private static final int DIGITS_MAX = 4;

  private final String label;
  private final int min;
  private final int max;
  private final List<String> words;

  /**
   * @param words for the numbers from {@code min} on
   */
  CronField(String label, int min, int max, List<String> words) {
    this.label = label;
    this.min = min;
    this.max = max;
    this.words = words;
  }

  /** The whole field as a set of numbers. */
  BitSet values(String text) throws InvalidScheduleException {
    BitSet values = new BitSet();
    for (String element : elements(text)) {
      values.or(element(element));
    }
    return values;
  }

  /** What stands between the commas, none of it empty. */
  List<String> elements(String text) throws InvalidScheduleException {
    List<String> elements = List.of(text.split(",", -1));
    if (elements.contains("")) {
      throw invalid("an element is missing", text);
    }
    return elements;
  }

  /** One element: {@code *}, a number, a range, or one of these with a step. */
  BitSet element(String text) throws InvalidScheduleException {
    int slash = text.indexOf('/');
    int step = 1;
    String range = text;
    if (slash >= 0) {
      range = text.substring(0, slash);
      step = digits(text.substring(slash + 1), text);
      if (step == 0) {
        throw invalid("a step is at least 1", text);
      }
    }
    int dash = range.indexOf('-');
    int first;
    int last;
    if (range.equals("*")) {
      first = min;
      last = max;
    } else if (dash >= 0) {
      first = number(range.substring(0, dash), text);
      last = number(range.substring(dash + 1), text);
    } else {
      first = number(range, text);
      // With a step, a lone number is where it starts.
      last = slash >= 0 ? max : first;
    }
    return stepped(first, last, step, text);
  }

  private BitSet stepped(int first, int last, int step, String text)
      throws InvalidScheduleException {
    if (first > last && this == YEAR) {
      throw invalid("years do not come again", text);
    }
    // A range over the end of the cycle goes on at its start: FRI-MON, 22-2.
    int cycle = max - min + 1;
    int length = first <= last ? last - first : last + cycle - first;
    BitSet values = new BitSet();
    for (int at = 0; at <= length; at += step) {
      values.set(min + (first - min + at) % cycle);
    }
    return values;
  }

  /** One number or the word for it. */
  int number(String text, String element) throws InvalidScheduleException {
    int word = words.indexOf(text.toUpperCase(Locale.ROOT));
    if (word >= 0) {
      return min + word;
    }
    int number = digits(text, element);
    if (number < min || number > max) {
      throw invalid("a number lies outside " + min + " to " + max, element);
    }
    return number;
  }

  private int digits(String text, String element) throws InvalidScheduleException {
    if (text.isEmpty()
        || text.length() > DIGITS_MAX
        || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw invalid("it is not understood", element);
    }
    return Integer.parseInt(text);
  }

  InvalidScheduleException invalid(String reason, String text) {
    return new InvalidScheduleException("field " + label + ", '" + text + "': " + reason);
  }
}
