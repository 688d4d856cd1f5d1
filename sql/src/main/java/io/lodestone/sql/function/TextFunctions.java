package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.BIGINT;
import static io.lodestone.sql.type.SqlType.Scalar.BOOLEAN;
import static io.lodestone.sql.type.SqlType.Scalar.VARCHAR;

import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.SqlType.Scalar;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Functions of text. Positions count code points from 1, negative ones from the end. */
final class TextFunctions {
  private TextFunctions() {}

  static void declare(FunctionRegistry.Builder to) {
    textOfText(to, "lower", s -> s.toLowerCase(Locale.ROOT));
    textOfText(to, "upper", s -> s.toUpperCase(Locale.ROOT));
    textOfText(to, "trim", String::strip);
    textOfText(to, "ltrim", String::stripLeading);
    textOfText(to, "rtrim", String::stripTrailing);
    text(to, "trim", List.of(VARCHAR, VARCHAR), r -> trimmed(r.text(0), r.text(1), true, true));
    text(to, "ltrim", List.of(VARCHAR, VARCHAR), r -> trimmed(r.text(0), r.text(1), true, false));
    text(to, "rtrim", List.of(VARCHAR, VARCHAR), r -> trimmed(r.text(0), r.text(1), false, true));
    textOfText(to, "reverse", TextFunctions::reverse);
    text(to, "substr", List.of(VARCHAR, BIGINT), r -> substr(r.text(0), r.word(1), Long.MAX_VALUE));
    text(
        to,
        "substr",
        List.of(VARCHAR, BIGINT, BIGINT),
        r -> substr(r.text(0), r.word(1), r.word(2)));
    text(
        to,
        "substring",
        List.of(VARCHAR, BIGINT),
        r -> substr(r.text(0), r.word(1), Long.MAX_VALUE));
    text(
        to,
        "substring",
        List.of(VARCHAR, BIGINT, BIGINT),
        r -> substr(r.text(0), r.word(1), r.word(2)));
    text(to, "replace", List.of(VARCHAR, VARCHAR), r -> r.text(0).replace(r.text(1), ""));
    text(
        to,
        "replace",
        List.of(VARCHAR, VARCHAR, VARCHAR),
        r -> r.text(0).replace(r.text(1), r.text(2)));
    to.add(
        ScalarFunction.total(
                "concat",
                VARCHAR,
                List.of(VARCHAR, VARCHAR),
                Kernels.rows(VARCHAR, (row, result) -> result.appendText(concat(row))))
            .repeatingLast());

    whole(to, "length", List.of(VARCHAR), r -> length(r.text(0)));
    truth(to, "like", List.of(VARCHAR, VARCHAR), r -> like(r.text(0), r.text(1), -1));
    to.add(
        ScalarFunction.partial(
            "like",
            BOOLEAN,
            List.of(VARCHAR, VARCHAR, VARCHAR),
            Kernels.rows(
                BOOLEAN,
                (r, result) ->
                    result.appendBoolean(like(r.text(0), r.text(1), escape(r.text(2)))))));
    truth(to, "starts_with", List.of(VARCHAR, VARCHAR), r -> r.text(0).startsWith(r.text(1)));
  }

  private static long length(String s) {
    return s.codePointCount(0, s.length());
  }

  /** Without any of some characters at its ends. */
  private static String trimmed(String text, String characters, boolean atStart, boolean atEnd) {
    int start = 0;
    int end = text.length();
    while (atStart && start < end && characters.indexOf(text.codePointAt(start)) >= 0) {
      start += Character.charCount(text.codePointAt(start));
    }
    while (atEnd && end > start && characters.indexOf(text.codePointBefore(end)) >= 0) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(start, end);
  }

  private static String reverse(String s) {
    return new StringBuilder(s).reverse().toString();
  }

  private static String concat(Kernels.Row row) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < row.count(); i++) {
      all.append(row.text(i));
    }
    return all.toString();
  }

  private static String substr(String s, long start, long length) {
    long count = length(s);
    long from = start > 0 ? start - 1 : count + start;
    if (start == 0 || from < 0 || from >= count || length <= 0) {
      return "";
    }
    int begin = s.offsetByCodePoints(0, (int) from);
    int end = length >= count - from ? s.length() : s.offsetByCodePoints(begin, (int) length);
    return s.substring(begin, end);
  }

  private static int escape(String escape) {
    if (length(escape) != 1) {
      throw new EvaluationException("Escape string must be a single character");
    }
    return escape.codePointAt(0);
  }

  /**
   * Whether a text fits a LIKE pattern, in which {@code %} stands for anything and {@code _} for
   * one code point. Goes back to the last {@code %} alone, so that no pattern takes longer than the
   * product of both lengths.
   *
   * @param escape the code point that makes the next one stand for itself, or -1
   */
  static boolean like(String text, String pattern, int escape) {
    int t = 0;
    int p = 0;
    int afterPercent = -1;
    int retryFrom = 0;
    while (t < text.length()) {
      int want = p < pattern.length() ? pattern.codePointAt(p) : -1;
      int have = text.codePointAt(t);
      if (want == escape && want != -1) {
        int literal = escaped(pattern, p, escape);
        if (literal == have) {
          p += Character.charCount(escape) + Character.charCount(literal);
          t += Character.charCount(have);
          continue;
        }
      } else if (want == '%') {
        afterPercent = ++p;
        retryFrom = t;
        continue;
      } else if (want == '_' || want == have) {
        p += Character.charCount(want);
        t += Character.charCount(have);
        continue;
      }
      if (afterPercent < 0) {
        return false;
      }
      retryFrom += Character.charCount(text.codePointAt(retryFrom));
      t = retryFrom;
      p = afterPercent;
    }
    while (p < pattern.length() && pattern.charAt(p) == '%' && escape != '%') {
      p++;
    }
    return p == pattern.length();
  }

  private static int escaped(String pattern, int at, int escape) {
    int next = at + Character.charCount(escape);
    int literal = next < pattern.length() ? pattern.codePointAt(next) : -1;
    if (literal != '%' && literal != '_' && literal != escape) {
      throw new EvaluationException(
          "Escape character must be followed by '%', '_' or the escape character itself");
    }
    return literal;
  }

  private interface OfRow<T> {
    T apply(Kernels.Row row);
  }

  private static void textOfText(
      FunctionRegistry.Builder to, String name, UnaryOperator<String> f) {
    text(to, name, List.of(VARCHAR), row -> f.apply(row.text(0)));
  }

  private static void text(
      FunctionRegistry.Builder to, String name, List<Scalar> arguments, OfRow<String> f) {
    to.add(
        ScalarFunction.total(
            name,
            VARCHAR,
            arguments,
            Kernels.rows(VARCHAR, (row, result) -> result.appendText(f.apply(row)))));
  }

  private static void whole(
      FunctionRegistry.Builder to, String name, List<Scalar> arguments, OfRow<Long> f) {
    to.add(
        ScalarFunction.total(
            name,
            BIGINT,
            arguments,
            Kernels.rows(BIGINT, (row, result) -> result.appendWord(f.apply(row)))));
  }

  private static void truth(
      FunctionRegistry.Builder to, String name, List<Scalar> arguments, OfRow<Boolean> f) {
    to.add(
        ScalarFunction.total(
            name,
            BOOLEAN,
            arguments,
            Kernels.rows(BOOLEAN, (row, result) -> result.appendBoolean(f.apply(row)))));
  }
}
