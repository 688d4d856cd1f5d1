package io.lodestone.segments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.SeriesPredicate;
import io.lodestone.segments.encoding.Effort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentRoundTripTest {
  private static final SegmentId ID = new SegmentId(7);

  private final HeapSegmentStore store = new HeapSegmentStore();

  private Segment written(PlainPoints points, SegmentOptions options) throws IOException {
    SegmentMetadata metadata =
        new SegmentWriter(store, options)
            .write(ID, 3, points.columns(), points.cursor(500))
            .orElseThrow();
    assertEquals(points.size(), metadata.points());
    assertEquals(points.keys().size(), metadata.seriesCount());
    assertEquals(store.size(ID), metadata.sizeBytes());
    return Segment.open(store, metadata);
  }

  private static void assertAgree(
      PlainPoints points,
      Segment segment,
      TimeRange range,
      List<SeriesPredicate> conditions,
      List<Column> columns,
      String seed) {
    List<String> expected = points.lines(range, conditions, columns);
    List<String> found =
        PlainPoints.read(segment.points(new PointQuery(range, conditions, columns)), columns);
    assertEquals(expected, found, seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void everyQueryGivesWhatThePlainListGives(long seed) throws IOException {
    Random random = new Random(seed);
    PlainPoints points =
        RandomPoints.of(
            RandomPoints.order(seed), seed, 1 + random.nextInt(60), 1 + random.nextInt(700));
    SegmentOptions options =
        new SegmentOptions(
            1_024 * (1 + random.nextInt(3)),
            1 << 16,
            random.nextBoolean() ? Effort.FLUSH : Effort.COMPACTION);
    Segment segment = written(points, options);
    String name = "seed " + seed;
    assertAgree(points, segment, TimeRange.ALL, List.of(), points.columns(), name);
    for (int i = 0; i < 20; i++) {
      long start = 1_700_000_000_000_000_000L + random.nextLong(20_000_000_000_000L);
      TimeRange range = new TimeRange(start, start + random.nextLong(10_000_000_000_000L));
      List<Column> columns = new ArrayList<>(points.columns());
      Collections.shuffle(columns, random);
      columns = columns.subList(0, random.nextInt(columns.size()));
      assertAgree(points, segment, range, conditions(random), columns, name);
    }
    segment.release();
    assertEquals(0, store.openRegions());
  }

  private static List<SeriesPredicate> conditions(Random random) {
    List<SeriesPredicate> all =
        List.of(
            new SeriesPredicate.In("region", Set.of("eu", "", "nowhere")),
            new SeriesPredicate.In("region", Set.of("\u0000", "a\u0000b")),
            new SeriesPredicate.In("host", Set.of("host_1", "host_3", "host_4")),
            new SeriesPredicate.In(Column.MEASURE_NAME, Set.of("cpu")),
            new SeriesPredicate.NotIn("region", Set.of("us", "ap")),
            new SeriesPredicate.NotIn("zz\u0000", Set.of("once 3")),
            new SeriesPredicate.NotIn("unknown", Set.of("x")),
            new SeriesPredicate.IsPresent("az"),
            new SeriesPredicate.IsPresent("unknown"),
            new SeriesPredicate.IsAbsent("az"),
            new SeriesPredicate.IsAbsent("unknown"),
            new SeriesPredicate.IsAbsent(Column.MEASURE_NAME));
    List<SeriesPredicate> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, random.nextInt(3));
  }

  @ParameterizedTest
  @ValueSource(longs = {77, 78, 79, 80, 81, 82})
  void eachSeriesIsFoundByItsKey(long seed) throws IOException {
    PlainPoints points = RandomPoints.of(RandomPoints.order(seed), seed, 300, 40);
    Segment segment = written(points, SegmentOptions.DEFAULT);
    List<String> found = new ArrayList<>();
    for (SeriesKey key : points.keys()) {
      found.addAll(
          PlainPoints.read(
              segment.pointsOf(
                  key.encoded(), 0, key.encoded().length, TimeRange.ALL, points.columns()),
              points.columns()));
    }
    assertEquals(points.lines(TimeRange.ALL, List.of(), points.columns()), found);
  }

  @Test
  void aSeriesThatIsNotThereHasNoPoints() throws IOException {
    PlainPoints points = RandomPoints.of(78, 200, 5);
    Segment segment = written(points, SegmentOptions.DEFAULT);
    List<SeriesKey> strangers =
        List.of(
            SeriesKey.of("cpu"),
            SeriesKey.of("disk", "host", "host_1"),
            SeriesKey.of("cpu", "host", "host_1", "region", "nowhere"),
            SeriesKey.of("cpu", "host", "host_1", "unknown", "x"),
            SeriesKey.of("cpu", "az", "az1"),
            SeriesKey.of("cpu", "region", "eu"),
            SeriesKey.of("cpu", "host", "host_1", "az", "az0", "region", "eu", "rack", "r8"));
    for (SeriesKey key : strangers) {
      assertTrue(!points.keys().contains(key));
      assertEquals(
          List.of(),
          PlainPoints.read(
              segment.pointsOf(
                  key.encoded(), 0, key.encoded().length, TimeRange.ALL, points.columns()),
              points.columns()),
          key.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {81, 82, 83, 84, 85, 86})
  void theLastPointsAreThoseOfThePlainList(long seed) throws IOException {
    PlainPoints points = RandomPoints.of(RandomPoints.order(seed), seed, 40, 300);
    Segment segment = written(points, new SegmentOptions(2_048, 1 << 20, Effort.COMPACTION));
    List<String> expected = new ArrayList<>();
    for (SeriesKey key : points.keys()) {
      long last = segment.lastTimeOf(key.encoded(), 0, key.encoded().length).orElseThrow();
      List<String> lines =
          PlainPoints.read(
              segment.pointsOf(
                  key.encoded(),
                  0,
                  key.encoded().length,
                  new TimeRange(last, Long.MAX_VALUE),
                  points.columns()),
              points.columns());
      assertEquals(1, lines.size(), key + " of seed " + seed);
      expected.add(lines.getFirst());
    }
    assertEquals(
        expected,
        PlainPoints.read(segment.lastPoints(PointQuery.all(points.columns())), points.columns()),
        "seed " + seed);
  }

  @Test
  void manyTinySeriesComeBack() throws IOException {
    PlainPoints points = new PlainPoints(List.of(Column.measure("v", ValueType.BIGINT)));
    Column column = points.columns().getFirst();
    for (int s = 0; s < 10_000; s++) {
      SeriesKey key = SeriesKey.of("m", "host", "h" + s);
      for (int i = 0; i < 3; i++) {
        points.add(key, 1_000_000_000L * i, 1, Map.of(column, (long) s + i));
      }
    }
    Segment segment = written(points, SegmentOptions.DEFAULT);
    assertAgree(points, segment, TimeRange.ALL, List.of(), points.columns(), "");
    assertAgree(points, segment, TimeRange.at(1_000_000_000L), List.of(), points.columns(), "");
  }

  @Test
  void aColumnOfAnotherTypeOrNameIsAbsent() throws IOException {
    PlainPoints points = RandomPoints.of(5, 3, 10);
    Segment segment = written(points, SegmentOptions.DEFAULT);
    List<Column> strange =
        List.of(
            Column.measure("gauge", ValueType.BIGINT),
            Column.measure("unknown", ValueType.VARCHAR));
    assertAgree(points, segment, TimeRange.ALL, List.of(), strange, "");
  }

  @Test
  void columnsWithoutAnyValueAreNotStored() throws IOException {
    Column held = Column.measure("held", ValueType.DOUBLE);
    Column empty = Column.measure("empty", ValueType.VARCHAR);
    Column later = Column.measure("later", ValueType.VARCHAR);
    PlainPoints points = new PlainPoints(List.of(empty, held, later));
    SeriesKey key = SeriesKey.of("m", "d", "v");
    for (int i = 0; i < 3_000; i++) {
      Map<Column, Object> values = new HashMap<>();
      values.put(held, Double.doubleToRawLongBits(i));
      if (i == 2_999) {
        values.put(later, "here");
      }
      points.add(key, i, 1, values);
    }
    Segment segment = written(points, SegmentOptions.DEFAULT);
    assertEquals(List.of(held, later), segment.measureColumns());
    assertEquals(List.of("d"), segment.dimensionNames());
    assertAgree(points, segment, TimeRange.ALL, List.of(), points.columns(), "");
  }

  @Test
  void largeTextsCloseBlocksEarlyAndComeBack() throws IOException {
    Column text = Column.measure("text", ValueType.VARCHAR);
    PlainPoints points = new PlainPoints(List.of(text));
    Random random = new Random(9);
    for (int i = 0; i < 400; i++) {
      StringBuilder value = new StringBuilder();
      int words = random.nextInt(400);
      for (int w = 0; w < words; w++) {
        value.append("word").append(random.nextInt(50)).append(' ');
      }
      points.add(SeriesKey.of("m", "h", "" + i % 3), i, 1, Map.of(text, value.toString()));
    }
    Segment segment = written(points, new SegmentOptions(1_024, 1 << 16));
    assertAgree(points, segment, TimeRange.ALL, List.of(), points.columns(), "");
  }
}
