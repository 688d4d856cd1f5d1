package io.lodestone.server.timestream.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.agent.ThreadAgentHost;
import io.lodestone.engine.Engine;
import io.lodestone.engine.EngineEnvironment;
import io.lodestone.engine.EngineOptions;
import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.model.PointBatch;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.sql.QueryResult;
import io.lodestone.sql.ResultBatch;
import io.lodestone.sql.SqlEngine;
import io.lodestone.sql.SqlOptions;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import io.lodestone.testkit.files.CrashableDirectory;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random queries over an engine's segments and memtable, asked of a table and of a sub-query that
 * is the same table but lets nothing through to the scan. Values are small whole numbers, so that
 * sums of doubles do not depend on their order.
 */
@ExtendWith(SeedExtension.class)
final class PushDownOnEngineTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final TableRef TABLE = TableRef.of("plant", "cpu");
  private static final int STATEMENTS = 120;
  private static final List<String> CONDITIONS =
      List.of(
          "time >= '2025-12-31 22:00'",
          "time < '2025-12-31 23:00:10'",
          "host = 'h1'",
          "host IN ('h2', 'h3', 'nobody')",
          "rack IS NULL",
          "rack <> 'r1'",
          "load > 40",
          "load IS NULL",
          "calls <= 20",
          "up",
          "state = 'b'",
          "load < calls");
  private static final List<String> KEYS =
      List.of("host", "rack", "measure_name", "bin(time, 10m)", "bin(time, 7s)");
  private static final List<String> FIGURES =
      List.of(
          "count(*)",
          "count(load)",
          "sum(calls)",
          "sum(load)",
          "avg(load)",
          "avg(calls)",
          "min(state)",
          "max(load)",
          "min(up)",
          "max(time)",
          "max_by(load, time)",
          "min_by(state, time)");

  @Test
  void answersAreTheSameWhereverTheyAreComputed(Seed seed) throws IOException {
    SplittableRandom random = seed.random();
    ThreadAgentHost agents =
        new ThreadAgentHost(
            (agent, failure) -> {
              throw new AssertionError(agent.name(), failure);
            });
    try (Engine engine =
        Engine.open(
            new EngineEnvironment(new CrashableDirectory(), InstantSource.fixed(NOW), agents),
            EngineOptions.DEFAULT)) {
      engine.createDatabase(TABLE.database(), Optional.empty(), Map.of());
      engine.createTable(
          TableDefinition.of(TABLE)
              .withRetention(new RetentionPolicy(24, 30))
              .withMagneticStoreWrites(MagneticStoreWrites.ON));
      for (int part = 0; part < 3; part++) {
        engine.write(TABLE, points(random, 1_500)).join();
        if (part < 2) {
          engine.flush();
        }
      }
      SqlEngine sql =
          new SqlEngine(new EngineTables(engine), InstantSource.fixed(NOW), SqlOptions.DEFAULTS);
      for (int n = 0; n < STATEMENTS; n++) {
        check(sql, groups(random));
        check(sql, firstRows(random));
      }
      assertEquals(
          List.of(
              "cpu | multi | [ ( host, varchar ) ] | ",
              "cpu | multi | [ ( host, varchar ),( rack, varchar ) ] | "),
          answer(sql, "SHOW MEASURES FROM plant.cpu"));
    }
  }

  /** No two points of a group have the same time, so that the youngest is one. */
  private static PointBatch points(SplittableRandom random, int count) {
    PointBatch.Builder builder = new PointBatch.Builder(count);
    long from = NOW.minusSeconds(7_200).getEpochSecond();
    for (int i = 0; i < count; i++) {
      int host = random.nextInt(6);
      SeriesKey key =
          host < 2
              ? SeriesKey.of("cpu", "host", "h" + host)
              : SeriesKey.of("cpu", "host", "h" + host, "rack", "r" + host % 3);
      long nanos = (from + random.nextInt(7_100)) * 1_000_000_000L + host;
      builder.point(i, builder.series(key), nanos, 1 + random.nextInt(1_000_000));
      if (random.nextInt(5) > 0) {
        builder.valueColumn("load", ValueType.DOUBLE).appendDouble(random.nextInt(100));
      }
      if (random.nextInt(5) > 0) {
        builder.valueColumn("calls", ValueType.BIGINT).appendWord(random.nextInt(100));
      }
      builder.valueColumn("up", ValueType.BOOLEAN).appendWord(random.nextInt(2));
      if (random.nextInt(5) > 0) {
        builder
            .valueColumn("state", ValueType.VARCHAR)
            .appendVarchar(String.valueOf((char) ('a' + random.nextInt(3))));
      }
    }
    return builder.build();
  }

  private static String groups(SplittableRandom random) {
    List<String> keys = some(random, KEYS, 0, 2);
    List<String> columns = new ArrayList<>(keys);
    columns.addAll(some(random, FIGURES, 1, 4));
    return "SELECT "
        + String.join(", ", columns)
        + " FROM %s"
        + where(random)
        + (keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys));
  }

  private static String firstRows(SplittableRandom random) {
    return "SELECT * FROM (SELECT time, host, load FROM %s"
        + where(random)
        + " ORDER BY time"
        + (random.nextBoolean() ? " DESC" : "")
        + " LIMIT "
        + random.nextInt(20)
        + ")";
  }

  private static void check(SqlEngine sql, String statement) {
    assertEquals(
        String.join(
            "\n", answer(sql, statement.replace("%s", "(SELECT * FROM plant.cpu LIMIT 1000000)"))),
        String.join("\n", answer(sql, statement.replace("%s", "plant.cpu"))),
        statement);
  }

  private static List<String> answer(SqlEngine sql, String statement) {
    List<String> lines = new ArrayList<>();
    try (QueryResult result = sql.execute(statement)) {
      while (result.advance()) {
        ResultBatch batch = result.batch();
        for (int row = 0; row < batch.rowCount(); row++) {
          StringBuilder line = new StringBuilder();
          for (int column = 0; column < result.columns().size(); column++) {
            line.append(batch.isNull(row, column) ? "NULL" : batch.text(row, column)).append(" | ");
          }
          lines.add(line.toString());
        }
      }
    }
    Collections.sort(lines);
    return lines;
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
