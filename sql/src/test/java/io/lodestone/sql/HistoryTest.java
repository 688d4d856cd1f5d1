package io.lodestone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.TableSchema;
import io.lodestone.sql.type.SqlType.Scalar;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tables as they were: {@code FROM t FOR TIMESTAMP AS OF ...}. */
final class HistoryTest {
  /** A table to which a point is added each second, that remembers ten of them. */
  private static final class Past implements Tables {
    private final List<Instant> asked = new ArrayList<>();
    private long earliest = 90;

    @Override
    public List<String> databaseNames() {
      return List.of("shop");
    }

    @Override
    public boolean hasDatabase(String database) {
      return database.equals("shop");
    }

    @Override
    public List<String> tableNames(String database) {
      return List.of("log");
    }

    @Override
    public Optional<TableSchema> schema(String database, String table) {
      return table.equals("log") ? Optional.of(table(0).schema()) : Optional.empty();
    }

    @Override
    public OpenTable open(String database, String table) {
      return table(100);
    }

    @Override
    public OpenTable openAsOf(String database, String table, Instant instant) {
      asked.add(instant);
      if (instant.getEpochSecond() < earliest) {
        throw new InvalidRequestException("too long ago; UpdateContinuousBackups says how long");
      }
      return table((int) instant.getEpochSecond());
    }

    private static MemoryTable table(int points) {
      MemoryTable table =
          new MemoryTable(
              new TableSchema(
                  TableRef.of("shop", "log"),
                  List.of(
                      Column.measureName(), Column.time(), Column.measure("x", ValueType.BIGINT))),
              7);
      for (long i = 0; i < points; i++) {
        table.point("measure_name", "m", "time", i, "x", i);
      }
      return table;
    }
  }

  private final Past past = new Past();
  private final SqlEngine engine =
      new SqlEngine(past, InstantSource.fixed(Instant.ofEpochSecond(100)), SqlOptions.DEFAULTS);

  @Test
  void aTableIsReadAsOfAMoment() {
    assertEquals("95", value("SELECT count(*) FROM shop.log FOR TIMESTAMP AS OF ago(5s)"));
    assertEquals(
        "91", value("SELECT count(*) FROM shop.log FOR TIMESTAMP AS OF '1970-01-01 00:01:31' t"));
    assertEquals(
        "96",
        value("SELECT count(*) FROM shop.log FOR TIMESTAMP AS OF from_milliseconds(96000) AS t"));
  }

  @Test
  void severalMomentsOfOneTableMeetInOneStatement() {
    assertEquals(
        "6",
        value(
            "SELECT count(*) FROM shop.log n LEFT JOIN shop.log FOR TIMESTAMP AS OF ago(6s) p"
                + " ON p.time = n.time WHERE p.time IS NULL"));
    assertEquals(
        "9",
        value(
            "SELECT (SELECT count(*) FROM shop.log) - count(*) FROM shop.log"
                + " FOR TIMESTAMP AS OF ago(9s)"));
  }

  @Test
  void oneMomentIsOpenedOnce() {
    value(
        "SELECT count(*) FROM shop.log FOR TIMESTAMP AS OF ago(1s) a"
            + " JOIN shop.log FOR TIMESTAMP AS OF ago(1000ms) b ON a.time = b.time");
    assertEquals(List.of(Instant.ofEpochSecond(99)), past.asked);
  }

  @Test
  void whatCannotBeSeenIsAnErrorThatSaysWhy() {
    assertEquals(
        "error SEMANTIC line 1:22: too long ago; UpdateContinuousBackups says how long",
        only("SELECT count(*) FROM shop.log FOR TIMESTAMP AS OF ago(50s)"));
    assertEquals(
        "error SEMANTIC line 1:15: The history of tables cannot be read here",
        Answer.of(
                new SqlEngine(
                    SampleTables.create(),
                    InstantSource.fixed(SampleTables.NOW),
                    SqlOptions.DEFAULTS),
                "SELECT * FROM shop.hosts FOR TIMESTAMP AS OF now()")
            .getFirst());
  }

  @Test
  void whatWasSeenOnceMayBeOutOfSightLater() {
    String sql = "SELECT count(*) FROM shop.log FOR TIMESTAMP AS OF '1970-01-01 00:01:31'";
    assertEquals("91", value(sql));
    past.earliest = 95;
    assertEquals(
        "error SEMANTIC line 1:22: too long ago; UpdateContinuousBackups says how long", only(sql));
  }

  @Test
  void theMomentMustBeKnown() {
    assertEquals(
        "error SEMANTIC line 1:51: FOR TIMESTAMP AS OF must be a constant timestamp",
        only("SELECT count(*) FROM shop.log FOR TIMESTAMP AS OF 5"));
    assertEquals(
        "error SEMANTIC line 1:51: FOR TIMESTAMP AS OF must be a constant timestamp",
        only("SELECT count(*) FROM shop.log FOR TIMESTAMP AS OF 'yesterday'"));
    assertEquals(
        "error SEMANTIC line 1:51: Column 'time' does not exist",
        only("SELECT count(*) FROM shop.log FOR TIMESTAMP AS OF time"));
    assertEquals(
        "error SEMANTIC line 1:59: Only a stored table can be read as of a moment",
        only(
            "WITH w AS (SELECT * FROM shop.log) SELECT count(*) FROM w FOR TIMESTAMP AS OF now()"));
  }

  @Test
  void theMomentMayBeAParameter() {
    assertEquals(
        List.of("_col0 bigint", "93"),
        Answer.of(
            () ->
                engine.execute(
                    "SELECT count(*) FROM shop.log FOR TIMESTAMP AS OF @then",
                    past,
                    QueryArguments.NONE.with("then", Scalar.TIMESTAMP, "1970-01-01 00:01:33"))));
  }

  private String value(String sql) {
    return Answer.of(engine, sql).getLast();
  }

  private String only(String sql) {
    return Answer.of(engine, sql).getFirst();
  }
}
