package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.BIGINT;
import static io.lodestone.sql.type.SqlType.Scalar.INTEGER;
import static io.lodestone.sql.type.SqlType.Scalar.VARCHAR;

import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.VectorBuilder;
import java.util.List;

/** Functions that cut texts up, fill them up, search them and measure how they differ. */
final class TextParts {
  /** Code points of a text that a function makes out of little. */
  private static final int LENGTH_MAX = 1 << 20;

  /** Cells of the table that the Levenshtein distance is computed in. */
  private static final long DISTANCE_CELLS_MAX = 1_000_000;

  private TextParts() {}

  static void declare(FunctionRegistry.Builder to) {
    splits(to);
    searches(to);
    distances(to);
    add(to, "lpad", VARCHAR, List.of(VARCHAR, BIGINT, VARCHAR), (r, b) -> pad(r, true, b));
    add(to, "rpad", VARCHAR, List.of(VARCHAR, BIGINT, VARCHAR), (r, b) -> pad(r, false, b));
    add(to, "chr", VARCHAR, List.of(BIGINT), (r, b) -> b.appendText(character(r.word(0))));
    add(to, "codepoint", INTEGER, List.of(VARCHAR), (r, b) -> b.appendWord(codePoint(r.text(0))));
  }

  private static void add(
      FunctionRegistry.Builder to,
      String name,
      SqlType returns,
      List<SqlType> arguments,
      Kernels.RowFunction f) {
    to.add(ScalarFunction.partial(name, returns, arguments, Kernels.rows(returns, f)));
  }

  private static void splits(FunctionRegistry.Builder to) {
    SqlType texts = new ArrayOf(VARCHAR);
    add(
        to,
        "split",
        texts,
        List.of(VARCHAR, VARCHAR),
        (row, result) -> split(row.text(0), row.text(1), Long.MAX_VALUE, result));
    add(
        to,
        "split",
        texts,
        List.of(VARCHAR, VARCHAR, BIGINT),
        (row, result) -> {
          if (row.word(2) <= 0) {
            throw new EvaluationException("Limit must be positive");
          }
          split(row.text(0), row.text(1), row.word(2), result);
        });
    add(to, "split_part", VARCHAR, List.of(VARCHAR, VARCHAR, BIGINT), TextParts::part);
  }

  private static void split(String text, String delimiter, long limit, VectorBuilder result) {
    if (delimiter.isEmpty()) {
      throw new EvaluationException("The delimiter may not be the empty string");
    }
    int start = 0;
    for (long count = 1; count < limit; count++) {
      int end = text.indexOf(delimiter, start);
      if (end < 0) {
        break;
      }
      result.elements().appendText(text.substring(start, end));
      start = end + delimiter.length();
    }
    result.elements().appendText(text.substring(start));
    result.appendArray();
  }

  private static void part(Kernels.Row row, VectorBuilder result) {
    String text = row.text(0);
    String delimiter = row.text(1);
    if (row.word(2) <= 0) {
      throw new EvaluationException("Index must be greater than zero");
    }
    if (delimiter.isEmpty()) {
      // Nothing between characters: each of them is a part.
      if (row.word(2) > text.codePointCount(0, text.length())) {
        result.appendNull();
      } else {
        int at = text.offsetByCodePoints(0, (int) row.word(2) - 1);
        result.appendText(Character.toString(text.codePointAt(at)));
      }
      return;
    }
    int start = 0;
    for (long part = 1; part < row.word(2); part++) {
      int found = text.indexOf(delimiter, start);
      if (found < 0) {
        result.appendNull();
        return;
      }
      start = found + delimiter.length();
    }
    int end = text.indexOf(delimiter, start);
    result.appendText(text.substring(start, end < 0 ? text.length() : end));
  }

  private static void searches(FunctionRegistry.Builder to) {
    List<SqlType> two = List.of(VARCHAR, VARCHAR);
    List<SqlType> three = List.of(VARCHAR, VARCHAR, BIGINT);
    add(to, "strpos", BIGINT, two, (r, b) -> b.appendWord(position(r.text(0), r.text(1), 1)));
    add(
        to,
        "strpos",
        BIGINT,
        three,
        (r, b) -> b.appendWord(position(r.text(0), r.text(1), r.word(2))));
    add(to, "strrpos", BIGINT, two, (r, b) -> b.appendWord(position(r.text(0), r.text(1), -1)));
    add(
        to,
        "strrpos",
        BIGINT,
        three,
        (r, b) -> {
          if (r.word(2) <= 0) {
            throw new EvaluationException("'instance' must be a positive number.");
          }
          b.appendWord(position(r.text(0), r.text(1), -r.word(2)));
        });
  }

  /**
   * Where a part of a text begins, from 1; 0 when it does not occur that often.
   *
   * @param instance which occurrence, negative from the end
   */
  private static long position(String text, String part, long instance) {
    if (instance == 0) {
      throw new EvaluationException("'instance' must not be a 0");
    }
    if (part.isEmpty()) {
      return 1;
    }
    int found = instance > 0 ? -1 : text.length() + 1;
    for (long left = Math.abs(instance); left > 0; left--) {
      found = instance > 0 ? text.indexOf(part, found + 1) : text.lastIndexOf(part, found - 1);
      if (found < 0) {
        return 0;
      }
    }
    return text.codePointCount(0, found) + 1L;
  }

  private static void distances(FunctionRegistry.Builder to) {
    List<SqlType> two = List.of(VARCHAR, VARCHAR);
    add(
        to,
        "hamming_distance",
        BIGINT,
        two,
        (row, result) -> {
          int[] left = row.text(0).codePoints().toArray();
          int[] right = row.text(1).codePoints().toArray();
          if (left.length != right.length) {
            throw new EvaluationException(
                "The input strings to hamming_distance function must have the same length");
          }
          long distance = 0;
          for (int i = 0; i < left.length; i++) {
            distance += left[i] == right[i] ? 0 : 1;
          }
          result.appendWord(distance);
        });
    add(
        to,
        "levenshtein_distance",
        BIGINT,
        two,
        (row, result) ->
            result.appendWord(
                edits(row.text(0).codePoints().toArray(), row.text(1).codePoints().toArray())));
  }

  /** Single insertions, deletions and substitutions, counted row by row of the classic table. */
  private static long edits(int[] left, int[] right) {
    if ((long) left.length * right.length > DISTANCE_CELLS_MAX) {
      throw new EvaluationException("The combined inputs for Levenshtein distance are too large");
    }
    int[] costs = new int[right.length + 1];
    for (int j = 0; j < costs.length; j++) {
      costs[j] = j;
    }
    for (int i = 1; i <= left.length; i++) {
      int diagonal = costs[0];
      costs[0] = i;
      for (int j = 1; j <= right.length; j++) {
        int substitution = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
        diagonal = costs[j];
        costs[j] = Math.min(substitution, Math.min(costs[j], costs[j - 1]) + 1);
      }
    }
    return costs[right.length];
  }

  /** Fills a text up to a length, or cuts it off there. */
  private static void pad(Kernels.Row row, boolean left, VectorBuilder result) {
    String text = row.text(0);
    String filler = row.text(2);
    long length = row.word(1);
    if (length < 0 || length > LENGTH_MAX) {
      throw new EvaluationException("Target length must be in the range [0.." + LENGTH_MAX + "]");
    }
    if (filler.isEmpty()) {
      throw new EvaluationException("Padding string must not be empty");
    }
    int missing = (int) length - text.codePointCount(0, text.length());
    if (missing <= 0) {
      result.appendText(text.substring(0, text.offsetByCodePoints(0, (int) length)));
      return;
    }
    int fillerLength = filler.codePointCount(0, filler.length());
    String filled =
        filler.repeat(missing / fillerLength)
            + filler.substring(0, filler.offsetByCodePoints(0, missing % fillerLength));
    result.appendText(left ? filled + text : text + filled);
  }

  private static String character(long codePoint) {
    boolean isText =
        codePoint >= 0
            && codePoint <= Character.MAX_CODE_POINT
            && !(codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    if (!isText) {
      throw new EvaluationException("Not a valid Unicode code point: " + codePoint);
    }
    return Character.toString((int) codePoint);
  }

  private static long codePoint(String text) {
    if (text.isEmpty() || text.codePointCount(0, text.length()) != 1) {
      throw new EvaluationException("Input string must be a single character string");
    }
    return text.codePointAt(0);
  }
}
