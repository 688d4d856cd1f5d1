package io.lodestone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random queries, asked of a table and of a sub-query that is the same table but lets nothing
 * through: a LIMIT that is never reached stands between conditions, groups and the scan. Joins are
 * asked a second time in a form whose conditions cannot be tested early.
 */
@ExtendWith(SeedExtension.class)
final class RandomPushDownTest {
  private static final int STATEMENTS = 300;
  private static final String OPEN = "shop.hosts";
  private static final String SHUT = "(SELECT * FROM shop.hosts LIMIT 1000000)";
  private static final List<String> CONDITIONS =
      List.of(
          "time >= '2024-03-01 10:10'",
          "time < '2024-03-01 11:00'",
          "region = 'eu'",
          "region IS NULL",
          "hostname IN ('web-1', 'db_1')",
          "hostname <> 'web-1'",
          "cpu > 3",
          "cpu IS NOT NULL",
          "requests <= 200",
          "healthy",
          "NOT healthy",
          "note = 'ok'",
          "cpu < requests");
  private static final List<String> COLUMNS =
      List.of("time", "region", "hostname", "cpu", "requests", "healthy", "note");
  private static final List<String> KEYS =
      List.of("region", "hostname", "measure_name", "bin(time, 10m)", "bin(time, 1h)", "healthy");
  private static final List<String> FIGURES =
      List.of(
          "count(*)",
          "count(cpu)",
          "sum(requests)",
          "sum(cpu)",
          "avg(cpu)",
          "avg(requests)",
          "min(note)",
          "max(cpu)",
          "min(time)",
          "max_by(cpu, time)",
          "min_by(note, time)",
          "count(DISTINCT region)");

  private final MemoryTables tables = SampleTables.create();
  private final SqlEngine engine =
      new SqlEngine(tables, InstantSource.fixed(SampleTables.NOW), SqlOptions.DEFAULTS);

  @Test
  void groupsAreTheSameWhereverTheyAreComputed(Seed seed) {
    SplittableRandom random = seed.random();
    for (int n = 0; n < STATEMENTS; n++) {
      List<String> keys = some(random, KEYS, 0, 3);
      List<String> columns = new ArrayList<>(keys);
      columns.addAll(some(random, FIGURES, 1, 4));
      check(
          "SELECT "
              + String.join(", ", columns)
              + " FROM %s"
              + where(random)
              + (keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys)),
          false);
    }
    assertTrue(tables.table("shop", "hosts").figures().size() > STATEMENTS / 10);
  }

  @Test
  void firstRowsAreTheSameWhereverTheyArePicked(Seed seed) {
    SplittableRandom random = seed.random();
    for (int n = 0; n < STATEMENTS; n++) {
      check(
          "SELECT time FROM %s"
              + where(random)
              + " ORDER BY time"
              + (random.nextBoolean() ? " DESC" : "")
              + (random.nextBoolean() ? " OFFSET " + random.nextInt(4) : "")
              + " LIMIT "
              + random.nextInt(10),
          true);
    }
  }

  @Test
  void partnersAreTheSameWhereverConditionsAreTested(Seed seed) {
    SplittableRandom random = seed.random();
    List<String> kinds = List.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN");
    for (int n = 0; n < STATEMENTS; n++) {
      List<String> on = new ArrayList<>();
      on.add("a.hostname = b.hostname");
      some(random, CONDITIONS, 0, 2)
          .forEach(c -> on.add(ofSide(c, random.nextBoolean() ? "a" : "b")));
      List<String> where = new ArrayList<>();
      some(random, CONDITIONS, 0, 2)
          .forEach(c -> where.add(ofSide(c, random.nextBoolean() ? "a" : "b")));
      String kind = kinds.get(random.nextInt(kinds.size()));
      assertEquals(
          String.join("\n", answer(testedLate(kind, on, where), false)),
          String.join("\n", answer(joined(kind, on, where), false)),
          () -> joined(kind, on, where));
    }
  }

  private static String joined(String kind, List<String> on, List<String> where) {
    return "SELECT a.time AS a_time, b.time AS b_time, a.cpu AS a_cpu, b.note AS b_note FROM shop.hosts a "
        + kind
        + " shop.hosts b ON "
        + String.join(" AND ", on)
        + (where.isEmpty() ? "" : " WHERE " + String.join(" AND ", where));
  }

  /** The same, with ON as one condition on both sides, and WHERE behind a LIMIT. */
  private static String testedLate(String kind, List<String> on, List<String> where) {
    List<String> columns = new ArrayList<>();
    for (String side : List.of("a", "b")) {
      for (String name : COLUMNS) {
        columns.add(side + "." + name + " AS " + side + "_" + name);
      }
    }
    String condition = String.join(" AND ", where).replaceAll("\\b([ab])\\.", "$1_");
    return "SELECT a_time, b_time, a_cpu, b_note FROM (SELECT "
        + String.join(", ", columns)
        + " FROM shop.hosts a "
        + kind
        + " shop.hosts b ON CASE WHEN a.time IS NULL AND b.time IS NULL THEN NULL ELSE "
        + String.join(" AND ", on)
        + " END LIMIT 1000000)"
        + (where.isEmpty() ? "" : " WHERE " + condition);
  }

  private void check(String sql, boolean ordered) {
    List<String> open = answer(sql.replace("%s", OPEN), ordered);
    List<String> shut = answer(sql.replace("%s", SHUT), ordered);
    assertEquals(String.join("\n", shut), String.join("\n", open), sql);
  }

  private List<String> answer(String sql, boolean ordered) {
    List<String> lines = new ArrayList<>(Answer.of(engine, sql));
    if (!ordered) {
      Collections.sort(lines);
    }
    return lines;
  }

  private static String ofSide(String condition, String side) {
    return condition.replaceAll("\\b(" + String.join("|", COLUMNS) + ")\\b", side + ".$1");
  }

  private static String where(SplittableRandom random) {
    List<String> conditions = some(random, CONDITIONS, 0, 3);
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  /** Some of a list, each at most once, in any order. */
  private static List<String> some(SplittableRandom random, List<String> all, int least, int most) {
    List<String> left = new ArrayList<>(all);
    List<String> some = new ArrayList<>();
    int count = random.nextInt(least, most + 1);
    for (int i = 0; i < count; i++) {
      some.add(left.remove(random.nextInt(left.size())));
    }
    return some;
  }
}
