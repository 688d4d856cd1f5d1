package io.lodestone.sql;

import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.TableSchema;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TextForm;
import io.lodestone.sql.type.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * The tables that relational statements are about, made of a seed: {@code rel.one} and {@code
 * rel.two} with a few rows, or none, full of ties, NULLs, NaN and infinities; and {@code rel.nil}
 * without any. For us they are stored tables, so that scans, figures and push-down take part; Trino
 * gets the same rows as WITH queries.
 */
final class RelationalData {
  private static final String COLUMNS = "(host, measure_name, time, id, n, x, w, f)";
  private static final long START = 1_709_287_200_000_000_000L;
  private static final long MINUTE = 60_000_000_000L;

  /** A row; {@code id} is unique among all tables. */
  private record Row(String host, long time, long id, Long n, Double x, String w, Boolean f) {}

  private final List<Row> one;
  private final List<Row> two;
  private final int batchRows;

  RelationalData(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    this.one = rows(random, random.nextInt(6) == 0 ? 0 : random.nextInt(1, 12), 0);
    this.two = rows(random, random.nextInt(6) == 0 ? 0 : random.nextInt(1, 12), 100);
    this.batchRows = random.nextInt(1, 5);
  }

  private static List<Row> rows(SplittableRandom random, int count, long firstId) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(
          new Row(
              maybe(random, "h" + random.nextInt(3)),
              START + random.nextInt(12) * 10 * MINUTE,
              firstId + i,
              maybe(random, random.nextLong(-3, 6)),
              maybe(random, number(random)),
              maybe(random, List.of("", "a", "b", "ab", "Ba").get(random.nextInt(5))),
              maybe(random, random.nextBoolean())));
    }
    return rows;
  }

  private static <T> T maybe(SplittableRandom random, T value) {
    return random.nextInt(6) == 0 ? null : value;
  }

  /** Quarters, whose sums are exact, and now and then what is no number. */
  private static double number(SplittableRandom random) {
    return switch (random.nextInt(12)) {
      case 0 -> Double.NaN;
      case 1 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
      default -> random.nextInt(-8, 12) / 4.0;
    };
  }

  /** The tables for us. */
  MemoryTables tables() {
    return new MemoryTables()
        .with(table("one", one))
        .with(table("two", two))
        .with(table("nil", List.of()));
  }

  private MemoryTable table(String name, List<Row> rows) {
    MemoryTable table =
        new MemoryTable(
            new TableSchema(
                TableRef.of("rel", name),
                List.of(
                    Column.dimension("host"),
                    Column.measureName(),
                    Column.time(),
                    Column.measure("id", ValueType.BIGINT),
                    Column.measure("n", ValueType.BIGINT),
                    Column.measure("x", ValueType.DOUBLE),
                    Column.measure("w", ValueType.VARCHAR),
                    Column.measure("f", ValueType.BOOLEAN))),
            batchRows);
    for (Row row : rows) {
      table.point(
          "host",
          row.host,
          "measure_name",
          "m",
          "time",
          row.time,
          "id",
          row.id,
          "n",
          row.n,
          "x",
          row.x,
          "w",
          row.w,
          "f",
          row.f);
    }
    return table;
  }

  /** A statement about the tables for Trino. */
  String forTrino(String sql) {
    String with =
        "WITH " + named("one", one) + ", " + named("two", two) + ", " + named("nil", List.of());
    String plain = sql.replace("rel.", "");
    return plain.startsWith("WITH ")
        ? with + ", " + plain.substring("WITH ".length())
        : with + " " + plain;
  }

  private static String named(String name, List<Row> rows) {
    if (rows.isEmpty()) {
      Row any = new Row("", 0, 0, 0L, 0.0, "", false);
      return name
          + " AS (SELECT * FROM (VALUES "
          + values(any)
          + ") AS v"
          + COLUMNS
          + " WHERE false)";
    }
    return rows.stream()
        .map(RelationalData::values)
        .collect(Collectors.joining(", ", name + COLUMNS + " AS (VALUES ", ")"));
  }

  private static String values(Row row) {
    return "(%s, VARCHAR 'm', TIMESTAMP '%s', BIGINT '%d', %s, %s, %s, %s)"
        .formatted(
            row.host == null ? "CAST(NULL AS varchar)" : "VARCHAR '" + row.host + "'",
            TextForm.of(Scalar.TIMESTAMP, new Vector.Longs(new long[] {row.time}, null), 0),
            row.id,
            row.n == null ? "CAST(NULL AS bigint)" : "BIGINT '" + row.n + "'",
            row.x == null ? "CAST(NULL AS double)" : number(row.x),
            row.w == null ? "CAST(NULL AS varchar)" : "VARCHAR '" + row.w + "'",
            row.f == null ? "CAST(NULL AS boolean)" : row.f.toString());
  }

  private static String number(double x) {
    if (Double.isNaN(x)) {
      return "nan()";
    }
    return Double.isInfinite(x) ? (x > 0 ? "" : "-") + "infinity()" : x + "e0";
  }
}
