package io.lodestone.segments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.ColumnStatistics;
import io.lodestone.scan.KeyRange;
import io.lodestone.scan.Literal;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.RunCursor;
import io.lodestone.scan.SeriesPredicate;
import io.lodestone.scan.ValueCondition;
import io.lodestone.scan.ValuePredicate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentRunsTest {
  private static final SegmentId ID = new SegmentId(5);

  private final HeapSegmentStore store = new HeapSegmentStore();

  private Segment written(PlainPoints points) throws IOException {
    SegmentMetadata metadata =
        new SegmentWriter(store, SegmentOptions.DEFAULT)
            .write(ID, 3, points.columns(), points.cursor(500))
            .orElseThrow();
    return Segment.open(store, metadata);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void runsAreThePointsOfThePlainList(long seed) throws IOException {
    Random random = new Random(seed);
    PlainPoints points =
        RandomPoints.of(
            RandomPoints.order(seed), seed, 1 + random.nextInt(60), 1 + random.nextInt(700));
    Segment segment = written(points);
    for (int i = 0; i < 20; i++) {
      List<SeriesPredicate> conditions = conditions(random);
      TimeRange range = range(random);
      PointQuery query = new PointQuery(range, conditions, points.columns());
      assertEquals(
          withoutVersions(points.lines(range, conditions, points.columns())),
          read(segment.runs(query), points.columns()),
          "seed " + seed + " " + conditions);
      assertEquals(
          lastLines(points, range, conditions),
          PlainPoints.read(segment.lastPoints(query), points.columns()),
          "last points, seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void sharesTogetherAreTheWhole(long seed) throws IOException {
    PlainPoints points = RandomPoints.of(RandomPoints.order(seed), seed, 50, 200);
    Segment segment = written(points);
    List<SeriesPredicate> conditions = conditions(new Random(seed));
    PointQuery query = new PointQuery(TimeRange.ALL, conditions, points.columns());
    List<String> lines = new ArrayList<>();
    byte[] start = {};
    List<byte[]> cuts = new ArrayList<>(segment.splitKeys(7));
    assertTrue(cuts.size() > 2, "50 series can be cut");
    cuts.add(new byte[0]);
    for (byte[] end : cuts) {
      PointQuery share = query.withKeys(KeyRange.of(start, end));
      List<String> found = read(segment.runs(share), points.columns());
      assertEquals(
          found, withoutVersions(PlainPoints.read(segment.points(share), points.columns())));
      lines.addAll(found);
      start = end;
    }
    assertEquals(withoutVersions(points.lines(TimeRange.ALL, conditions, points.columns())), lines);
  }

  /** Shares are cut by keys of whichever part is the largest. */
  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26})
  void aShareMayBeginAndEndAtKeysThatAreNotThere(long seed) throws IOException {
    KeyOrder order = RandomPoints.order(seed);
    PlainPoints points = RandomPoints.of(order, seed, 50, 3);
    Segment segment = written(points);
    List<SeriesKey> keys = new ArrayList<>(RandomPoints.of(order, seed + 100, 30, 1).keys());
    keys.addAll(points.keys());
    for (int i = 0; i < 100; i++) {
      SeriesKey start = keys.get((int) ((seed + i * 7L) % keys.size()));
      SeriesKey end = keys.get((int) ((seed + i * 13L + 5) % keys.size()));
      if (order.compare(start, end) >= 0) {
        continue;
      }
      List<String> expected = new ArrayList<>();
      for (SeriesKey key : points.keys()) {
        if (order.compare(key, start) >= 0 && order.compare(key, end) < 0) {
          expected.add(key.toString());
        }
      }
      List<String> found = new ArrayList<>();
      PointQuery share =
          PointQuery.all(List.of()).withKeys(KeyRange.of(start.encoded(), end.encoded()));
      try (PointCursor cursor = segment.points(share)) {
        while (cursor.nextSeries()) {
          found.add(
              SeriesKey.ofEncoded(cursor.keyBytes(), cursor.keyOffset(), cursor.keyLength())
                  .toString());
        }
      }
      assertEquals(expected, found, "seed " + seed + " from " + start + " to " + end);
    }
  }

  @Test
  void aBlockInWhichNothingCanHoldIsPassedBy() throws IOException {
    PlainPoints points = new PlainPoints(List.of(Column.measure("v", ValueType.BIGINT)));
    for (int i = 0; i < 10_240; i++) {
      points.add(
          SeriesKey.of("m", "host", "a"), i, 1, Map.of(points.columns().getFirst(), (long) i));
    }
    Segment segment = written(points);
    ValueCondition condition =
        ValueCondition.of(
            new ValuePredicate.Between("v", new Literal.Bigint(3_000), new Literal.Bigint(3_010)),
            points.columns().getFirst());
    PointQuery query =
        new PointQuery(
            TimeRange.ALL, List.of(), KeyRange.ALL, points.columns(), List.of(condition));
    try (RunCursor runs = segment.runs(query)) {
      assertTrue(runs.nextBlock());
      assertTrue(runs.isWholeBlock());
      assertEquals(1_024, runs.blockPoints());
      ColumnStatistics known = runs.statistics(0);
      assertEquals(2_048, known.min());
      assertEquals(3_071, known.max());
      assertEquals((2_048 + 3_071) * 512L, known.sum());
      assertTrue(!runs.nextBlock());
    }
  }

  private static TimeRange range(Random random) {
    if (random.nextInt(4) == 0) {
      return TimeRange.ALL;
    }
    long start = 1_700_000_000_000_000_000L + random.nextLong(20_000_000_000_000L);
    return new TimeRange(start, start + random.nextLong(10_000_000_000_000L));
  }

  private static List<SeriesPredicate> conditions(Random random) {
    List<SeriesPredicate> all =
        List.of(
            new SeriesPredicate.In("host", Set.of("host_1", "host_7", "nobody")),
            new SeriesPredicate.NotIn("region", Set.of("eu")),
            new SeriesPredicate.IsAbsent("rack"),
            new SeriesPredicate.Prefix("host", "host_1"),
            new SeriesPredicate.Prefix("host", "host_2"),
            new SeriesPredicate.Prefix("measure_name", "c"),
            new SeriesPredicate.Like("host", "%_1_", ""),
            new SeriesPredicate.Like("host", "host%3", ""),
            new SeriesPredicate.Not(new SeriesPredicate.Prefix("rack", "r1")),
            new SeriesPredicate.AnyOf(
                List.of(
                    new SeriesPredicate.IsAbsent("rack"),
                    new SeriesPredicate.Prefix("rack", "r1"))),
            new SeriesPredicate.AllOf(
                List.of(
                    new SeriesPredicate.Prefix("host", "host_"),
                    new SeriesPredicate.NotIn("host", Set.of("host_3")))),
            new SeriesPredicate.Not(new SeriesPredicate.IsPresent("nothing")));
    List<SeriesPredicate> some = new ArrayList<>();
    for (SeriesPredicate each : all) {
      if (random.nextInt(6) == 0) {
        some.add(each);
      }
    }
    return some;
  }

  /** The last line of each series; lines begin with the series' key, which ends with a bracket. */
  private static List<String> lastLines(
      PlainPoints points, TimeRange range, List<SeriesPredicate> conditions) {
    Map<String, String> last = new LinkedHashMap<>();
    for (String line : points.lines(range, conditions, points.columns())) {
      last.put(line.substring(0, line.indexOf("] ")), line);
    }
    return List.copyOf(last.values());
  }

  /** Runs carry no versions. */
  private static List<String> withoutVersions(List<String> lines) {
    return lines.stream().map(line -> line.replaceFirst("(] \\d+) v\\d+", "$1")).toList();
  }

  private static List<String> read(RunCursor runs, List<Column> columns) {
    List<String> lines = new ArrayList<>();
    try (runs) {
      while (runs.nextBlock()) {
        while (runs.nextRun()) {
          SeriesKey key = SeriesKey.ofEncoded(runs.keyBytes(), runs.keyOffset(), runs.keyLength());
          PointChunk chunk = new PointChunk(copies(runs, columns));
          for (int i = runs.from(); i < runs.to(); i++) {
            chunk.append(runs.times()[i], 0);
          }
          lines.addAll(PlainPoints.lines(key, chunk, columns));
        }
      }
    }
    return withoutVersions(lines);
  }

  private static List<ColumnBuffer> copies(RunCursor runs, List<Column> columns) {
    List<ColumnBuffer> copies = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      ColumnBuffer copy = new ColumnBuffer(columns.get(c).name(), columns.get(c).type(), 8);
      copy.appendRange(runs.column(c), runs.from(), runs.to() - runs.from());
      copies.add(copy);
    }
    return copies;
  }
}
