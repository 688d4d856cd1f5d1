package io.lodestone.sql;

import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.TableSchema;
import java.time.Instant;
import java.util.List;

/**
 * The small world that the stories are about. Batches hold three rows, so that most answers need
 * several.
 */
final class SampleTables {
  /** What the stories' clock shows. */
  static final Instant NOW = Instant.parse("2024-03-01T12:00:00.123456789Z");

  private SampleTables() {}

  static MemoryTables create() {
    return new MemoryTables()
        .with(hosts())
        .with(sensors())
        .with(mixed())
        .with(
            new MemoryTable(
                new TableSchema(
                    TableRef.of("shop", "empty"), List.of(Column.measureName(), Column.time())),
                3))
        .with(
            new MemoryTable(
                new TableSchema(
                    TableRef.of("sampleDB", "DevOps"),
                    List.of(Column.dimension("hostName"), Column.measureName(), Column.time())),
                3));
  }

  /** Points of several measures: two regions, three hosts, one of them without a region. */
  private static MemoryTable hosts() {
    MemoryTable table =
        new MemoryTable(
            new TableSchema(
                TableRef.of("shop", "hosts"),
                List.of(
                    Column.dimension("region"),
                    Column.dimension("hostname"),
                    Column.measureName(),
                    Column.time(),
                    Column.measure("cpu", ValueType.DOUBLE),
                    Column.measure("requests", ValueType.BIGINT),
                    Column.measure("healthy", ValueType.BOOLEAN),
                    Column.measure("note", ValueType.VARCHAR),
                    Column.measure("booted", ValueType.TIMESTAMP))),
            3);
    host(table, "eu", "web-1", "2024-03-01T10:00:00Z", 10.5, 100L, true, "über", 0);
    host(table, "eu", "web-1", "2024-03-01T10:10:00Z", 20.5, 200L, true, null, 0);
    host(table, "eu", "web-1", "2024-03-01T10:20:00Z", null, 300L, false, "slow", 0);
    host(table, "us", "web-2", "2024-03-01T10:00:00Z", 1.0, 10L, true, "", 1);
    host(table, "us", "web-2", "2024-03-01T10:15:00Z", 3.0, 20L, null, "ok", 1);
    host(table, "us", "web-2", "2024-03-01T11:00:00Z", 5.0, null, true, "50% off", 1);
    host(table, null, "db_1", "2024-03-01T10:05:00Z", 99.0, 1L, false, "a'b", 2);
    host(table, null, "db_1", "2024-03-01T11:05:00.000000001Z", 98.0, 2L, null, null, 2);
    return table;
  }

  private static void host(
      MemoryTable table,
      String region,
      String hostname,
      String time,
      Double cpu,
      Long requests,
      Boolean healthy,
      String note,
      int bootedDay) {
    table.point(
        "region",
        region,
        "hostname",
        hostname,
        "measure_name",
        "load",
        "time",
        nanos(time),
        "cpu",
        cpu,
        "requests",
        requests,
        "healthy",
        healthy,
        "note",
        note,
        "booted",
        bootedDay * 86_400_000_000_000L);
  }

  /** Points of one measure each. */
  private static MemoryTable sensors() {
    MemoryTable table =
        new MemoryTable(
            new TableSchema(
                TableRef.of("shop", "sensors"),
                List.of(
                    Column.dimension("fuel-reading"),
                    Column.measureName(),
                    Column.time(),
                    Column.measure("measure_value::double", ValueType.DOUBLE),
                    Column.measure("measure_value::bigint", ValueType.BIGINT),
                    Column.measure("measure_value::varchar", ValueType.VARCHAR))),
            3);
    for (int i = 0; i < 4; i++) {
      long time = nanos("2024-03-01T00:00:00Z") + i * 60_000_000_000L;
      table.point(
          "fuel-reading",
          "t" + i % 2,
          "measure_name",
          "level",
          "time",
          time,
          "measure_value::double",
          0.25 * i);
      table.point(
          "fuel-reading",
          "t" + i % 2,
          "measure_name",
          "count",
          "time",
          time,
          "measure_value::bigint",
          (long) i);
    }
    table.point(
        "fuel-reading",
        "t0",
        "measure_name",
        "state",
        "time",
        nanos("2024-03-01T00:00:30Z"),
        "measure_value::varchar",
        "open");
    return table;
  }

  /** Points of one and of several measures side by side. */
  private static MemoryTable mixed() {
    return new MemoryTable(
            new TableSchema(
                TableRef.of("shop", "mixed"),
                List.of(
                    Column.dimension("device"),
                    Column.measureName(),
                    Column.time(),
                    Column.measure("measure_value::double", ValueType.DOUBLE),
                    Column.measure("volt", ValueType.DOUBLE),
                    Column.measure("errors", ValueType.BIGINT))),
            3)
        .point(
            "device", "d1", "measure_name", "temp", "time", 1_000L, "measure_value::double", 21.0)
        .point("device", "d1", "measure_name", "power", "time", 1_000L, "volt", 230.0, "errors", 0L)
        .point("device", "d1", "measure_name", "power", "time", 2_000L, "volt", 231.5)
        .point(
            "device", "d2", "measure_name", "temp", "time", 2_000L, "measure_value::double", 22.0);
  }

  private static long nanos(String instant) {
    Instant time = Instant.parse(instant);
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}
