package io.lodestone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.TableSchema;
import io.lodestone.sql.type.SqlType.Scalar;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is remembered of a statement, and when it is not. */
final class PlanCacheTest {
  private final MemoryTables tables = SampleTables.create();
  private final AtomicLong second = new AtomicLong(SampleTables.NOW.getEpochSecond());
  private final InstantSource clock = () -> Instant.ofEpochSecond(second.getAndIncrement());
  private final SqlEngine engine = new SqlEngine(tables, clock, SqlOptions.DEFAULTS);

  @Test
  void aTextIsParsedAndPlannedOnce() {
    for (int i = 0; i < 3; i++) {
      assertEquals(
          List.of("hostname varchar | _col1 double", "web-1 | 20.5", "web-2 | 5.0", "db_1 | 99.0"),
          Answer.of(engine, "SELECT hostname, max(cpu) FROM shop.hosts GROUP BY hostname"));
    }
    assertEquals(1, engine.plans().parsings());
    assertEquals(1, engine.plans().plannings());
  }

  @Test
  void anotherColumnMakesAnotherPlan() {
    String sql = "SELECT * FROM shop.empty";
    assertEquals("measure_name varchar | time timestamp", Answer.of(engine, sql).getFirst());
    tables.with(
        new MemoryTable(
                new TableSchema(
                    TableRef.of("shop", "empty"),
                    List.of(
                        Column.measureName(),
                        Column.time(),
                        Column.measure("x", ValueType.BIGINT))),
                3)
            .point("measure_name", "m", "time", 1L, "x", 5L));
    assertEquals(
        List.of(
            "measure_name varchar | time timestamp | x bigint",
            "m | 1970-01-01 00:00:00.000000001 | 5"),
        Answer.of(engine, sql));
    assertEquals(1, engine.plans().parsings());
    assertEquals(2, engine.plans().plannings());
    Answer.of(engine, sql);
    assertEquals(2, engine.plans().plannings());
  }

  @Test
  void aTableThatHasGoneIsMissed() {
    String sql = "SELECT * FROM shop.empty";
    Answer.of(engine, sql);
    assertEquals(
        List.of(
            "error SEMANTIC Requested database 'shop' not found for identifier 'shop.empty' at line 1:15"),
        Answer.of(() -> engine.execute(sql, new MemoryTables())));
    assertEquals(List.of("measure_name varchar | time timestamp"), Answer.of(engine, sql));
  }

  @Test
  void whoMayNotSeeATableGetsNoPlanForIt() {
    String sql = "SELECT count(*) FROM shop.hosts";
    Answer.of(engine, sql);
    Tables closed =
        new MemoryTables() {
          @Override
          public boolean hasDatabase(String database) {
            throw new IllegalStateException("forbidden");
          }

          @Override
          public Optional<TableSchema> schema(String database, String table) {
            throw new IllegalStateException("forbidden");
          }
        };
    assertThrows(IllegalStateException.class, () -> engine.execute(sql, closed));
  }

  @Test
  void whatDependsOnTheMomentIsPlannedAnew() {
    List<String> first = Answer.of(engine, "SELECT now()");
    List<String> second = Answer.of(engine, "SELECT now()");
    assertEquals(List.of("_col0 timestamp", "2024-03-01 12:00:00.000000000"), first);
    assertEquals("2024-03-01 12:00:0", second.getLast().substring(0, 18));
    assertEquals(false, first.equals(second));
    Answer.of(engine, "SELECT count(*) FROM shop.hosts WHERE time > ago(1h)");
    Answer.of(engine, "SELECT count(*) FROM shop.hosts WHERE time > ago(1h)");
    Answer.of(engine, "SELECT random(5)");
    Answer.of(engine, "SELECT random(5)");
    assertEquals(3, engine.plans().parsings());
    assertEquals(6, engine.plans().plannings());
  }

  @Test
  void valuesOfParametersAreNotRemembered() {
    for (String value : List.of("7", "8")) {
      assertEquals(
          List.of("_col0 bigint", value),
          Answer.of(
              () ->
                  engine.execute(
                      "SELECT @x", tables, QueryArguments.NONE.with("x", Scalar.BIGINT, value))));
    }
  }

  @Test
  void theTextsAskedLongestAgoAreForgotten() {
    SqlEngine small = new SqlEngine(tables, clock, SqlOptions.DEFAULTS.withPlansMax(2));
    for (String sql : List.of("SELECT 1", "SELECT 2", "SELECT 1", "SELECT 3", "SELECT 1")) {
      Answer.of(small, sql);
    }
    assertEquals(2, small.plans().size());
    assertEquals(3, small.plans().parsings());
    Answer.of(small, "SELECT 2");
    assertEquals(4, small.plans().parsings());
  }

  @Test
  void nothingIsRememberedOfLongTextsOrErrors() {
    String longText = "SELECT 1 --" + "x".repeat(20_000);
    Answer.of(engine, longText);
    Answer.of(engine, longText);
    Answer.of(engine, "SELECT");
    assertEquals(2, engine.plans().parsings());
    assertEquals(0, engine.plans().size());
    SqlEngine none = new SqlEngine(tables, clock, SqlOptions.DEFAULTS.withPlansMax(0));
    Answer.of(none, "SELECT 1");
    assertEquals(List.of("_col0 integer", "1"), Answer.of(none, "SELECT 1"));
    assertEquals(0, none.plans().size());
  }
}
