package io.lodestone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.testkit.time.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class QueryLimitsTest {
  private static final SqlOptions DEFAULTS = SqlOptions.DEFAULTS;

  private final ManualClock clock = new ManualClock(SampleTables.NOW);
  private final MemoryTables tables = SampleTables.create();

  @Test
  void groupsSortsAndDistinctValuesMustFitIntoTheBudget() {
    SqlEngine engine = engine(DEFAULTS.withMemoryBytesMax(100));
    for (String sql :
        new String[] {
          "SELECT note, count(*) FROM shop.hosts GROUP BY note",
          "SELECT cpu FROM shop.hosts ORDER BY cpu",
          "SELECT cpu FROM shop.hosts ORDER BY cpu LIMIT 7",
          "SELECT count(DISTINCT cpu) FROM shop.hosts",
          "SELECT DISTINCT cpu FROM shop.hosts",
          "SELECT a.cpu FROM shop.hosts a JOIN shop.hosts b ON a.time = b.time",
          "SELECT rank() OVER (ORDER BY cpu) FROM shop.hosts",
          "SELECT cpu FROM shop.hosts EXCEPT SELECT cpu FROM shop.hosts"
        }) {
      assertEquals(SqlException.Kind.LIMIT, failure(engine, sql).kind(), sql);
    }
    assertEquals(9, Answer.of(engine, "SELECT cpu FROM shop.hosts").size());
  }

  @Test
  void aQueryEndsAtItsDeadline() {
    SqlEngine engine = engine(DEFAULTS.withRunTimeMax(Duration.ofSeconds(10)));
    try (QueryResult result = engine.execute("SELECT cpu FROM shop.hosts")) {
      assertTrue(result.advance());
      clock.advance(Duration.ofSeconds(10));
      assertTrue(result.advance());
      clock.advance(Duration.ofNanos(1));
      SqlException e = assertThrows(SqlException.class, result::advance);
      assertEquals(SqlException.Kind.LIMIT, e.kind());
    }
  }

  @Test
  void aCancelledQueryFailsAtItsNextBatch() {
    try (QueryResult result = engine(DEFAULTS).execute("SELECT cpu FROM shop.hosts")) {
      assertTrue(result.advance());
      result.cancel();
      SqlException e = assertThrows(SqlException.class, result::advance);
      assertEquals(SqlException.Kind.EXECUTION, e.kind());
      assertEquals("The query was cancelled", e.getMessage());
    }
  }

  @Test
  void aJoinThatFindsNothingForLongCanBeCancelledAllTheSame() {
    String thousand = "(VALUES " + "1, ".repeat(999) + "1)";
    String sql = "SELECT 1 FROM " + thousand + " a(x), " + thousand + " b(y) WHERE x + y < 0";
    try (QueryResult result = engine(DEFAULTS).execute(sql)) {
      result.cancel();
      assertThrows(SqlException.class, result::advance);
    }
  }

  @Test
  void aStatementHasALongestLength() {
    String longest = "SELECT 1" + " ".repeat(DEFAULTS.textCharsMax() - 8);
    assertEquals(2, Answer.of(engine(DEFAULTS), longest).size());
    assertEquals(SqlException.Kind.LIMIT, failure(engine(DEFAULTS), longest + " ").kind());
  }

  @Test
  void nestingIsRefusedBeforeTheStackOverflows() {
    String moderate = "(".repeat(200) + "1" + ")".repeat(200);
    assertEquals(2, Answer.of(engine(DEFAULTS), "SELECT " + moderate).size());
    for (String deep :
        new String[] {
          "- ".repeat(2_000) + "1",
          "(".repeat(20_000) + "1" + ")".repeat(20_000),
          "1" + " + 1".repeat(2_000),
          "abs(".repeat(3_000) + "1" + ")".repeat(3_000)
        }) {
      assertEquals(SqlException.Kind.LIMIT, failure(engine(DEFAULTS), "SELECT " + deep).kind());
    }
  }

  @Test
  void manyTermsOfOneConditionAreNotNesting() {
    String many = "requests = 1" + " OR requests = 2".repeat(3_000);
    assertEquals(3, Answer.of(engine(DEFAULTS), "SELECT cpu FROM shop.hosts WHERE " + many).size());
  }

  private SqlEngine engine(SqlOptions options) {
    return new SqlEngine(tables, clock, options);
  }

  private static SqlException failure(SqlEngine engine, String sql) {
    return assertThrows(
        SqlException.class,
        () -> {
          try (QueryResult result = engine.execute(sql)) {
            while (result.advance()) {
              result.batch();
            }
          }
        });
  }
}
