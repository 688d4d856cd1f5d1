package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.BIGINT;
import static io.lodestone.sql.type.SqlType.Scalar.BOOLEAN;
import static io.lodestone.sql.type.SqlType.Scalar.UNKNOWN;
import static io.lodestone.sql.type.SqlType.Scalar.VARCHAR;

import com.google.re2j.Matcher;
import io.lodestone.sql.type.Presence;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Functions of regular expressions in the syntax of RE2, which is that of Java without what cannot
 * be decided in time linear in the text: references back and looking around.
 */
final class RegexFunctions {
  private static final SqlType TEXTS = new ArrayOf(VARCHAR);

  private RegexFunctions() {}

  static void declare(FunctionRegistry.Builder to) {
    add(
        to,
        "regexp_like",
        BOOLEAN,
        List.of(VARCHAR, VARCHAR),
        (match, _, result) -> result.appendBoolean(match.find()));
    add(
        to,
        "regexp_extract",
        VARCHAR,
        List.of(VARCHAR, VARCHAR),
        (match, _, result) -> first(match, 0, result));
    add(
        to,
        "regexp_extract",
        VARCHAR,
        List.of(VARCHAR, VARCHAR, BIGINT),
        (match, row, result) -> first(match, row.word(2), result));
    add(
        to,
        "regexp_extract_all",
        TEXTS,
        List.of(VARCHAR, VARCHAR),
        (match, _, result) -> all(match, 0, result));
    add(
        to,
        "regexp_extract_all",
        TEXTS,
        List.of(VARCHAR, VARCHAR, BIGINT),
        (match, row, result) -> all(match, row.word(2), result));
    add(
        to,
        "regexp_replace",
        VARCHAR,
        List.of(VARCHAR, VARCHAR),
        (match, row, result) -> result.appendText(replaced(match, row.text(0), "")));
    add(
        to,
        "regexp_replace",
        VARCHAR,
        List.of(VARCHAR, VARCHAR, VARCHAR),
        (match, row, result) -> result.appendText(replaced(match, row.text(0), row.text(2))));
    add(
        to,
        "regexp_split",
        TEXTS,
        List.of(VARCHAR, VARCHAR),
        (match, row, result) -> split(match, row.text(0), result));
    to.add(
        new HigherOrder(
            "regexp_replace",
            "regexp_replace(varchar, varchar, function(array(varchar), varchar))",
            1,
            RegexFunctions::settleReplace));
  }

  /** What is done with the text of a row and its pattern, the first two arguments. */
  private interface OfMatcher {
    void apply(Matcher match, Kernels.Row row, VectorBuilder result);
  }

  private static void add(
      FunctionRegistry.Builder to,
      String name,
      SqlType returns,
      List<SqlType> arguments,
      OfMatcher f) {
    to.add(
        ScalarFunction.partial(
            name,
            returns,
            arguments,
            () -> {
              Patterns patterns = new Patterns();
              return Kernels.rows(
                  returns,
                  (row, result) ->
                      f.apply(patterns.matcher(row.text(1), row.text(0)), row, result));
            }));
  }

  private static void first(Matcher match, long group, VectorBuilder result) {
    int wanted = Patterns.group(match, group);
    append(match.find() ? match.group(wanted) : null, result);
  }

  private static void all(Matcher match, long group, VectorBuilder result) {
    int wanted = Patterns.group(match, group);
    while (match.find()) {
      append(match.group(wanted), result.elements());
    }
    result.appendArray();
  }

  private static void append(String text, VectorBuilder target) {
    if (text == null) {
      target.appendNull();
    } else {
      target.appendText(text);
    }
  }

  private static String replaced(Matcher match, String text, String replacement) {
    StringBuilder all = new StringBuilder();
    int end = 0;
    while (match.find()) {
      all.append(text, end, match.start());
      Patterns.appendReplacement(match, replacement, all);
      end = match.end();
    }
    return all.append(text, end, text.length()).toString();
  }

  private static void split(Matcher match, String text, VectorBuilder result) {
    int end = 0;
    while (match.find()) {
      result.elements().appendText(text.substring(end, match.start()));
      end = match.end();
    }
    result.elements().appendText(text.substring(end));
    result.appendArray();
  }

  // regexp_replace with a lambda over the groups of a match.

  private static Optional<HigherOrder.Settled> settleReplace(
      List<SqlType> values, HigherOrder.Lambdas lambdas) {
    if (!values.equals(List.of(VARCHAR, VARCHAR))) {
      return Optional.empty();
    }
    SqlType result = lambdas.resultOf(0, List.of(TEXTS));
    if (result != VARCHAR && result != UNKNOWN) {
      return Optional.empty();
    }
    Patterns patterns = new Patterns();
    return Optional.of(
        new HigherOrder.Settled(
            VARCHAR,
            values,
            List.of(VARCHAR),
            (arguments, bodies, size) -> replace(patterns, arguments, bodies[0], size)));
  }

  /** A match whose lambda gives NULL is left out. */
  private static Vector replace(
      Patterns patterns, Vector[] arguments, LambdaBody.Bound lambda, int size) {
    long[] presence = Presence.ofAll(arguments, size);
    VectorBuilder groups = VectorBuilder.of(TEXTS);
    int[] owners = new int[16];
    int[] starts = new int[16];
    int[] ends = new int[16];
    int count = 0;
    for (int row = 0; row < size; row++) {
      if (!Presence.has(presence, row)) {
        continue;
      }
      Matcher match =
          patterns.matcher(Vectors.textAt(arguments[1], row), Vectors.textAt(arguments[0], row));
      while (match.find()) {
        if (count == owners.length) {
          owners = Arrays.copyOf(owners, 2 * count);
          starts = Arrays.copyOf(starts, 2 * count);
          ends = Arrays.copyOf(ends, 2 * count);
        }
        for (int group = 1; group <= match.groupCount(); group++) {
          append(match.group(group), groups.elements());
        }
        groups.appendArray();
        owners[count] = row;
        starts[count] = match.start();
        ends[count++] = match.end();
      }
    }
    Vector replacements = lambda.of(owners, count, groups.build());
    VectorBuilder result = VectorBuilder.of(VARCHAR);
    int at = 0;
    for (int row = 0; row < size; row++) {
      if (!Presence.has(presence, row)) {
        result.appendNull();
        continue;
      }
      String text = Vectors.textAt(arguments[0], row);
      StringBuilder all = new StringBuilder();
      int end = 0;
      for (; at < count && owners[at] == row; at++) {
        all.append(text, end, starts[at]);
        if (replacements.isPresent(at)) {
          all.append(Vectors.textAt(replacements, at));
        }
        end = ends[at];
      }
      result.appendText(all.append(text, end, text.length()).toString());
    }
    return result.build();
  }
}
