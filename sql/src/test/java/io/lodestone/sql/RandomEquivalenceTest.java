package io.lodestone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The same question asked in two ways that share little of their execution, over random rows with
 * NULLs and ties: windows against sub-queries, sub-queries against joins, joins and set operations
 * against sub-queries.
 */
@ExtendWith(SeedExtension.class)
final class RandomEquivalenceTest {
  private static final int ROUNDS = 10;

  /** Pairs of statements over a(i, k, v) and b(i, k, v), of which i is unique and never NULL. */
  private static final String[][] PAIRS = {
    {
      "SELECT i, sum(v) OVER (PARTITION BY k ORDER BY i) FROM a",
      "SELECT i, (SELECT sum(v) FROM b2 WHERE b2.k IS NOT DISTINCT FROM a.k AND b2.i <= a.i) FROM a"
    },
    {
      "SELECT i, count(v) OVER (ORDER BY i ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING) FROM a",
      "SELECT i, (SELECT count(v) FROM b2 WHERE b2.i BETWEEN a.i - 2 AND a.i + 1) FROM a"
    },
    {
      "SELECT i, min(v) OVER (PARTITION BY k ORDER BY i RANGE BETWEEN 3 PRECEDING AND 2 PRECEDING) FROM a",
      "SELECT i, (SELECT min(v) FROM b2 WHERE b2.k IS NOT DISTINCT FROM a.k AND b2.i BETWEEN a.i - 3 AND a.i - 2) FROM a"
    },
    {
      "SELECT i, rank() OVER (PARTITION BY k ORDER BY v DESC) FROM a WHERE v IS NOT NULL",
      "SELECT i, 1 + (SELECT count(*) FROM b2 WHERE b2.k IS NOT DISTINCT FROM a.k AND b2.v > a.v) FROM a WHERE v IS NOT NULL"
    },
    {
      "SELECT i, dense_rank() OVER (ORDER BY v) FROM a WHERE v IS NOT NULL",
      "SELECT i, 1 + (SELECT count(DISTINCT v) FROM b2 WHERE b2.v < a.v) FROM a WHERE v IS NOT NULL"
    },
    {
      "SELECT i, lag(v, 2, -1) OVER (ORDER BY i) FROM a",
      "SELECT i, IF(i <= 2, -1, (SELECT v FROM b2 WHERE b2.i = a.i - 2)) FROM a"
    },
    {
      "SELECT i, first_value(v) IGNORE NULLS OVER (PARTITION BY k ORDER BY i) FROM a",
      "SELECT i, (SELECT min_by(v, i) FROM b2 WHERE b2.k IS NOT DISTINCT FROM a.k AND b2.i <= a.i AND v IS NOT NULL) FROM a"
    },
    {
      "SELECT i FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.k = a.k AND b.v > a.v)",
      "SELECT DISTINCT a.i FROM a JOIN b ON b.k = a.k AND b.v > a.v"
    },
    {
      "SELECT i FROM a WHERE k IN (SELECT k FROM b WHERE v > 3)",
      "SELECT DISTINCT a.i FROM a, b WHERE b.v > 3 AND b.k = a.k"
    },
    {
      "SELECT i FROM a WHERE k NOT IN (SELECT k FROM b WHERE k IS NOT NULL)",
      "SELECT a.i FROM a LEFT JOIN b ON a.k = b.k WHERE b.i IS NULL AND (a.k IS NOT NULL OR NOT EXISTS (SELECT 1 FROM b WHERE k IS NOT NULL))"
    },
    {
      "SELECT a.i, b.i FROM a LEFT JOIN b ON a.k = b.k AND b.v > 2",
      "SELECT a.i, b.i FROM a JOIN b ON a.k = b.k AND b.v > 2 UNION ALL SELECT i, NULL FROM a WHERE NOT EXISTS (SELECT 1 FROM b WHERE a.k = b.k AND b.v > 2)"
    },
    {
      "SELECT a.i, b.i FROM a FULL JOIN b ON a.k = b.k AND a.v < b.v",
      "SELECT a.i, b.i FROM a LEFT JOIN b ON a.k = b.k AND a.v < b.v UNION ALL SELECT NULL, b.i FROM b WHERE NOT EXISTS (SELECT 1 FROM a WHERE a.k = b.k AND a.v < b.v)"
    },
    {
      "SELECT k, v FROM a INTERSECT SELECT k, v FROM b",
      "SELECT DISTINCT a.k, a.v FROM a JOIN b ON a.k IS NOT DISTINCT FROM b.k AND a.v IS NOT DISTINCT FROM b.v"
    },
    {
      "SELECT k, v FROM a EXCEPT SELECT k, v FROM b",
      "SELECT DISTINCT k, v FROM a WHERE NOT EXISTS (SELECT 1 FROM b WHERE a.k IS NOT DISTINCT FROM b.k AND a.v IS NOT DISTINCT FROM b.v)"
    },
    {
      "SELECT k, sum(v), grouping(k) FROM a GROUP BY ROLLUP (k)",
      "SELECT k, sum(v), 0 FROM a GROUP BY k UNION ALL SELECT NULL, sum(v), 1 FROM a"
    },
    {
      "SELECT i FROM a WHERE v >= ALL (SELECT v FROM b WHERE b.k = a.k AND v IS NOT NULL) AND v IS NOT NULL",
      "SELECT i FROM a WHERE v IS NOT NULL AND coalesce(v >= (SELECT max(v) FROM b WHERE b.k = a.k), true)"
    },
    {
      "SELECT x.i, y.i FROM a x JOIN a y USING (k)", "SELECT x.i, y.i FROM a x, a y WHERE x.k = y.k"
    },
    {
      "WITH g AS (SELECT k, count(*) AS n FROM a GROUP BY k) SELECT p.k, p.n, q.n FROM g p JOIN g q ON p.k = q.k",
      "SELECT k, count(*), count(*) FROM a WHERE k IS NOT NULL GROUP BY k"
    },
  };

  private final SqlEngine engine =
      new SqlEngine(
          SampleTables.create(), InstantSource.fixed(SampleTables.NOW), SqlOptions.DEFAULTS);

  @Test
  void bothWaysGiveTheSameAnswer(Seed seed) {
    SplittableRandom random = seed.random();
    for (int round = 0; round < ROUNDS; round++) {
      String a = rows(random);
      String with =
          "WITH a(i, k, v) AS (%s), b2(i, k, v) AS (%s), b(i, k, v) AS (%s) "
              .formatted(a, a, rows(random));
      for (String[] pair : PAIRS) {
        String one = pair[0].startsWith("WITH ") ? with(with, pair[0]) : with + pair[0];
        assertEquals(answer(with + pair[1]), answer(one), one);
      }
    }
  }

  private static String with(String with, String statement) {
    return with.stripTrailing() + ", " + statement.substring("WITH ".length());
  }

  private static String rows(SplittableRandom random) {
    int count = random.nextInt(1, 12);
    List<String> rows = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      rows.add("(%s, %s, %s)".formatted(i, maybe(random, 3), maybe(random, 6)));
    }
    // The type of a column of NULLs alone would be unknown.
    return rows.stream().collect(Collectors.joining(", ", "SELECT * FROM (VALUES (1, 1, 1), ", ")"))
        + " t(i, k, v) OFFSET 1";
  }

  private static String maybe(SplittableRandom random, int bound) {
    return random.nextInt(5) == 0 ? "NULL" : String.valueOf(random.nextInt(bound));
  }

  /** The rows in a fixed order; names and types are not what is compared. */
  private String answer(String sql) {
    List<String> lines = Answer.of(engine, sql);
    List<String> rows = new ArrayList<>(lines.subList(Math.min(1, lines.size() - 1), lines.size()));
    if (lines.getFirst().startsWith("error")) {
      throw new AssertionError(lines.getFirst() + "\n" + sql);
    }
    if (lines.size() == 1) {
      rows.clear();
    }
    Collections.sort(rows);
    return String.join("\n", rows);
  }
}
