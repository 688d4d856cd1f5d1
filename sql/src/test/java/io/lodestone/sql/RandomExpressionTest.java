package io.lodestone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.TableSchema;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random conditions and groupings over random rows, against an evaluation of one row at a time that
 * knows nothing of vectors, dictionaries, push-down or batches.
 */
@ExtendWith(SeedExtension.class)
final class RandomExpressionTest {
  private static final int STATEMENTS = 400;

  /** A condition or number as SQL, and its meaning for a row. */
  private record Piece(String sql, Meaning meaning) {}

  private interface Meaning {
    /** Null for NULL. */
    Object of(Map<String, Object> row);
  }

  @Test
  void conditionsAgreeWithRowsOneAtATime(Seed seed) {
    SplittableRandom random = seed.random();
    for (int n = 0; n < STATEMENTS; n++) {
      MemoryTable table = table(random);
      Piece condition = condition(random, 4);
      String sql = "SELECT to_nanoseconds(time) FROM rnd.rows WHERE " + condition.sql();
      List<String> expected = new ArrayList<>();
      for (Map<String, Object> row : table.rows()) {
        if (Boolean.TRUE.equals(condition.meaning().of(row))) {
          expected.add(row.get("time").toString());
        }
      }
      List<String> answer = Answer.of(engine(table), sql);
      assertEquals(expected, answer.subList(1, answer.size()), sql);
    }
  }

  @Test
  void groupsAgreeWithRowsOneAtATime(Seed seed) {
    SplittableRandom random = seed.random();
    for (int n = 0; n < STATEMENTS; n++) {
      MemoryTable table = table(random);
      Piece key = random.nextBoolean() ? column("host") : number(random, 2);
      Piece value = number(random, 2);
      String sql =
          "SELECT %s, count(*), count(%s), min(%s), max(%s), sum(%s), count(DISTINCT %s) FROM rnd.rows GROUP BY %s"
              .formatted(
                  key.sql(),
                  value.sql(),
                  value.sql(),
                  value.sql(),
                  value.sql(),
                  value.sql(),
                  key.sql());
      Map<String, List<Long>> groups = new HashMap<>();
      for (Map<String, Object> row : table.rows()) {
        groups
            .computeIfAbsent(text(key.meaning().of(row)), _ -> new ArrayList<>())
            .add((Long) value.meaning().of(row));
      }
      List<String> expected = new ArrayList<>();
      new TreeMap<>(groups).forEach((k, values) -> expected.add(k + " | " + aggregates(values)));
      List<String> answer = Answer.of(engine(table), sql);
      List<String> rows = new ArrayList<>(answer.subList(1, answer.size()));
      Collections.sort(rows);
      Collections.sort(expected);
      assertEquals(expected, rows, sql);
    }
  }

  private static String aggregates(List<Long> values) {
    long[] present = values.stream().filter(v -> v != null).mapToLong(v -> v).toArray();
    boolean none = present.length == 0;
    return String.join(
        " | ",
        String.valueOf(values.size()),
        String.valueOf(present.length),
        none ? "NULL" : String.valueOf(Arrays.stream(present).min().getAsLong()),
        none ? "NULL" : String.valueOf(Arrays.stream(present).max().getAsLong()),
        none ? "NULL" : String.valueOf(Arrays.stream(present).sum()),
        String.valueOf(Arrays.stream(present).distinct().count()));
  }

  private static String text(Object value) {
    return value == null ? "NULL" : value.toString();
  }

  private static SqlEngine engine(MemoryTable table) {
    return new SqlEngine(
        new MemoryTables().with(table), InstantSource.fixed(SampleTables.NOW), SqlOptions.DEFAULTS);
  }

  private static MemoryTable table(SplittableRandom random) {
    MemoryTable table =
        new MemoryTable(
            new TableSchema(
                TableRef.of("rnd", "rows"),
                List.of(
                    Column.dimension("host"),
                    Column.measureName(),
                    Column.time(),
                    Column.measure("x", ValueType.BIGINT),
                    Column.measure("y", ValueType.BIGINT))),
            random.nextInt(1, 9));
    int rows = random.nextInt(40);
    for (int i = 0; i < rows; i++) {
      table.point(
          "host", random.nextInt(5) == 0 ? null : "h" + random.nextInt(3),
          "measure_name", "m",
          "time", (long) i,
          "x", random.nextInt(5) == 0 ? null : random.nextLong(-3, 4),
          "y", random.nextInt(5) == 0 ? null : random.nextLong(-3, 4));
    }
    return table;
  }

  private static Piece condition(SplittableRandom random, int depth) {
    if (depth == 0) {
      return comparison(random);
    }
    return switch (random.nextInt(9)) {
      case 0, 1 -> and(condition(random, depth - 1), condition(random, depth - 1));
      case 2, 3 -> or(condition(random, depth - 1), condition(random, depth - 1));
      case 4 -> not(condition(random, depth - 1));
      case 5 -> isNull(random.nextBoolean() ? number(random, 1) : column("host"));
      case 6 -> in(random);
      case 7 -> host(random);
      default -> comparison(random);
    };
  }

  private static Piece and(Piece a, Piece b) {
    return new Piece(
        "(" + a.sql() + " AND " + b.sql() + ")",
        row -> {
          Object left = a.meaning().of(row);
          Object right = b.meaning().of(row);
          if (Boolean.FALSE.equals(left) || Boolean.FALSE.equals(right)) {
            return false;
          }
          return left == null || right == null ? null : true;
        });
  }

  private static Piece or(Piece a, Piece b) {
    Piece neither = not(and(not(a), not(b)));
    return new Piece("(" + a.sql() + " OR " + b.sql() + ")", neither.meaning());
  }

  private static Piece not(Piece a) {
    return new Piece(
        "NOT (" + a.sql() + ")",
        row -> {
          Object value = a.meaning().of(row);
          return value == null ? null : !(Boolean) value;
        });
  }

  private static Piece isNull(Piece a) {
    return new Piece("(" + a.sql() + ") IS NULL", row -> a.meaning().of(row) == null);
  }

  private static Piece in(SplittableRandom random) {
    Piece value = number(random, 1);
    Piece first = constant(random.nextLong(-3, 4));
    Piece second =
        random.nextBoolean() ? constant(random.nextLong(-3, 4)) : new Piece("NULL", _ -> null);
    Meaning equals = or(compare("=", value, first), compare("=", value, second)).meaning();
    return new Piece("(%s) IN (%s, %s)".formatted(value.sql(), first.sql(), second.sql()), equals);
  }

  private static Piece host(SplittableRandom random) {
    String text = "h" + random.nextInt(4);
    Piece literal = new Piece("'" + text + "'", _ -> text);
    return compare(new String[] {"=", "<>", "<", ">="}[random.nextInt(4)], column("host"), literal);
  }

  private static Piece comparison(SplittableRandom random) {
    String[] operators = {"=", "<>", "<", "<=", ">", ">="};
    Piece left = random.nextInt(4) == 0 ? timeNumber() : number(random, 2);
    return compare(operators[random.nextInt(operators.length)], left, number(random, 2));
  }

  private static Piece timeNumber() {
    return new Piece("to_nanoseconds(time)", row -> row.get("time"));
  }

  private static Piece compare(String operator, Piece a, Piece b) {
    return new Piece(
        "(%s %s %s)".formatted(a.sql(), operator, b.sql()),
        row -> {
          Object left = a.meaning().of(row);
          Object right = b.meaning().of(row);
          if (left == null || right == null) {
            return null;
          }
          int order =
              left instanceof Long number
                  ? number.compareTo((Long) right)
                  : ((String) left).compareTo((String) right);
          return switch (operator) {
            case "=" -> order == 0;
            case "<>" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
          };
        });
  }

  private static Piece number(SplittableRandom random, int depth) {
    if (depth == 0) {
      return switch (random.nextInt(3)) {
        case 0 -> constant(random.nextLong(-3, 4));
        case 1 -> column("x");
        default -> column("y");
      };
    }
    Piece a = number(random, depth - 1);
    Piece b = number(random, depth - 1);
    return switch (random.nextInt(5)) {
      case 0 -> arithmetic("+", a, b);
      case 1 -> arithmetic("-", a, b);
      case 2 -> arithmetic("*", a, b);
      case 3 -> guardedDivision(a, b);
      default -> coalesce(a, b);
    };
  }

  private static Piece arithmetic(String operator, Piece a, Piece b) {
    return new Piece(
        "(%s %s %s)".formatted(a.sql(), operator, b.sql()),
        row -> {
          Long left = (Long) a.meaning().of(row);
          Long right = (Long) b.meaning().of(row);
          if (left == null || right == null) {
            return null;
          }
          return switch (operator) {
            case "+" -> left + right;
            case "-" -> left - right;
            default -> left * right;
          };
        });
  }

  /**
   * Divides only where that is possible: the statement fails if a branch is evaluated for the wrong
   * rows.
   */
  private static Piece guardedDivision(Piece a, Piece b) {
    return new Piece(
        "CASE WHEN %s <> 0 THEN %s / %s ELSE 0 END".formatted(b.sql(), a.sql(), b.sql()),
        row -> {
          Long left = (Long) a.meaning().of(row);
          Long right = (Long) b.meaning().of(row);
          if (right == null || right == 0) {
            return 0L;
          }
          return left == null ? null : left / right;
        });
  }

  private static Piece coalesce(Piece a, Piece b) {
    return new Piece(
        "coalesce(%s, %s)".formatted(a.sql(), b.sql()),
        row -> {
          Object first = a.meaning().of(row);
          return first == null ? b.meaning().of(row) : first;
        });
  }

  private static Piece constant(long value) {
    return new Piece("BIGINT '" + value + "'", _ -> value);
  }

  private static Piece column(String name) {
    return new Piece(name, row -> row.get(name));
  }
}
