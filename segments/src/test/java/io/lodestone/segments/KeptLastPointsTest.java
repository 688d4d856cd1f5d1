package io.lodestone.segments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lodestone.model.CorruptionException;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.SeriesPredicate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The last points of a segment's series, which it keeps for the next reader. */
class KeptLastPointsTest {
  private static final SegmentId ID = new SegmentId(7);
  private static final List<Column> NUMBERS =
      RandomPoints.COLUMNS.stream().filter(c -> c.type() != ValueType.VARCHAR).toList();

  private HeapSegmentStore store;

  private Segment written(PlainPoints points) throws IOException {
    store = new HeapSegmentStore();
    return Segment.open(
        store,
        new SegmentWriter(store, new SegmentOptions(1_024, 1 << 16))
            .write(ID, 3, points.columns(), points.cursor(500))
            .orElseThrow());
  }

  @Test
  void whatIsKeptIsWhatTheBlocksSay() throws IOException {
    for (long seed = 1; seed <= 4; seed++) {
      PlainPoints points = RandomPoints.of(seed, 20 + 10 * (int) seed, 60);
      Segment segment = written(points);
      long middle = (segment.minTimeNanos() + segment.maxTimeNanos()) / 2;
      List<PointQuery> queries =
          List.of(
              new PointQuery(TimeRange.ALL, List.of(), NUMBERS),
              new PointQuery(TimeRange.ALL, List.of(), NUMBERS.subList(1, 3)),
              new PointQuery(TimeRange.ALL, List.of(), List.of(NUMBERS.get(4), NUMBERS.get(0))),
              new PointQuery(new TimeRange(middle, Long.MAX_VALUE), List.of(), NUMBERS),
              new PointQuery(new TimeRange(Long.MIN_VALUE, middle), List.of(), NUMBERS),
              new PointQuery(TimeRange.ALL, List.of(), RandomPoints.COLUMNS),
              new PointQuery(
                  TimeRange.ALL,
                  List.of(new SeriesPredicate.NotIn("host", Set.of("host_3"))),
                  NUMBERS));
      for (int round = 0; round < 2; round++) {
        for (PointQuery query : queries) {
          assertEquals(
              lastOf(points, query),
              PlainPoints.read(segment.lastPoints(query), query.columns()),
              "seed " + seed + ", query " + queries.indexOf(query));
        }
      }
      segment.release();
    }
  }

  private static List<String> lastOf(PlainPoints points, PointQuery query) {
    List<String> all = points.lines(query.range(), query.series(), query.columns());
    List<String> last = new ArrayList<>();
    int at = 0;
    for (SeriesKey key : points.keys()) {
      int from = at;
      while (at < all.size() && all.get(at).startsWith(key + " ")) {
        at++;
      }
      if (at > from) {
        last.add(all.get(at - 1));
      }
    }
    assertEquals(all.size(), at);
    return last;
  }

  /** A block that nobody asks for keeps nobody from what stands in others. */
  @Test
  void damageIsToldToThoseAloneWhoReadIt() throws IOException {
    PlainPoints points = new PlainPoints(List.of(Column.measure("v", ValueType.BIGINT)));
    for (int host = 100; host < 180; host++) {
      for (int i = 0; i < 1_024; i++) {
        points.add(
            SeriesKey.of("cpu", "host", "h" + host),
            i,
            1,
            Map.of(points.columns().getFirst(), (long) (host * i * 31 % 1_000)));
      }
    }
    Segment intact = written(points);
    byte[] bytes = store.bytes(ID);
    bytes[40] ^= 1;
    store.replace(ID, bytes);
    Segment damaged = Segment.open(store, intact.metadata());
    PointQuery all = PointQuery.all(points.columns());
    assertThrows(
        CorruptionException.class,
        () -> PlainPoints.read(damaged.lastPoints(all), points.columns()));
    PointQuery others =
        new PointQuery(
            TimeRange.ALL,
            List.of(new SeriesPredicate.NotIn("host", Set.of("h100"))),
            points.columns());
    assertEquals(79, PlainPoints.read(damaged.lastPoints(others), points.columns()).size());
    damaged.release();
  }
}
