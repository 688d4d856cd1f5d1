package io.lodestone.sql.parser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One pass over the text of a statement that turns what only Timestream knows into what Trino's
 * grammar knows:
 *
 * <pre>
 *   15m, 72.5h, 2y           duration'15m'             a typed literal
 *   measure_value::double    "measure_value::double"   a quoted name
 *   INTERVAL '2' WEEK        INTERVAL '14' DAY
 *   SHOW DATABASES           SHOW SCHEMAS
 *   SHOW MEASURES            SHOW COLUMNS
 *   &#64;name                ?                         a parameter
 *   ; at the end             a blank
 * </pre>
 *
 * <p>Strings, quoted names and comments pass untouched. No rewrite adds or removes a line end, so
 * that a position in the new text differs from the one in the old by columns alone; {@link
 * #originalOf} tells by how many.
 */
final class TokenRewrite {
  private static final Set<String> UNITS =
      Set.of(
          "ns",
          "nanosecond",
          "us",
          "microsecond",
          "ms",
          "millisecond",
          "s",
          "second",
          "m",
          "minute",
          "h",
          "hour",
          "d",
          "day",
          "month",
          "y",
          "year");
  private static final String SINGLE_MEASURE = "measure_value";

  private static final Pattern WEEKS =
      Pattern.compile("([ \\t+-]*)'(\\d{1,9})'[ \\t]*WEEK\\b", Pattern.CASE_INSENSITIVE);

  /** Brackets within brackets that are still read in a moment. */
  private static final int BRACKETS_MAX = 200;

  /**
   * A piece of a line that was replaced by a longer or shorter one. Columns are 1-based and count
   * code points.
   */
  private record Edit(int line, int column, int newLength, int oldLength) {}

  private final String sql;
  private final StringBuilder rewritten;
  private final List<Edit> edits = new ArrayList<>();
  private final List<String> firstWords = new ArrayList<>();
  private final Map<Position, String> parameters = new LinkedHashMap<>();
  private int questions = 1;
  private int brackets;
  private int at;
  private int line = 1;
  private int column = 1;

  TokenRewrite(String sql) {
    this.sql = sql;
    this.rewritten = new StringBuilder(sql.length() + 64);
    while (at < sql.length()) {
      token();
    }
  }

  /** The text for Trino's parser. */
  String text() {
    return rewritten.toString();
  }

  /** The first words of the statement in upper case, at most two. */
  List<String> firstWords() {
    return firstWords;
  }

  /**
   * The names of the parameters by where they stand in the user's text, in that order: {@code name}
   * of {@code @name}, and the number of each {@code ?}, from 1.
   */
  Map<Position, String> parameters() {
    return parameters;
  }

  /** Where in the user's text a place of the new text comes from. */
  Position originalOf(int newLine, int newColumn) {
    int shift = 0;
    for (Edit edit : edits) {
      if (edit.line() == newLine && edit.column() <= newColumn) {
        if (newColumn < edit.column() + edit.newLength()) {
          return new Position(newLine, edit.column() - shift);
        }
        shift += edit.newLength() - edit.oldLength();
      }
    }
    return new Position(newLine, newColumn - shift);
  }

  private void token() {
    char c = sql.charAt(at);
    if (c == '\'' || c == '"' || c == '`') {
      copyTo(endOfQuoted(c));
    } else if (sql.startsWith("--", at)) {
      int end = sql.indexOf('\n', at);
      copyTo(end < 0 ? sql.length() : end);
    } else if (sql.startsWith("/*", at)) {
      int end = sql.indexOf("*/", at + 2);
      copyTo(end < 0 ? sql.length() : end + 2);
    } else if (c == ';' && sql.substring(at + 1).isBlank()) {
      replaceTo(at + 1, " ");
    } else if (c == '?') {
      copyTo(parameter(Integer.toString(questions++), at + 1));
    } else if (c == '@' && at + 1 < sql.length() && isNameStart(sql.charAt(at + 1))) {
      int end = endOfWord(at + 1);
      replaceTo(parameter(sql.substring(at + 1, end), end), "?");
    } else if (isDigit(c)) {
      number();
    } else if (isWordPart(c)) {
      word();
    } else {
      nest(c);
      copyTo(at + 1);
    }
  }

  /** Notes a parameter that begins here, and ends where it ends. */
  private int parameter(String name, int end) {
    parameters.put(originalOf(line, column), name);
    return end;
  }

  /** Counts brackets: the parser's time grows much faster than their depth. */
  private void nest(char c) {
    if (c == '(' || c == '[') {
      brackets++;
      if (brackets > BRACKETS_MAX) {
        throw new StatementTooDeepException();
      }
    } else if (c == ')' || c == ']') {
      brackets--;
    }
  }

  /**
   * A digit run, perhaps with a fraction, that a unit follows at once is a duration; anything else
   * stays as it is.
   */
  private void number() {
    int end = endOfDigits(at);
    if (end + 1 < sql.length() && sql.charAt(end) == '.' && isDigit(sql.charAt(end + 1))) {
      end = endOfDigits(end + 1);
    }
    int endOfWord = endOfWord(end);
    if (UNITS.contains(sql.substring(end, endOfWord))) {
      replaceTo(endOfWord, "duration'" + sql.substring(at, endOfWord) + "'");
    } else {
      copyTo(endOfWord);
    }
  }

  private void word() {
    int end = endOfWord(at);
    String word = sql.substring(at, end);
    boolean afterShow = firstWords.equals(List.of("SHOW"));
    if (firstWords.size() < 2) {
      firstWords.add(word.toUpperCase(java.util.Locale.ROOT));
    }
    if (word.equalsIgnoreCase("INTERVAL") && weeks(end)) {
      return;
    }
    if (word.equalsIgnoreCase(SINGLE_MEASURE) && sql.startsWith("::", end)) {
      int endOfType = endOfWord(end + 2);
      replaceTo(endOfType, '"' + sql.substring(at, endOfType) + '"');
    } else if (afterShow && word.equalsIgnoreCase("DATABASES")) {
      replaceTo(end, "SCHEMAS");
    } else if (afterShow && word.equalsIgnoreCase("MEASURES")) {
      replaceTo(end, "COLUMNS");
    } else {
      copyTo(end);
    }
  }

  /** Writes an interval of weeks as one of days, if one stands here; Trino has no weeks. */
  private boolean weeks(int endOfWord) {
    Matcher weeks = WEEKS.matcher(sql).region(endOfWord, sql.length());
    if (!weeks.lookingAt()) {
      return false;
    }
    long days = 7 * Long.parseLong(weeks.group(2));
    replaceTo(weeks.end(), "INTERVAL" + weeks.group(1) + "'" + days + "' DAY");
    return true;
  }

  /**
   * A doubled quote does not end what it stands in: it ends one quoted piece and starts the next,
   * with the same effect.
   */
  private int endOfQuoted(char quote) {
    int end = sql.indexOf(quote, at + 1);
    return end < 0 ? sql.length() : end + 1;
  }

  private int endOfDigits(int from) {
    int end = from;
    while (end < sql.length() && isDigit(sql.charAt(end))) {
      end++;
    }
    return end;
  }

  private int endOfWord(int from) {
    int end = from;
    while (end < sql.length() && isWordPart(sql.charAt(end))) {
      end++;
    }
    return end;
  }

  private void copyTo(int end) {
    rewritten.append(sql, at, end);
    for (int i = at; i < end; i++) {
      char c = sql.charAt(i);
      if (c == '\n') {
        line++;
        column = 1;
      } else if (!Character.isLowSurrogate(c)) {
        column++;
      }
    }
    at = end;
  }

  private void replaceTo(int end, String replacement) {
    int length = replacement.codePointCount(0, replacement.length());
    edits.add(new Edit(line, column, length, sql.codePointCount(at, end)));
    rewritten.append(replacement);
    column += length;
    at = end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return Character.isLetter(c) || c == '_';
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
