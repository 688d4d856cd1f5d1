package io.lodestone.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Statements that Trino and Lodestone should answer alike: expressions made of patterns with random
 * values in their gaps, and aggregates over random rows. What the two do differently on purpose is
 * not made; docs/sql.md lists it.
 *
 * <p>A gap is a letter in braces: {@code b} bigint, {@code s} small whole number, {@code p} from 1
 * to 9, {@code d} double, {@code t} text, {@code w} word, {@code x} truth, {@code i} timestamp,
 * {@code c} date, {@code A} array of whole numbers, {@code D} of doubles, {@code T} of words,
 * {@code u} unit, {@code r} pattern.
 */
final class TrinoCases {
  /** Expressions of one statement. */
  private static final int PER_STATEMENT = 20;

  private static final List<String> EXPRESSIONS =
      List.of(
          // Numbers.
          "{b} + {b}",
          "{b} - {b}",
          "{b} * {b}",
          "{b} / {b}",
          "{b} % {b}",
          "-({b})",
          "{d} + {d}",
          "{d} - {d}",
          "{d} * {d}",
          "{d} / {d}",
          "{d} % {d}",
          "{b} + {d}",
          "abs({b})",
          "abs({d})",
          "sign({b})",
          "sign({d})",
          "ceil({d})",
          "floor({d})",
          "round({d})",
          "round({d}, {p})",
          "truncate({d})",
          "sqrt({d})",
          "cbrt({d})",
          "exp({d})",
          "ln({d})",
          "log2({d})",
          "log10({d})",
          "degrees({d})",
          "radians({d})",
          "power({d}, {p})",
          "mod({b}, {b})",
          "mod({d}, {d})",
          "sin({d})",
          "cos({d})",
          "tan({d})",
          "asin({d})",
          "acos({d})",
          "atan({d})",
          "atan2({d}, {d})",
          "cosh({d})",
          "tanh({d})",
          "is_nan({d})",
          "is_finite({d})",
          "is_infinite({d})",
          "greatest({b}, {b}, {b})",
          "least({b}, {b})",
          "greatest({t}, {t})",
          "bitwise_and({b}, {b})",
          "bitwise_or({b}, {b})",
          "bitwise_xor({b}, {b})",
          "bitwise_not({b})",
          "bit_count({s}, {p} * 7)",
          "to_base({b}, {p} + 2)",
          "from_base({w}, 36)",
          "from_base('12', {p})",
          // Comparisons and logic.
          "{b} = {b}",
          "{b} <> {s}",
          "{s} < {s}",
          "{d} >= {d}",
          "{t} = {t}",
          "{t} < {t}",
          "{x} AND {x}",
          "{x} OR {x}",
          "NOT {x}",
          "{s} IS DISTINCT FROM {s}",
          "{s} BETWEEN {s} AND {s}",
          "{s} IN ({s}, {s}, {s})",
          "{s} NOT IN ({s}, {s})",
          "{t} IS NULL",
          "{t} LIKE '%a%'",
          "{t} LIKE '_b%'",
          "{i} < {i}",
          "{c} >= {c}",
          "CASE WHEN {x} THEN {s} WHEN {x} THEN {b} END",
          "CASE {s} WHEN {s} THEN 'a' ELSE 'b' END",
          "coalesce({s}, {s}, {b})",
          "nullif({s}, {s})",
          "if({x}, {s}, {s})",
          "if({x}, {t})",
          // Texts.
          "length({t})",
          "lower({t})",
          "upper({t})",
          "trim({t})",
          "ltrim({t})",
          "rtrim({t})",
          "reverse({t})",
          "substr({t}, {s})",
          "substr({t}, {s}, {p})",
          "replace({t}, 'a')",
          "replace({t}, 'b', {w})",
          "{t} || {w}",
          "concat({t}, {w}, {t})",
          "strpos({t}, 'a')",
          "strpos({t}, 'b', {p})",
          "strpos({t}, 'a', -{p})",
          "starts_with({t}, 'a')",
          "split({t}, 'b')",
          "split({t}, ',', {p})",
          "split_part({t}, ',', {p})",
          "lpad({t}, {p}, {w})",
          "rpad({t}, {p}, {w})",
          "codepoint('{p}')",
          "chr({p} + 64)",
          "hamming_distance({w}, {w})",
          "levenshtein_distance({t}, {w})",
          "position('b' IN {t})",
          "regexp_like({t}, {r})",
          "regexp_extract({t}, {r})",
          "regexp_extract({t}, {r}, 1)",
          "regexp_extract_all({t}, {r})",
          "regexp_replace({t}, {r})",
          "regexp_replace({t}, {r}, '<$1>')",
          "regexp_split({t}, {r})",
          "regexp_replace({t}, '([ab])', m -> upper(m[1]))",
          // Casts.
          "cast({b} AS varchar)",
          "cast({x} AS varchar)",
          "cast({d} AS bigint)",
          "cast({b} AS double)",
          "cast({b} AS integer)",
          "cast({w} AS bigint)",
          "cast('{p}7' AS bigint)",
          "cast({x} AS bigint)",
          "cast({s} AS boolean)",
          "cast({i} AS date)",
          "cast({c} AS varchar)",
          "try_cast({t} AS double)",
          "cast({A} AS array(varchar))",
          "cast({A} AS array(double))",
          // Times.
          "date_trunc({u}, {i})",
          "date_trunc('month', {c})",
          "date_add({u}, {s}, {i})",
          "date_add('month', {s}, {c})",
          "date_diff({u}, {i}, {i})",
          "date_diff('day', {c}, {c})",
          "year({i})",
          "quarter({i})",
          "month({i})",
          "week({i})",
          "day({i})",
          "day_of_week({i})",
          "day_of_year({i})",
          "year_of_week({i})",
          "hour({i})",
          "minute({i})",
          "second({i})",
          "millisecond({i})",
          "year({c})",
          "week({c})",
          "extract(DOW FROM {c})",
          "last_day_of_month({i})",
          "date_format({i}, '%Y-%m-%d %H:%i:%s')",
          "date_format({i}, '%a %b %c %e %k %l %p %W %M %y %j %T %r')",
          "to_iso8601({c})",
          "from_iso8601_date(to_iso8601({c}))",
          "{i} + INTERVAL '{p}' DAY",
          "{i} - INTERVAL '{p}' HOUR",
          "{i} + INTERVAL '{p}' MONTH",
          "{c} - INTERVAL '{p}' MONTH",
          "to_unixtime({i})",
          // Arrays.
          "{A}[{p}]",
          "element_at({A}, {s})",
          "cardinality({A})",
          "contains({A}, {s})",
          "array_distinct({A})",
          "array_intersect({A}, {A})",
          "array_union({A}, {A})",
          "array_except({A}, {A})",
          "array_join({A}, ',')",
          "array_join({T}, '-', '?')",
          "array_max({A})",
          "array_min({A})",
          "array_max({D})",
          "array_min({T})",
          "array_position({A}, {s})",
          "array_remove({A}, {s})",
          "array_sort({A})",
          "array_sort({D})",
          "array_sort({T})",
          "arrays_overlap({A}, {A})",
          "concat({A}, {A})",
          "{A} || {A}",
          "{A} || {p}",
          "flatten(ARRAY[{A}, NULL, {A}])",
          "repeat({s}, {p})",
          "reverse({A})",
          "slice({A}, {s}, {p})",
          "sequence({s}, {s})",
          "sequence({s}, {s}, {s})",
          "zip({A}, {T})",
          "{A} = {A}",
          "{A} <> {A}",
          "{T} < {T}",
          "ARRAY[{s}, {b}] = ARRAY[{s}]",
          "ROW({s}, {w}) = ROW({s}, {w})",
          "ROW({p}, {w}) < ROW({p}, {w})",
          "{A} IS DISTINCT FROM {A}",
          // Lambdas.
          "transform({A}, e -> e * {p})",
          "transform({T}, e -> length(e))",
          "filter({A}, e -> e > {s})",
          "filter({T}, e -> e IS NOT NULL)",
          "any_match({A}, e -> e > {s})",
          "all_match({A}, e -> e > {s})",
          "none_match({A}, e -> e > {s})",
          "zip_with({A}, {A}, (l, r) -> l + r)",
          "reduce({A}, BIGINT '0', (s, e) -> s + coalesce(e, 0), s -> s * 2)",
          "transform({A}, e -> transform({A}, f -> e + f))");

  private static final List<String> AGGREGATES =
      List.of(
          "count(*)",
          "count(x)",
          "count(DISTINCT x)",
          "sum(x)",
          "avg(x)",
          "min(x)",
          "max(x)",
          "sum(y)",
          "avg(y)",
          "min(y)",
          "max(y)",
          "min(w)",
          "max(w)",
          "bool_and(x > 0)",
          "bool_or(x > 0)",
          "every(x > -5)",
          "count_if(x > 0)",
          "geometric_mean(abs(y) + 1)",
          "stddev(x)",
          "stddev_pop(y)",
          "variance(x)",
          "var_pop(y)",
          "var_samp(y)",
          "skewness(y)",
          "kurtosis(y)",
          "corr(y, x)",
          "covar_pop(y, x)",
          "covar_samp(y, x)",
          "regr_slope(y, x)",
          "regr_intercept(y, x)",
          "bitwise_and_agg(x)",
          "bitwise_or_agg(x)",
          "max_by(w, i)",
          "min_by(w, i)",
          "max(x, 2)",
          "min(x, 3)",
          "max_by(x, i, 2)",
          "min_by(x, i, 2)",
          "max_by(coalesce(x, 9), i, 2)",
          "min_by(coalesce(x, 9), -i, 3)",
          "array_sort(array_agg(x))",
          "approx_distinct(w)",
          "sum(x) FILTER (WHERE x > 0)",
          "count(DISTINCT ROW(x, w))",
          "array_sort(array_agg(DISTINCT w))");

  private final SplittableRandom random;

  TrinoCases(SplittableRandom random) {
    this.random = random;
  }

  /** Statements of expressions, each pattern so often. */
  List<String> expressions(int each) {
    List<String> expressions = new ArrayList<>();
    for (String pattern : EXPRESSIONS) {
      for (int i = 0; i < each; i++) {
        expressions.add("TRY(" + filled(pattern) + ")");
      }
    }
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < expressions.size(); i += PER_STATEMENT) {
      statements.add(
          "SELECT "
              + String.join(
                  ", ", expressions.subList(i, Math.min(i + PER_STATEMENT, expressions.size()))));
    }
    return statements;
  }

  /** Statements of aggregates over random rows. */
  List<String> aggregates(int count) {
    List<String> statements = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      String rows =
          IntStream.range(0, random.nextInt(1, 12))
              .mapToObj(
                  i ->
                      filled(
                          "(%d, CAST({s} AS bigint), CAST({y} AS double), {w}, {p} %% 3)"
                              .formatted(i)))
              .collect(Collectors.joining(", "));
      String from = " FROM (VALUES " + rows + ") AS t(i, x, y, w, g)";
      statements.add(
          "SELECT " + String.join(", ", AGGREGATES) + from + (n % 2 == 0 ? "" : " WHERE g = 1"));
      statements.add(
          "SELECT g, " + String.join(", ", AGGREGATES) + from + " GROUP BY g ORDER BY g");
    }
    return statements;
  }

  /**
   * The same expressions, a statement for each; just the statement if it is none of expressions.
   */
  static List<String> taken(String statement) {
    return statement.startsWith("SELECT TRY(")
        ? Arrays.stream(statement.substring("SELECT ".length()).split(", (?=TRY\\()"))
            .map(expression -> "SELECT " + expression)
            .toList()
        : List.of(statement);
  }

  private String filled(String pattern) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) == '{') {
        text.append(value(pattern.charAt(i + 1)));
        i += 2;
      } else {
        text.append(pattern.charAt(i));
      }
    }
    return text.toString();
  }

  private String value(char gap) {
    return switch (gap) {
      case 'b' -> "BIGINT '" + whole() + "'";
      case 's' -> orNull(Integer.toString(random.nextInt(-4, 8)), "CAST(NULL AS integer)");
      case 'p' -> Integer.toString(random.nextInt(1, 10));
      case 'd' -> number();
      case 'y' -> orNull(random.nextInt(-50, 50) + "e-1", "NULL");
      case 't' -> orNull("'" + text(9) + "'", "CAST(NULL AS varchar)");
      case 'w' -> "'" + text(3) + "'";
      case 'x' -> List.of("true", "false", "CAST(NULL AS boolean)").get(random.nextInt(3));
      case 'i' -> timestamp();
      case 'c' -> "DATE '" + date() + "'";
      case 'A' -> array(() -> orNull(Integer.toString(random.nextInt(-4, 8)), "NULL"), "integer");
      case 'D' -> array(() -> orNull(random.nextInt(-9, 9) + "e-1", "NULL"), "double");
      case 'T' -> array(() -> orNull("'" + text(2) + "'", "NULL"), "varchar");
      case 'u' -> "'" + UNITS.get(random.nextInt(UNITS.size())) + "'";
      case 'r' -> "'" + REGEXES.get(random.nextInt(REGEXES.size())) + "'";
      default -> throw new IllegalArgumentException("no gap " + gap);
    };
  }

  private static final List<String> UNITS =
      List.of("second", "minute", "hour", "day", "week", "month", "quarter", "year");

  /** Each has a group, and none matches nothing. */
  private static final List<String> REGEXES =
      List.of("(a)", "([ab]+)", "(b|,)a", "^(.)", "(\\w+)$", "([^a]+)a", "(?i)(A)b?", "(a)|(b)");

  private long whole() {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextLong();
      case 1 -> List.of(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE + 1).get(random.nextInt(5));
      default -> random.nextLong(-100, 100);
    };
  }

  private String number() {
    return switch (random.nextInt(8)) {
      case 0 -> List.of("nan()", "infinity()", "-infinity()", "0e0", "-0e0").get(random.nextInt(5));
      case 1 -> random.nextInt(-9, 9) + ".5e0";
      case 2 -> random.nextLong(1_000_000_000_000L) + "e3";
      case 3 -> random.nextInt(1_000) + "e-5";
      default -> random.nextInt(-100, 100) + "." + random.nextInt(1_000) + "e0";
    };
  }

  private String text(int lengthMax) {
    String letters = "aabbAB, 1ä€";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(lengthMax + 1); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  private String timestamp() {
    return "TIMESTAMP '%s %02d:%02d:%02d.%09d'"
        .formatted(
            date(),
            random.nextInt(24),
            random.nextInt(60),
            random.nextInt(60),
            random.nextInt(1_000_000_000));
  }

  private String date() {
    // Days up to 31 where the month has them, leap days among them.
    int month = random.nextInt(1, 13);
    int year = random.nextInt(1971, 2100);
    int days = java.time.YearMonth.of(year, month).lengthOfMonth();
    int day = random.nextInt(4) == 0 ? days : random.nextInt(1, days + 1);
    return "%04d-%02d-%02d".formatted(year, month, day);
  }

  private String array(java.util.function.Supplier<String> element, String type) {
    String elements =
        IntStream.range(0, random.nextInt(6))
            .mapToObj(_ -> element.get())
            .collect(Collectors.joining(", "));
    return "CAST(ARRAY[" + elements + "] AS array(" + type + "))";
  }

  private String orNull(String value, String none) {
    return random.nextInt(8) == 0 ? none : value;
  }
}
