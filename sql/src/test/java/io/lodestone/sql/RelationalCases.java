package io.lodestone.sql;

import io.lodestone.sql.RelationalScope.Name;
import io.lodestone.sql.RelationalScope.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Random queries over {@link RelationalData}: joins of all kinds, sub-queries that speak of the row
 * around them or not, groups and sets of groups, windows, set operations, UNNEST, WITH, and rows in
 * an order and cut. Where an answer would depend on how ties fall, the order is made total.
 */
final class RelationalCases {
  private final SplittableRandom random;
  private int aliases;

  RelationalCases(SplittableRandom random) {
    this.random = random;
  }

  /**
   * A query.
   *
   * @param isOrdered whether the order of its rows is settled
   */
  record Case(String sql, boolean isOrdered) {}

  /** A select list, and the types of what is in it. */
  private record Select(String sql, List<Type> types) {}

  Case next() {
    aliases = 0;
    Select select =
        switch (random.nextInt(10)) {
          case 0, 1, 2 -> rows(2);
          case 3, 4, 5 -> groups();
          case 6, 7 -> windows();
          case 8 -> sets();
          default -> with();
        };
    if (random.nextInt(5) < 3) {
      return new Case(select.sql(), false);
    }
    RelationalScope none = new RelationalScope(random, List.of());
    String order =
        IntStream.range(0, select.types().size())
            .mapToObj(i -> i + 1 + none.direction(select.types().get(i)))
            .collect(Collectors.joining(", ", " ORDER BY ", ""));
    String cut =
        pick(
            "", " LIMIT " + random.nextInt(6), " OFFSET 1", " OFFSET 2 LIMIT " + random.nextInt(4));
    return new Case(select.sql() + order + cut, true);
  }

  // FROM.

  private String alias() {
    return "r" + ++aliases;
  }

  private String table() {
    return random.nextInt(10) == 0 ? "rel.nil" : pick("rel.one", "rel.two");
  }

  /** FROM with one source or more; adds the columns to {@code names}. */
  private String from(List<Name> names, int depth) {
    StringBuilder from = new StringBuilder(source(names, depth));
    int joins = List.of(0, 0, 1, 1, 2).get(random.nextInt(5));
    for (int i = 0; i < joins; i++) {
      from.append(join(names, depth));
    }
    return from.toString();
  }

  private String source(List<Name> names, int depth) {
    String alias = alias();
    if (depth == 0 || random.nextInt(3) > 0) {
      names.addAll(RelationalScope.ofTable(alias));
      return table() + " " + alias;
    }
    List<Name> inner = RelationalScope.ofTable("s");
    RelationalScope scope = new RelationalScope(random, inner);
    switch (random.nextInt(4)) {
      case 0 -> {
        names.addAll(RelationalScope.ofTable(alias));
        return "(SELECT * FROM %s s WHERE %s) %s".formatted(table(), scope.condition(1), alias);
      }
      case 1 -> {
        names.add(new Name(alias + ".host", Type.TEXT));
        names.add(new Name(alias + ".time", Type.INSTANT));
        names.add(new Name(alias + ".n", Type.WHOLE));
        return "(SELECT host, max(time) AS time, sum(n) AS n FROM %s s%s GROUP BY host) %s"
            .formatted(table(), random.nextBoolean() ? "" : " WHERE " + scope.condition(1), alias);
      }
      case 2 -> {
        names.add(new Name(alias + ".host", Type.TEXT));
        names.add(new Name(alias + ".n", Type.WHOLE));
        return "(SELECT host, n FROM %s %s SELECT w, id FROM %s) %s"
            .formatted(table(), pick("UNION", "UNION ALL", "EXCEPT"), table(), alias);
      }
      default -> {
        names.add(new Name(alias + ".host", Type.TEXT));
        names.add(new Name(alias + ".n", Type.WHOLE));
        return "(VALUES ('h1', BIGINT '1'), ('h2', NULL), ('h0', BIGINT '3')) AS %s(host, n)"
            .formatted(alias);
      }
    }
  }

  private String join(List<Name> names, int depth) {
    RelationalScope left = new RelationalScope(random, names);
    if (random.nextInt(6) == 0) {
      String alias = alias();
      String array =
          "ARRAY[" + left.column(Type.WHOLE) + ", " + left.literal(Type.WHOLE) + ", NULL]";
      names.add(new Name(alias + ".el", Type.WHOLE));
      if (random.nextBoolean()) {
        return " CROSS JOIN UNNEST(" + array + ") AS " + alias + "(el)";
      }
      names.add(new Name(alias + ".nr", Type.WHOLE));
      return " CROSS JOIN UNNEST(" + array + ") WITH ORDINALITY AS " + alias + "(el, nr)";
    }
    List<Name> right = new ArrayList<>();
    String source = source(right, depth);
    RelationalScope rightScope = new RelationalScope(random, right);
    Type type = random.nextInt(3) == 0 ? Type.WHOLE : Type.TEXT;
    String on = left.column(type) + " = " + rightScope.column(type);
    names.addAll(right);
    RelationalScope both = new RelationalScope(random, names);
    if (random.nextInt(3) == 0) {
      on += " AND " + both.condition(1);
    }
    return switch (random.nextInt(9)) {
      case 0, 1, 2 -> " JOIN " + source + " ON " + on;
      case 3, 4, 5 -> " LEFT JOIN " + source + " ON " + on;
      case 6 -> " RIGHT JOIN " + source + " ON " + on;
      case 7 -> " FULL JOIN " + source + " ON " + on;
      default -> " CROSS JOIN " + source;
    };
  }

  // WHERE.

  private String where(RelationalScope scope, int depth) {
    return random.nextInt(3) == 0 ? "" : " WHERE " + test(scope, depth);
  }

  private String test(RelationalScope scope, int depth) {
    if (depth == 0 || random.nextInt(2) == 0) {
      return scope.condition(2);
    }
    String asked = question(scope);
    return switch (random.nextInt(4)) {
      case 0 -> asked + " AND " + scope.condition(1);
      case 1 -> "(" + asked + " OR " + scope.condition(1) + ")";
      default -> asked;
    };
  }

  /** A condition with a sub-query. */
  private String question(RelationalScope scope) {
    String alias = alias();
    RelationalScope inner = new RelationalScope(random, RelationalScope.ofTable(alias));
    String from = " FROM " + table() + " " + alias;
    Type type = random.nextBoolean() ? Type.TEXT : Type.WHOLE;
    String equal = inner.column(type) + " = " + scope.column(type);
    String more = random.nextBoolean() ? "" : " AND " + inner.condition(1);
    return switch (random.nextInt(8)) {
      case 0, 1 ->
          "%s %s (SELECT %s%s%s)"
              .formatted(
                  scope.expression(type, 1),
                  pick("IN", "NOT IN"),
                  inner.expression(type, 1),
                  from,
                  random.nextBoolean() ? "" : " WHERE " + inner.condition(1));
      case 2 ->
          "%s %s (SELECT %s%s WHERE %s)"
              .formatted(
                  scope.column(type),
                  pick("IN", "NOT IN"),
                  inner.column(type),
                  from,
                  inner.column(Type.TEXT) + " = " + scope.column(Type.TEXT) + more);
      case 3, 4 -> pick("", "NOT ") + "EXISTS (SELECT 1" + from + " WHERE " + equal + more + ")";
      case 5 -> "%s %s %s".formatted(scope.column(Type.WHOLE), pick(">=", "<", "="), single(scope));
      case 6 ->
          "%s %s %s (SELECT %s%s)"
              .formatted(
                  scope.column(type),
                  pick("<", ">=", "=", "<>"),
                  pick("ALL", "ANY"),
                  inner.column(type),
                  from);
      default ->
          pick("", "NOT ") + "EXISTS (SELECT 1" + from + " WHERE " + inner.condition(1) + ")";
    };
  }

  /** A sub-query of one whole number. */
  private String single(RelationalScope scope) {
    String alias = alias();
    RelationalScope inner = new RelationalScope(random, RelationalScope.ofTable(alias));
    Type type = random.nextBoolean() ? Type.TEXT : Type.WHOLE;
    String equal = inner.column(type) + " = " + scope.column(type);
    String figure = pick("max(%s)", "min(%s)", "sum(%s)", "count(%s)", "max(%s) + 1");
    return "(SELECT %s FROM %s %s%s)"
        .formatted(
            figure.formatted(inner.column(Type.WHOLE)),
            table(),
            alias,
            pick(
                "",
                " WHERE " + equal,
                " WHERE " + equal,
                " WHERE " + equal + " AND " + inner.condition(1)));
  }

  // The kinds of queries.

  private Select rows(int depth) {
    List<Name> names = new ArrayList<>();
    String from = from(names, Math.min(1, depth));
    RelationalScope scope = new RelationalScope(random, names);
    List<Type> types = types(random.nextInt(1, 4));
    List<String> items = new ArrayList<>();
    types.forEach(type -> items.add(scope.expression(type, 2)));
    if (depth > 1 && random.nextInt(4) == 0) {
      items.add(single(scope));
      types.add(Type.WHOLE);
    }
    return new Select(
        "SELECT "
            + (random.nextInt(4) == 0 ? "DISTINCT " : "")
            + String.join(", ", items)
            + " FROM "
            + from
            + where(scope, depth),
        types);
  }

  private List<Type> types(int count) {
    return Stream.generate(() -> Type.any(random))
        .limit(count)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private Select groups() {
    List<Name> names = new ArrayList<>();
    String from = from(names, 1);
    RelationalScope scope = new RelationalScope(random, names);
    List<Type> types = types(random.nextInt(4));
    List<String> keys = new ArrayList<>();
    types.forEach(type -> keys.add(key(scope, type)));
    List<Type> all = new ArrayList<>(types);
    List<String> items = new ArrayList<>(keys);
    String by = keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys);
    boolean plain = keys.stream().distinct().count() == keys.size();
    if (!keys.isEmpty() && plain && random.nextInt(3) == 0) {
      by = " GROUP BY " + groupingSets(keys);
      items.add("grouping(" + String.join(", ", keys) + ")");
      all.add(Type.WHOLE);
    }
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      Name figure = figure(scope);
      items.add(figure.sql());
      all.add(figure.type());
    }
    String having =
        random.nextInt(4) > 0
            ? ""
            : " HAVING "
                + pick("count(*) > 1", "max(%s) > 1", "sum(%s) IS NOT NULL")
                    .formatted(scope.column(Type.WHOLE));
    return new Select(
        "SELECT " + String.join(", ", items) + " FROM " + from + where(scope, 1) + by + having,
        all);
  }

  /** A column, for sets of groups are made of columns alone. */
  private String key(RelationalScope scope, Type type) {
    List<Name> fitting = scope.names().stream().filter(n -> n.type() == type).toList();
    List<Name> all = fitting.isEmpty() ? scope.names() : fitting;
    return all.get(random.nextInt(all.size())).sql();
  }

  private String groupingSets(List<String> keys) {
    String list = String.join(", ", keys);
    return pick(
        "ROLLUP (" + list + ")",
        "CUBE (" + list + ")",
        "GROUPING SETS ((" + list + "), ())",
        "GROUPING SETS ((" + keys.getFirst() + "), (" + keys.getLast() + "), ())");
  }

  private Name figure(RelationalScope scope) {
    String whole = scope.column(Type.WHOLE);
    String number = scope.column(Type.NUMBER);
    String text = scope.column(Type.TEXT);
    String filter = random.nextInt(5) == 0 ? " FILTER (WHERE " + scope.condition(1) + ")" : "";
    return switch (random.nextInt(14)) {
      case 0 -> new Name("count(*)" + filter, Type.WHOLE);
      case 1 -> new Name("count(" + text + ")" + filter, Type.WHOLE);
      case 2 -> new Name("count(DISTINCT " + text + ")", Type.WHOLE);
      case 3 -> new Name("sum(" + whole + ")" + filter, Type.WHOLE);
      case 4 -> new Name("sum(DISTINCT " + whole + ")", Type.WHOLE);
      case 5 -> new Name("sum(" + number + ")" + filter, Type.NUMBER);
      case 6 -> new Name("avg(" + whole + ")", Type.NUMBER);
      case 7 -> new Name("min(" + text + ")" + filter, Type.TEXT);
      case 8 -> new Name("max(" + scope.column(Type.INSTANT) + ")" + filter, Type.INSTANT);
      case 9 -> new Name("min(" + number + ")", Type.NUMBER);
      case 10 ->
          // Trino passes over NaN here.
          new Name("max(%s) FILTER (WHERE NOT is_nan(%s))".formatted(number, number), Type.NUMBER);
      case 11 -> new Name("bool_or(" + scope.column(Type.TRUTH) + ")", Type.TRUTH);
      case 12 -> new Name("count_if(" + scope.condition(1) + ")", Type.WHOLE);
      default ->
          new Name("max(" + scope.expression(Type.WHOLE, 1) + ") - min(" + whole + ")", Type.WHOLE);
    };
  }

  private Select windows() {
    List<Name> names = new ArrayList<>();
    String from = from(names, 1);
    RelationalScope scope = new RelationalScope(random, names);
    List<Type> types = types(random.nextInt(1, 3));
    List<String> items = new ArrayList<>();
    types.forEach(type -> items.add(scope.column(type)));
    for (int i = random.nextInt(1, 3); i > 0; i--) {
      Name window = window(scope);
      items.add(window.sql());
      types.add(window.type());
    }
    return new Select(
        "SELECT " + String.join(", ", items) + " FROM " + from + where(scope, 1), types);
  }

  private Name window(RelationalScope scope) {
    String partition =
        random.nextInt(3) == 0 ? "" : "PARTITION BY " + scope.column(Type.TEXT) + " ";
    String over = " OVER (" + partition + "ORDER BY " + scope.totalOrder();
    Type type = Type.any(random);
    String value = scope.column(type);
    String nulls = pick("", "", " IGNORE NULLS");
    String rows =
        pick(
            "",
            " ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING",
            " ROWS 2 PRECEDING",
            " ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING",
            " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING",
            " GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW",
            " RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW");
    String whole = scope.column(Type.WHOLE);
    String range =
        " OVER (%sORDER BY %s%s RANGE BETWEEN %d PRECEDING AND %d FOLLOWING)"
            .formatted(
                partition,
                whole,
                pick("", " DESC", " NULLS FIRST"),
                random.nextInt(3),
                random.nextInt(3));
    return switch (random.nextInt(13)) {
      case 0 -> new Name("row_number()" + over + ")", Type.WHOLE);
      case 1 -> new Name("rank() OVER (" + partition + "ORDER BY " + value + ")", Type.WHOLE);
      case 2 ->
          new Name("dense_rank() OVER (" + partition + "ORDER BY " + value + " DESC)", Type.WHOLE);
      case 3 ->
          new Name("lag(" + value + ", " + random.nextInt(3) + ")" + nulls + over + ")", type);
      case 4 -> new Name("lead(" + value + ")" + nulls + over + ")", type);
      case 5 -> new Name("first_value(" + value + ")" + nulls + over + rows + ")", type);
      case 6 -> new Name("last_value(" + value + ")" + nulls + over + rows + ")", type);
      case 7 -> new Name("nth_value(" + value + ", 2)" + nulls + over + rows + ")", type);
      case 8 -> new Name("sum(" + whole + ")" + over + rows + ")", Type.WHOLE);
      case 9 -> new Name("count(" + value + ")" + over + rows + ")", Type.WHOLE);
      case 10 -> new Name("max(" + scope.column(Type.TEXT) + ")" + over + rows + ")", Type.TEXT);
      case 11 -> new Name(pick("sum(", "min(", "count(") + whole + ")" + range, Type.WHOLE);
      default -> new Name("ntile(3)" + over + ")", Type.WHOLE);
    };
  }

  private Select sets() {
    List<Type> types = types(random.nextInt(1, 4));
    String first = plain(types);
    String combined =
        first + pick(" UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT ") + plain(types);
    if (random.nextInt(3) == 0) {
      combined =
          "(" + combined + ")" + pick(" UNION ", " INTERSECT ALL ", " EXCEPT ALL ") + plain(types);
    }
    return new Select("SELECT * FROM (" + combined + ")", types);
  }

  private String plain(List<Type> types) {
    List<Name> names = RelationalScope.ofTable("s");
    RelationalScope scope = new RelationalScope(random, names);
    return types.stream().map(scope::column).collect(Collectors.joining(", ", "SELECT ", " FROM "))
        + table()
        + " s"
        + where(scope, 0);
  }

  private Select with() {
    RelationalScope scope = new RelationalScope(random, RelationalScope.ofTable("s"));
    String body =
        "SELECT host, count(*) AS c, max(time) AS last, min(n) AS low FROM "
            + table()
            + " s"
            + where(scope, 0)
            + " GROUP BY host";
    String first = alias();
    String second = alias();
    List<Name> names =
        List.of(
            new Name(first + ".host", Type.TEXT),
            new Name(first + ".c", Type.WHOLE),
            new Name(second + ".last", Type.INSTANT),
            new Name(second + ".low", Type.WHOLE));
    RelationalScope both = new RelationalScope(random, names);
    String join =
        pick("g %s %sJOIN g %s ON %s.host = %s.host", "g %s %sJOIN g %s ON %s.c = %s.low");
    return new Select(
        "WITH g AS ("
            + body
            + ") SELECT "
            + names.stream().map(Name::sql).collect(Collectors.joining(", "))
            + " FROM "
            + join.formatted(first, pick("", "LEFT ", "FULL "), second, first, second)
            + where(both, 1),
        names.stream().map(Name::type).toList());
  }

  private String pick(String... options) {
    return options[random.nextInt(options.length)];
  }
}
