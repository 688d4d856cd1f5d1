package io.lodestone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.TableRef;
import io.lodestone.sql.type.SqlType.Scalar;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Parameters of statements: their names and types, and what values for them do. */
final class ParametersTest {
  private final MemoryTables tables = SampleTables.create();
  private final SqlEngine engine =
      new SqlEngine(tables, InstantSource.fixed(SampleTables.NOW), SqlOptions.DEFAULTS);

  @Test
  void aParameterHasTheTypeOfWhereItStands() {
    PreparedQuery prepared =
        engine.prepare(
            "SELECT cpu * @factor, requests + ? FROM shop.hosts WHERE time > @start"
                + " AND hostname IN (?, 'x') AND cpu BETWEEN @low AND 9 AND bin(time, @step) < now()"
                + " LIMIT @rows");
    assertEquals(
        List.of(
            "factor double",
            "1 bigint",
            "start timestamp",
            "2 varchar",
            "low double",
            "step interval day to second",
            "rows bigint"),
        prepared.parameters().stream().map(p -> p.name() + " " + p.type()).toList());
    assertEquals(
        List.of("_col0 double", "_col1 bigint"),
        prepared.columns().stream().map(c -> c.name() + " " + c.type()).toList());
  }

  @Test
  void aParameterOfAnyTypeIsUnknown() {
    PreparedQuery prepared = engine.prepare("SELECT @x AS x, @scheduled_runtime");
    assertEquals(
        List.of(
            new PreparedQuery.Parameter("x", Scalar.UNKNOWN),
            new PreparedQuery.Parameter("scheduled_runtime", Scalar.TIMESTAMP)),
        prepared.parameters());
    assertEquals(Scalar.UNKNOWN, prepared.columns().get(0).type());
    assertEquals(Scalar.TIMESTAMP, prepared.columns().get(1).type());
  }

  @Test
  void columnsTellTheirTableAndWhoNamedThem() {
    Optional<TableRef> hosts = Optional.of(TableRef.of("shop", "hosts"));
    assertEquals(
        List.of(
            new PreparedQuery.Column("h", Scalar.VARCHAR, hosts, true),
            new PreparedQuery.Column("cpu", Scalar.DOUBLE, hosts, false),
            new PreparedQuery.Column("_col2", Scalar.BIGINT, Optional.empty(), false),
            new PreparedQuery.Column("n", Scalar.BIGINT, Optional.empty(), true)),
        engine
            .prepare(
                "SELECT t.h AS h, cpu, n + 1, n AS n FROM"
                    + " (SELECT hostname AS h, cpu, count(*) OVER () AS n FROM shop.hosts) t")
            .columns());
  }

  @Test
  void preparingReadsNothingAndClosesItsSnapshot() {
    engine.prepare("SELECT cpu FROM shop.hosts");
    assertEquals(0, tables.table("shop", "hosts").requests().size());
    assertEquals(1, tables.table("shop", "hosts").timesClosed());
  }

  @Test
  void aStatementThatMeansNothingCannotBePrepared() {
    assertEquals("line 1:8: Column 'nope' does not exist", refused("SELECT nope FROM shop.hosts"));
    assertEquals(
        "line 1:17: Cannot apply operator: bigint < varchar", refused("SELECT count(*) < 'x'"));
    assertEquals("The query syntax is invalid at line 1:8", refused("SELECT @"));
    assertEquals("line 1:1: Only a SELECT can be prepared", refused("SHOW DATABASES"));
    assertEquals(
        "line 1:30: Cannot apply operator: boolean = bigint",
        refused("SELECT @x + BIGINT '1', true = @x"));
  }

  @Test
  void valuesTakeThePlacesOfParameters() {
    QueryArguments arguments =
        QueryArguments.NONE
            .with("low", Scalar.DOUBLE, "2.5")
            .with("start", Scalar.TIMESTAMP, "2024-03-01 11:00")
            .with("1", Scalar.VARCHAR, "db_1")
            .with("rows", Scalar.BIGINT, "1")
            .with("unused", Scalar.DATE, "2024-01-01");
    assertEquals(
        List.of("hostname varchar | cpu double", "db_1 | 98.0"),
        answer(
            "SELECT hostname, cpu FROM shop.hosts WHERE cpu > @low AND time >= @start"
                + " AND hostname = ? LIMIT @rows",
            arguments));
  }

  @Test
  void theRunTimeOfAScheduledQueryHasNanoseconds() {
    assertEquals(
        List.of("_col0 timestamp", "2024-03-01 10:00:00.000000001"),
        answer(
            "SELECT @scheduled_runtime",
            QueryArguments.scheduledAt(Instant.parse("2024-03-01T10:00:00.000000001Z"))));
  }

  @Test
  void aValueMayBeNull() {
    assertEquals(
        List.of("_col0 bigint", "NULL"),
        answer("SELECT ?", QueryArguments.NONE.withNull("1", Scalar.BIGINT)));
  }

  @Test
  void aMissingOrWrongValueIsAnError() {
    assertEquals(
        List.of("error SEMANTIC line 1:8: Parameter 'x' has no value"),
        answer("SELECT @x", QueryArguments.NONE));
    assertEquals(
        List.of("error EXECUTION Cannot cast 'abc' to BIGINT"),
        answer("SELECT @x", QueryArguments.NONE.with("x", Scalar.BIGINT, "abc")));
    assertEquals(
        List.of(
            "error SEMANTIC line 1:16: A number of rows must be a whole number that is not"
                + " negative"),
        answer("SELECT 1 LIMIT @x", QueryArguments.NONE.with("x", Scalar.BIGINT, "-1")));
  }

  @Test
  void theSignOfAParameterMeansNothingInTextsAndComments() {
    assertTrue(
        engine.prepare("SELECT '@a ?', \"_col0\" FROM (SELECT 1) -- @b ?").parameters().isEmpty());
  }

  private String refused(String sql) {
    return assertThrows(SqlException.class, () -> engine.prepare(sql)).getMessage();
  }

  private List<String> answer(String sql, QueryArguments arguments) {
    return Answer.of(() -> engine.execute(sql, tables, arguments));
  }
}
