package io.lodestone.server.timestream.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.agent.ThreadAgentHost;
import io.lodestone.engine.Engine;
import io.lodestone.engine.EngineEnvironment;
import io.lodestone.engine.EngineOptions;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.model.PointBatch;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.sql.QueryResult;
import io.lodestone.sql.SqlEngine;
import io.lodestone.sql.SqlException;
import io.lodestone.sql.SqlOptions;
import io.lodestone.testkit.files.CrashableDirectory;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * {@code FOR TIMESTAMP AS OF} over an engine: what it sees, and what it says where it sees nothing.
 */
final class HistoryOnEngineTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final TableRef TABLE = TableRef.of("plant", "cpu");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final InstantSource clock = now::get;

  @Test
  void aTableIsSeenAsItWas() throws IOException {
    try (Engine engine = engine()) {
      SqlEngine sql = new SqlEngine(new EngineTables(engine), clock, SqlOptions.DEFAULTS);
      engine.updateRecovery(TABLE, true, 35);
      advance(10);
      for (int i = 0; i < 5; i++) {
        engine.write(TABLE, point(i)).join();
        advance(10);
      }
      assertEquals("5", value(sql, "SELECT count(*) FROM plant.cpu"));
      assertEquals("4", value(sql, "SELECT count(*) FROM plant.cpu FOR TIMESTAMP AS OF ago(11s)"));
      assertEquals(
          "2.0",
          value(
              sql,
              "SELECT max(load) FROM plant.cpu FOR TIMESTAMP AS OF '2026-01-01 00:00:35' AS t"));
      assertEquals(
          "2",
          value(
              sql,
              "SELECT count(*) FROM plant.cpu n LEFT JOIN plant.cpu FOR TIMESTAMP AS OF ago(21s) p"
                  + " ON n.load = p.load WHERE p.load IS NULL"));
    }
  }

  @Test
  void whereNoHistoryIsKeptTheErrorSaysHowToKeepIt() throws IOException {
    try (Engine engine = engine()) {
      SqlEngine sql = new SqlEngine(new EngineTables(engine), clock, SqlOptions.DEFAULTS);
      String off = refused(sql, "SELECT * FROM plant.cpu FOR TIMESTAMP AS OF ago(1s)");
      assertTrue(off.startsWith("line 1:15: "), off);
      assertTrue(off.contains("is off") && off.contains("UpdateContinuousBackups"), off);
      engine.updateRecovery(TABLE, true, 35);
      advance(60);
      String outside = refused(sql, "SELECT * FROM plant.cpu FOR TIMESTAMP AS OF ago(1h)");
      assertTrue(
          outside.contains("2026-01-01T00:00:") && outside.contains("UpdateContinuousBackups"),
          outside);
    }
  }

  private Engine engine() throws IOException {
    ThreadAgentHost agents =
        new ThreadAgentHost(
            (agent, failure) -> {
              throw new AssertionError(agent.name(), failure);
            });
    Engine engine =
        Engine.open(
            new EngineEnvironment(new CrashableDirectory(), clock, agents), EngineOptions.DEFAULT);
    engine.createDatabase(TABLE.database(), Optional.empty(), Map.of());
    engine.createTable(TableDefinition.of(TABLE).withRetention(new RetentionPolicy(24, 30)));
    return engine;
  }

  private void advance(long seconds) {
    now.updateAndGet(instant -> instant.plusSeconds(seconds));
  }

  private static PointBatch point(int number) {
    PointBatch.Builder builder = new PointBatch.Builder(1);
    SeriesKey key = SeriesKey.of("cpu", "host", "h");
    long nanos = START.getEpochSecond() * 1_000_000_000L + number;
    builder.point(0, builder.series(key), nanos, 1);
    builder.valueColumn("load", ValueType.DOUBLE).appendDouble(number);
    return builder.build();
  }

  private static String value(SqlEngine sql, String statement) {
    try (QueryResult result = sql.execute(statement)) {
      assertTrue(result.advance());
      return result.batch().text(0, 0);
    }
  }

  private static String refused(SqlEngine sql, String statement) {
    return assertThrows(SqlException.class, () -> sql.execute(statement)).getMessage();
  }
}
