package io.lodestone.benchmarks;

import io.lodestone.engine.EngineOptions;
import io.lodestone.server.timestream.query.EngineTables;
import io.lodestone.sql.QueryArguments;
import io.lodestone.sql.QueryResult;
import io.lodestone.sql.SqlEngine;
import io.lodestone.sql.SqlOptions;
import io.lodestone.sql.Tables;
import io.lodestone.sql.type.SqlType.Scalar;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a statement takes before its first row is read: its text is parsed, given a meaning and
 * planned, the tables that it names are opened, and its steps are set up. No row is read.
 * <em>Cold</em> is a text that was not asked before, in a process that is warm; <em>repeated</em>
 * the same text each time, of which the syntax tree is kept and, unless the statement speaks of
 * {@code now()} or has parameters, the plan.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
// The parser and the analysis are much code: they are compiled after some ten seconds.
@Warmup(iterations = 10, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xmx1g",
      "--sun-misc-unsafe-memory-access=allow",
      "--enable-native-access=ALL-UNNAMED"
    })
@State(Scope.Benchmark)
public class StatementPlanBenchmark {
  private static final int HOSTS = 10;
  private static final int MOMENTS = 10;

  /** Questions of cpu-only by their names, or ordinary statements by what they are made of. */
  @Param({
    "single-groupby-1-1-1",
    "single-groupby-5-8-1",
    "cpu-max-all-8",
    "double-groupby-all",
    "high-cpu-all",
    "lastpoint",
    "groupby-orderby-limit",
    "now",
    "parameters",
    "join",
    "window",
    "with"
  })
  public String statement;

  private Scratch scratch;
  private Embedded lodestone;
  private Tables tables;
  private SqlEngine sql;
  private QueryArguments arguments;
  private String text;
  private long asked;

  @Setup
  public void open() throws IOException {
    Arrivals arrivals = Arrivals.inOrder(HOSTS, MOMENTS, 1);
    scratch = Scratch.make();
    lodestone = Embedded.open(scratch.folder(), arrivals.maxTimeNanos(), EngineOptions.DEFAULT);
    lodestone.write(arrivals.batches(arrivals.rows()), 1);
    lodestone.engine().flush();
    Instant now = Instant.EPOCH.plusNanos(arrivals.maxTimeNanos());
    tables = new EngineTables(lodestone.engine());
    sql = new SqlEngine(tables, InstantSource.fixed(now), SqlOptions.DEFAULTS);
    arguments = QueryArguments.NONE.with("host", Scalar.VARCHAR, "host_1");
    text = textOf(statement);
    if (rows(limited(1_000)) == 0) {
      throw new IllegalStateException("no row answers " + text);
    }
  }

  @TearDown
  public void close() throws IOException {
    lodestone.close();
    scratch.close();
  }

  /** A text of which nothing is known: what it ends with was never asked before. */
  @Benchmark
  public int cold() {
    return start(limited(1_000_000 + asked++));
  }

  /** The same text each time. */
  @Benchmark
  public int repeated() {
    return start(text);
  }

  private int start(String statementText) {
    try (QueryResult result = sql.execute(statementText, tables, arguments)) {
      return result.columns().size();
    }
  }

  private int rows(String statementText) {
    int rows = 0;
    try (QueryResult result = sql.execute(statementText, tables, arguments)) {
      while (result.advance()) {
        rows += result.batch().rowCount();
      }
    }
    return rows;
  }

  private String limited(long rows) {
    int limit = text.lastIndexOf(" LIMIT ");
    return (limit < 0 ? text : text.substring(0, limit)) + " LIMIT " + rows;
  }

  private static String textOf(String name) {
    return switch (name) {
      case "now" ->
          """
          SELECT region, bin(time, 1m) AS minute, round(avg(usage_user), 2) AS usage
          FROM bench.cpu
          WHERE time BETWEEN ago(1h) AND now() AND service_environment <> 'none'
          GROUP BY region, bin(time, 1m)
          ORDER BY minute DESC, region""";
      case "parameters" ->
          """
          SELECT time, usage_user, usage_system
          FROM bench.cpu
          WHERE hostname = @host AND usage_user >= 0
          ORDER BY time DESC""";
      case "join" ->
          """
          SELECT a.hostname, a.time, a.usage_user, b.usage_system
          FROM bench.cpu a
          LEFT JOIN (
            SELECT hostname, time, max(usage_system) AS usage_system FROM bench.cpu GROUP BY hostname, time
          ) b ON a.hostname = b.hostname AND a.time = b.time
          WHERE a.region IN ('region-0', 'region-1', 'region-2', 'region-3', 'region-4')
          ORDER BY a.time, a.hostname""";
      case "window" ->
          """
          SELECT hostname, time, usage_user,
            usage_user - lag(usage_user) OVER (PARTITION BY hostname ORDER BY time) AS step,
            avg(usage_user) OVER (
              PARTITION BY hostname ORDER BY time ROWS BETWEEN 5 PRECEDING AND CURRENT ROW) AS smooth,
            row_number() OVER (PARTITION BY hostname ORDER BY time DESC) AS place
          FROM bench.cpu
          WHERE usage_idle BETWEEN 0 AND 100""";
      case "with" ->
          """
          WITH binned AS (
            SELECT hostname, bin(time, 30s) AS bin, round(avg(usage_user), 2) AS usage
            FROM bench.cpu
            WHERE measure_name = 'cpu'
            GROUP BY hostname, bin(time, 30s)
          ), filled AS (
            SELECT hostname,
              interpolate_linear(
                create_time_series(bin, usage), sequence(min(bin), max(bin), 15s)) AS series
            FROM binned
            GROUP BY hostname
          )
          SELECT hostname, time, value
          FROM filled CROSS JOIN UNNEST(series) AS t (time, value)
          ORDER BY hostname, time""";
      default -> CpuSql.of(CpuQuery.named(name)).statement();
    };
  }
}
