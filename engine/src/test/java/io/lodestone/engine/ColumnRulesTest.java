package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.commit.CommitOptions;
import io.lodestone.engine.commit.CommitOptions.TableLimits;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.PointBatch;
import io.lodestone.model.Rejection;
import io.lodestone.model.Rejection.Reason;
import io.lodestone.model.ResourceException;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.testkit.files.Faults.Act;
import io.lodestone.testkit.files.Faults.Fault;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ColumnRulesTest {
  private final EngineUnderTest db = new EngineUnderTest();

  @BeforeEach
  void open() throws Exception {
    db.open();
  }

  /** Points of one request, each with a time of its own. */
  private final class Request {
    private final PointBatch.Builder builder = new PointBatch.Builder(4);

    Request point(SeriesKey series, Consumer<PointBatch.Builder> values) {
      long time = db.hoursAgo(1) + builder.size();
      builder.point(builder.size(), builder.series(series), time, 1);
      values.accept(builder);
      return this;
    }

    Request point(String name, ValueType type) {
      return point(SeriesKey.of("cpu", "host", "a"), value(name, type));
    }

    WriteResult write() {
      return db.write(builder.build());
    }
  }

  private static Consumer<PointBatch.Builder> value(String name, ValueType type) {
    return builder -> {
      if (type == ValueType.VARCHAR) {
        builder.valueColumn(name, type).appendVarchar("x");
      } else {
        builder.valueColumn(name, type).appendWord(1);
      }
    };
  }

  private static List<String> reasons(WriteResult result) {
    return result.rejections().stream().map(r -> r.requestIndex() + " " + r.reason()).toList();
  }

  private TableEntry table() {
    return db.engine.catalog().requireTable(EngineUnderTest.TABLE);
  }

  @Test
  void theFirstPointOfARequestDecidesTheTypeForTheOthers() {
    WriteResult result =
        new Request().point("v", ValueType.BIGINT).point("v", ValueType.DOUBLE).write();
    assertEquals(List.of("1 COLUMN_TYPE_CONFLICT"), reasons(result));
    assertEquals(List.of(Column.measure("v", ValueType.BIGINT)), table().measures());
    assertEquals(1, db.content().size());
  }

  @Test
  void theFirstRequestDecidesTheTypeForLaterOnes() throws Exception {
    new Request().point("v", ValueType.BIGINT).write();
    assertEquals(
        List.of("0 COLUMN_TYPE_CONFLICT"),
        reasons(new Request().point("v", ValueType.VARCHAR).write()));
    db.engine.flush();
    db.killAndOpen();
    assertEquals(
        List.of("0 COLUMN_TYPE_CONFLICT"),
        reasons(new Request().point("v", ValueType.BOOLEAN).write()));
  }

  @Test
  void aRejectedPointDecidesNothing() {
    PointBatch.Builder builder = new PointBatch.Builder(2);
    int series = builder.series(SeriesKey.of("cpu", "rack", "r"));
    builder.point(0, series, db.now() + Long.MAX_VALUE / 8, 1);
    builder.valueColumn("v", ValueType.VARCHAR).appendVarchar("x");
    assertEquals(List.of("0 OUTSIDE_TIME_WINDOW"), reasons(db.write(builder.build())));
    assertEquals(List.of(), table().measures());
    assertEquals(List.of(), table().dimensions());
    assertEquals(List.of(), reasons(new Request().point("v", ValueType.DOUBLE).write()));
  }

  @Test
  void aMeasureCannotHaveTheNameOfAColumnOfHistoryFiles() {
    WriteResult result =
        new Request()
            .point("history::committed", ValueType.BIGINT)
            .point("v", ValueType.BIGINT)
            .write();
    assertEquals(List.of("0 COLUMN_TYPE_CONFLICT"), reasons(result));
  }

  @Test
  void aMeasureCannotHaveTheNameOfADimension() {
    new Request().point("v", ValueType.DOUBLE).write();
    assertEquals(
        List.of("0 COLUMN_TYPE_CONFLICT"),
        reasons(new Request().point("host", ValueType.DOUBLE).write()));
  }

  @Test
  void aDimensionCannotHaveTheNameOfAMeasure() {
    new Request().point("v", ValueType.DOUBLE).write();
    WriteResult result =
        new Request()
            .point(SeriesKey.of("cpu", "v", "x"), value("w", ValueType.DOUBLE))
            .point("w", ValueType.DOUBLE)
            .write();
    assertEquals(List.of("0 COLUMN_TYPE_CONFLICT"), reasons(result));
    assertEquals(List.of("host"), table().dimensions());
  }

  @Test
  void aPointCannotHaveADimensionAndAMeasureOfOneNewName() {
    SeriesKey series = SeriesKey.of("cpu", "x", "1");
    WriteResult result =
        new Request()
            .point(series, value("x", ValueType.DOUBLE))
            .point(series, value("y", ValueType.DOUBLE))
            .point("x", ValueType.DOUBLE)
            .write();
    assertEquals(List.of("0 COLUMN_TYPE_CONFLICT", "2 COLUMN_TYPE_CONFLICT"), reasons(result));
    assertEquals(List.of("x"), table().dimensions());
    assertEquals(List.of(Column.measure("y", ValueType.DOUBLE)), table().measures());
  }

  @Test
  void aPointCannotHaveTwoValuesOfOneName() {
    SeriesKey series = SeriesKey.of("cpu", "host", "a");
    WriteResult result =
        new Request()
            .point(series, value("v", ValueType.BIGINT).andThen(value("v", ValueType.DOUBLE)))
            .point("v", ValueType.DOUBLE)
            .write();
    assertEquals(List.of("0 COLUMN_TYPE_CONFLICT"), reasons(result));
    assertEquals(List.of(Column.measure("v", ValueType.DOUBLE)), table().measures());
  }

  private void limit(TableLimits limits) throws Exception {
    db.engine.close();
    CommitOptions commit = db.options.commit();
    db.options =
        db.options.withCommit(
            new CommitOptions(
                commit.queueRequestsMax(),
                commit.queueBytesMax(),
                commit.frameBytesTarget(),
                commit.framesInFlightMax(),
                commit.batchBytesMax(),
                commit.futureMillisMax(),
                limits));
    db.open();
  }

  /** A name is told to the catalog with its first accepted point, and counts from then on. */
  @Test
  void aTableHasOnlySoManyMeasureNames() throws Exception {
    limit(new TableLimits(128, 1_024, 2));
    SeriesKey cpu = SeriesKey.of("cpu", "host", "a");
    SeriesKey wrong = SeriesKey.of("disk", "v", "a");
    SeriesKey mem = SeriesKey.of("mem", "host", "a");
    SeriesKey net = SeriesKey.of("net", "host", "a");
    WriteResult result =
        new Request()
            .point(cpu, value("v", ValueType.DOUBLE))
            .point(wrong, value("w", ValueType.DOUBLE))
            .point(mem, value("v", ValueType.DOUBLE))
            .point(net, value("v", ValueType.DOUBLE))
            .point(SeriesKey.of("cpu", "host", "b"), value("v", ValueType.DOUBLE))
            .write();
    assertEquals(List.of("1 COLUMN_TYPE_CONFLICT", "3 LIMIT_EXCEEDED"), reasons(result));
    assertEquals(
        "a table may have at most 2 measure names", result.rejections().getLast().detail());
    assertEquals(List.of("cpu", "mem"), table().measureNames().sorted());

    db.crashAndOpen(1);
    assertEquals(List.of("cpu", "mem"), table().measureNames().sorted());
    assertEquals(
        List.of("0 LIMIT_EXCEEDED"),
        reasons(new Request().point(net, value("v", ValueType.DOUBLE)).write()));
    db.engine.flush();
    db.crashAndOpen(2);
    assertEquals(
        List.of("0 LIMIT_EXCEEDED"),
        reasons(
            new Request()
                .point(net, value("v", ValueType.DOUBLE))
                .point(mem, value("v", ValueType.DOUBLE))
                .write()));
  }

  /** The attributes of multi-measure points count, the columns of single measures do not. */
  @Test
  void columnsOfSingleMeasuresDoNotCount() throws Exception {
    limit(new TableLimits(128, 1, 8));
    SeriesKey cpu = SeriesKey.of("cpu", "host", "a");
    WriteResult result =
        new Request()
            .point(cpu, value("measure_value::double", ValueType.DOUBLE))
            .point(cpu, value("measure_value::bigint", ValueType.BIGINT))
            .point(cpu, value("v", ValueType.DOUBLE))
            .point(cpu, value("w", ValueType.DOUBLE))
            .point(cpu, value("measure_value::boolean", ValueType.BOOLEAN))
            .write();
    assertEquals(List.of("3 LIMIT_EXCEEDED"), reasons(result));
  }

  @Test
  void aTableHoldsOnlySoManyColumns() throws Exception {
    limit(new TableLimits(2, 2, 8));
    SeriesKey wide = SeriesKey.of("cpu", "host", "a", "rack", "r", "row", "3");
    SeriesKey fits = SeriesKey.of("cpu", "host", "a", "rack", "r");
    SeriesKey third = SeriesKey.of("cpu", "row", "3");
    WriteResult result =
        new Request()
            .point(wide, value("v", ValueType.DOUBLE))
            .point(fits, value("v", ValueType.DOUBLE))
            .point(third, value("v", ValueType.DOUBLE))
            .point(third, value("v", ValueType.DOUBLE))
            .point(fits, value("w", ValueType.DOUBLE).andThen(value("x", ValueType.DOUBLE)))
            .point(fits, value("w", ValueType.DOUBLE))
            .point(fits, value("x", ValueType.DOUBLE))
            .write();
    assertEquals(
        List.of(
            "0 LIMIT_EXCEEDED",
            "2 LIMIT_EXCEEDED",
            "3 LIMIT_EXCEEDED",
            "4 LIMIT_EXCEEDED",
            "6 LIMIT_EXCEEDED"),
        reasons(result));
    assertEquals(List.of("host", "rack"), table().dimensions());
    assertEquals(2, table().measures().size());
  }

  /** The memtable still knows the series of a lost frame; the catalog does not know its columns. */
  @Test
  void whatALostFrameDefinedIsDefinedAgain() throws Exception {
    db.faults.failNext(Act.SYNC, Fault.EIO);
    assertThrows(ResourceException.class, () -> new Request().point("v", ValueType.BIGINT).write());
    assertEquals(List.of(), table().dimensions());
    assertEquals(List.of(), reasons(new Request().point("v", ValueType.DOUBLE).write()));
    assertEquals(List.of("host"), table().dimensions());
    assertEquals(List.of(Column.measure("v", ValueType.DOUBLE)), table().measures());
    db.crashAndOpen(1);
    assertEquals(List.of("host"), table().dimensions());
    assertEquals(1, db.content().size());
    List<Rejection> rejections = new Request().point("v", ValueType.BIGINT).write().rejections();
    assertEquals(Reason.COLUMN_TYPE_CONFLICT, rejections.getFirst().reason());
  }
}
