package io.lodestone.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The columns that a part of a generated statement may speak of, and expressions over them. */
final class RelationalScope {
  /** Types of columns; time spans and the like are for the other statements. */
  enum Type {
    TEXT,
    WHOLE,
    NUMBER,
    INSTANT,
    TRUTH;

    static Type any(SplittableRandom random) {
      return values()[random.nextInt(values().length)];
    }
  }

  /** A column as a statement writes it. */
  record Name(String sql, Type type) {}

  private final SplittableRandom random;
  private final List<Name> names;

  RelationalScope(SplittableRandom random, List<Name> names) {
    this.random = random;
    this.names = List.copyOf(names);
  }

  /** The columns of a stored table under an alias. */
  static List<Name> ofTable(String alias) {
    return List.of(
        new Name(alias + ".host", Type.TEXT),
        new Name(alias + ".time", Type.INSTANT),
        new Name(alias + ".id", Type.WHOLE),
        new Name(alias + ".n", Type.WHOLE),
        new Name(alias + ".x", Type.NUMBER),
        new Name(alias + ".w", Type.TEXT),
        new Name(alias + ".f", Type.TRUTH));
  }

  List<Name> names() {
    return names;
  }

  RelationalScope and(List<Name> more) {
    List<Name> all = new ArrayList<>(names);
    all.addAll(more);
    return new RelationalScope(random, all);
  }

  /** A column of a type, or a literal where there is none. */
  String column(Type type) {
    List<Name> fitting = names.stream().filter(name -> name.type() == type).toList();
    return fitting.isEmpty() ? literal(type) : fitting.get(random.nextInt(fitting.size())).sql();
  }

  String literal(Type type) {
    return switch (type) {
      case TEXT -> pick("'a'", "'b'", "'h1'", "''", "'h2'");
      case WHOLE -> "BIGINT '" + random.nextInt(-3, 6) + "'";
      case NUMBER -> random.nextInt(-8, 12) / 4.0 + "e0";
      case INSTANT ->
          "TIMESTAMP '2024-03-01 1%d:%d0:00.000000000'"
              .formatted(random.nextInt(2), random.nextInt(6));
      case TRUTH -> pick("true", "false");
    };
  }

  String expression(Type type, int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return random.nextInt(6) == 0 ? literal(type) : column(type);
    }
    int less = depth - 1;
    if (random.nextInt(6) == 0) {
      return pick(
          "coalesce(" + expression(type, less) + ", " + expression(type, less) + ")",
          "CASE WHEN " + condition(less) + " THEN " + expression(type, less) + " END",
          "if(" + condition(less) + ", " + expression(type, less) + ", " + column(type) + ")",
          "nullif(" + expression(type, less) + ", " + literal(type) + ")");
    }
    return switch (type) {
      case TEXT ->
          pick(
              "upper(" + expression(type, less) + ")",
              "(" + expression(type, less) + " || " + column(type) + ")",
              "substr(" + column(type) + ", 2)",
              "CAST(" + expression(Type.WHOLE, less) + " AS varchar)");
      case WHOLE ->
          pick(
              "(" + expression(type, less) + " + " + column(type) + ")",
              "(" + column(type) + " * 2)",
              "length(" + expression(Type.TEXT, less) + ")",
              "date_diff('minute', " + column(Type.INSTANT) + ", " + column(Type.INSTANT) + ")",
              "abs(" + column(type) + ")");
      case NUMBER ->
          pick(
              "(" + expression(type, less) + " + " + column(type) + ")",
              "(" + column(Type.WHOLE) + " * 0.5e0)",
              "(" + column(type) + " / 2)",
              "abs(" + expression(type, less) + ")");
      case INSTANT ->
          pick(
              "date_trunc('hour', " + column(type) + ")",
              "(" + column(type) + " + INTERVAL '" + random.nextInt(1, 60) + "' MINUTE)",
              "date_add('minute', " + random.nextInt(-30, 30) + ", " + column(type) + ")");
      case TRUTH -> "(" + condition(less) + ")";
    };
  }

  String condition(int depth) {
    int less = Math.max(0, depth - 1);
    if (depth > 0 && random.nextInt(2) == 0) {
      return pick(
          "(" + condition(less) + " AND " + condition(less) + ")",
          "(" + condition(less) + " OR " + condition(less) + ")",
          "NOT (" + condition(less) + ")");
    }
    Type type = Type.any(random);
    return pick(
        compared(type, less),
        compared(type, less),
        column(type) + pick(" IS NULL", " IS NOT NULL"),
        column(type) + " IS DISTINCT FROM " + expression(type, less),
        column(Type.WHOLE) + " BETWEEN " + literal(Type.WHOLE) + " AND " + column(Type.WHOLE),
        column(Type.TEXT) + pick(" IN ('h0', 'h1')", " NOT IN ('a', 'h2')", " IN ('a', NULL)"),
        column(Type.TEXT) + pick(" LIKE 'h%'", " LIKE '%b'", " NOT LIKE '_1'"));
  }

  private String compared(Type type, int depth) {
    String sign = type == Type.TRUTH ? pick(" = ", " <> ") : pick(" = ", " <> ", " < ", " >= ");
    return column(type) + sign + expression(type, depth);
  }

  /** All columns in some order, so that rows that tie are the same rows. */
  String totalOrder() {
    List<String> keys = new ArrayList<>();
    for (Name name : names) {
      keys.add(random.nextInt(keys.size() + 1), name.sql() + direction(name.type()));
    }
    return String.join(", ", keys);
  }

  /** What may stand behind a key of ORDER BY. */
  String direction(Type type) {
    // NaN is the least for Trino where NULL comes first.
    return type == Type.NUMBER
        ? pick("", " DESC")
        : pick("", "", " DESC", " NULLS FIRST", " DESC NULLS FIRST");
  }

  String pick(String... options) {
    return options[random.nextInt(options.length)];
  }
}
