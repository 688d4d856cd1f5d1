package io.lodestone.engine.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.memtable.RandomWrites;
import io.lodestone.model.CorruptionException;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TableRef;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.Column;
import io.lodestone.scan.ColumnBatch;
import io.lodestone.scan.ColumnVector;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.PointSource;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.SeriesPredicate;
import io.lodestone.scan.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableScanTest {
  private static final TableSchema SCHEMA =
      new TableSchema(
          TableRef.of("database", "table"),
          List.of(
              Column.dimension("host"),
              Column.dimension("zone"),
              Column.measureName(),
              Column.time(),
              Column.measure("long", ValueType.BIGINT),
              Column.measure("double", ValueType.DOUBLE),
              Column.measure("text", ValueType.VARCHAR),
              Column.measure("flag", ValueType.BOOLEAN),
              Column.measure("at", ValueType.TIMESTAMP)));

  @Test
  void yieldsEveryTypeAndWhatIsAbsent() {
    PointBatch.Builder builder = new PointBatch.Builder(4);
    int full = builder.series(SeriesKey.of("cpu", "host", "a", "zone", "z\u0000"));
    int bare = builder.series(SeriesKey.of("disk"));
    builder.point(0, full, 10, 1);
    builder.valueColumn("long", ValueType.BIGINT).appendWord(-5);
    builder.valueColumn("double", ValueType.DOUBLE).appendDouble(2.5);
    builder.point(1, full, 20, 1);
    builder.valueColumn("text", ValueType.VARCHAR).appendVarchar("é");
    builder.valueColumn("flag", ValueType.BOOLEAN).appendWord(1);
    builder.point(2, bare, 5, 1);
    builder.valueColumn("flag", ValueType.BOOLEAN).appendWord(0);
    builder.valueColumn("at", ValueType.TIMESTAMP).appendWord(99);
    assertEquals(
        List.of(
            "a z\u0000 cpu 10 -5 2.5 - - -",
            "a z\u0000 cpu 20 - - 'é' true -",
            "- - disk 5 - - - false 99"),
        scan(
            ScanRequest.of(
                "host", "zone", "measure_name", "time", "long", "double", "text", "flag", "at"),
            Parts.of(builder.build())));
  }

  @Test
  void columnsComeAsAskedForEvenTwice() {
    assertEquals(
        List.of("0 h0 0 h0", "1 h0 1 h0"),
        scan(ScanRequest.of("time", "host", "time", "host"), Parts.of(points(1, 2))));
  }

  @Test
  void aMeasureHeldWithAnotherTypeIsAbsent() {
    PointBatch.Builder builder = new PointBatch.Builder(1);
    builder.point(0, builder.series(SeriesKey.of("m")), 0, 1);
    builder.valueColumn("long", ValueType.DOUBLE).appendDouble(1);
    assertEquals(List.of("0 -"), scan(ScanRequest.of("time", "long"), Parts.of(builder.build())));
  }

  @Test
  void countsWithoutColumns() {
    try (BatchCursor cursor = open(TimeRange.ALL, ScanRequest.of(), Parts.of(points(3, 7)))) {
      assertTrue(cursor.advance());
      assertEquals(21, cursor.batch().size());
      assertEquals(List.of(), cursor.batch().vectors());
      assertFalse(cursor.advance());
    }
  }

  @Test
  void moreRowsThanOneBatchHoldsComeInFullBatches() {
    int series = 41;
    int each = 1_000;
    List<Integer> sizes = new ArrayList<>();
    try (BatchCursor cursor =
        open(TimeRange.ALL, ScanRequest.of("host"), Parts.of(points(series, each)))) {
      while (cursor.advance()) {
        sizes.add(cursor.batch().size());
      }
    }
    int full = ColumnBatch.ROWS_MAX;
    assertEquals(List.of(full, full, series * each - 2 * full), sizes);
    List<String> rows =
        scan(ScanRequest.of("host", "time", "long"), Parts.of(points(series, each)));
    assertEquals("h0 999 999", rows.get(999));
    assertEquals("h1 0 1000", rows.get(1_000));
    assertEquals("h9 999 9999", rows.get(40_999));
  }

  @Test
  void exactlyOneFullBatchIsFollowedByNone() {
    try (BatchCursor cursor =
        open(TimeRange.ALL, ScanRequest.of("time"), Parts.of(points(16, 1_024)))) {
      assertTrue(cursor.advance());
      assertEquals(ColumnBatch.ROWS_MAX, cursor.batch().size());
      assertFalse(cursor.advance());
    }
  }

  @Test
  void aSeriesWithoutTheDimensionIsAbsentAmongThoseThatHaveIt() {
    PointBatch.Builder builder = new PointBatch.Builder(4);
    builder.point(0, builder.series(SeriesKey.of("m", "a", "1", "host", "x")), 1, 1);
    builder.point(1, builder.series(SeriesKey.of("m", "a", "2", "zone", "y")), 2, 1);
    builder.point(2, builder.series(SeriesKey.of("m", "b", "3")), 3, 1);
    builder.point(3, builder.series(SeriesKey.of("m", "zzz", "4")), 4, 1);
    PointSource source = Parts.of(builder.build());
    assertEquals(List.of("x -", "- y", "- -", "- -"), scan(ScanRequest.of("host", "zone"), source));
    try (BatchCursor cursor = open(TimeRange.ALL, ScanRequest.of("host"), source)) {
      assertTrue(cursor.advance());
      ColumnVector host = cursor.batch().vector(0);
      assertTrue(host.isPresent(0));
      assertFalse(host.isPresent(1));
    }
  }

  @Test
  void nothingToShowIsNoBatch() {
    PointSource source = Parts.of(points(2, 2));
    ScanRequest request = ScanRequest.of("time");
    assertEquals(List.of(), scan(request));
    assertEquals(List.of(), scan(request.withRange(new TimeRange(5, 5)), source));
    assertEquals(List.of(), scan(request.withRange(new TimeRange(100, 200)), source));
    SeriesPredicate none = new SeriesPredicate.In("host", Set.of("nobody"));
    assertEquals(List.of(), scan(request.withSeries(none), source));
  }

  @Test
  void theRangeIsCutToWhatIsVisible() {
    PointSource source = Parts.of(points(1, 10));
    ScanRequest request = ScanRequest.of("time").withRange(new TimeRange(2, 6));
    try (BatchCursor cursor = open(new TimeRange(4, Long.MAX_VALUE), request, source)) {
      assertEquals(List.of("4", "5"), BatchCursorContract.read(cursor, 1));
    }
  }

  @Test
  void sourcesOutsideTheRangeAreNotAsked() {
    PointSource never = new Unreadable(100, 200);
    PointSource source = Parts.of(points(1, 3));
    ScanRequest request = ScanRequest.of("time").withRange(new TimeRange(0, 100));
    assertEquals(List.of("0", "1", "2"), scan(request, never, source));
    assertThrows(
        CorruptionException.class,
        () -> scan(request.withRange(new TimeRange(0, 101)), never, source));
  }

  @Test
  void refusesColumnsThatTheTableDoesNotHave() {
    ScanRequest request = ScanRequest.of("time", "nothing");
    assertThrows(IllegalArgumentException.class, () -> scan(request, Parts.of(points(1, 1))));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void severalPartsLookLikeOneTable(long seed) {
    Parts parts = Parts.random(seed, 3, 30, 100, 20);
    Column value = RandomWrites.COLUMNS.getFirst();
    TableSchema schema =
        new TableSchema(SCHEMA.table(), List.of(Column.dimension("host"), Column.time(), value));
    TimeRange range = new TimeRange(500, 2_500);
    SeriesPredicate some = new SeriesPredicate.In("host", Set.of("h1", "h3", "h4"));
    Set<String> hosts = Set.of("h1", "h3", "h4");
    List<String> expected =
        parts
            .merged()
            .lines(range, key -> hosts.contains(key.dimension("host").get()), List.of(value))
            .stream()
            // From "m1[host=h1, …] t500 v2 7" to "h1 500 7".
            .map(line -> line.replaceAll("(?s).*host=(h\\d+).*] t(\\d+) v\\d+ (.*)", "$1 $2 $3"))
            .toList();
    ScanRequest request =
        ScanRequest.of("host", "time", value.name()).withRange(range).withSeries(some);
    try (BatchCursor cursor =
        TableScan.open(schema, parts.sources(), TimeRange.ALL, request, Parts.CONTEXT)) {
      assertEquals(expected, BatchCursorContract.read(cursor, 3));
    }
  }

  private static List<String> scan(ScanRequest request, PointSource... sources) {
    return BatchCursorContract.read(
        open(TimeRange.ALL, request, sources), request.columns().size());
  }

  private static BatchCursor open(TimeRange visible, ScanRequest request, PointSource... sources) {
    return TableScan.open(SCHEMA, List.of(sources), visible, request, Parts.CONTEXT);
  }

  /** Series h0, h1, … with {@code each} points at 0, 1, …; the values count all points. */
  private static PointBatch points(int series, int each) {
    PointBatch.Builder builder = new PointBatch.Builder(series * each);
    for (int s = 0; s < series; s++) {
      int ordinal = builder.series(SeriesKey.of("m", "host", "h" + s));
      for (int i = 0; i < each; i++) {
        builder.point(s * each + i, ordinal, i, 1);
        builder.valueColumn("long", ValueType.BIGINT).appendWord(s * each + i);
      }
    }
    return builder.build();
  }

  /** A part whose bytes are wrong. */
  private record Unreadable(long minTimeNanos, long maxTimeNanos) implements PointSource {
    @Override
    public long pointCount() {
      return 1;
    }

    @Override
    public PointCursor points(PointQuery query) {
      throw new CorruptionException("unreadable");
    }

    @Override
    public PointCursor pointsOf(
        byte[] key, int offset, int length, TimeRange range, List<Column> columns) {
      throw new CorruptionException("unreadable");
    }
  }
}
