package io.lodestone.engine.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Aggregate;
import io.lodestone.scan.Aggregate.Function;
import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.Grouping;
import io.lodestone.scan.PointSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The last point of each series, where parts of different times hold it. */
class LastPointsTest {
  private static final PointSource OLDER =
      part(new Point("a", 5, 10), new Point("b", 6, 20), new Point("c", 7, 30));

  private static final PointSource YOUNGER =
      part(new Point("a", 100, 11), new Point("b", 180, 21), new Point("d", 120, 41));

  private record Point(String host, long time, long value) {}

  private static PointSource part(Point... points) {
    PointBatch.Builder builder = new PointBatch.Builder(points.length);
    for (int i = 0; i < points.length; i++) {
      int series = builder.series(SeriesKey.of("m", "host", points[i].host()));
      builder.point(i, series, points[i].time(), 1);
      builder.valueColumn("long", ValueType.BIGINT).appendWord(points[i].value());
    }
    return Parts.of(builder.build());
  }

  private static List<String> lastPoints(TimeRange range) {
    AggregateRequest request =
        AggregateRequest.of(Grouping.bySeries("host"), Aggregate.of(Function.LAST, "long"))
            .withRange(range);
    return BatchCursorContract.read(
            AggregateScan.open(
                RandomTable.SCHEMA, List.of(YOUNGER, OLDER), TimeRange.ALL, request, Parts.CONTEXT),
            2)
        .stream()
        .sorted()
        .toList();
  }

  @Test
  void theYoungestPartThatHoldsASeriesTellsItsLastPoint() {
    assertEquals(List.of("a 11", "b 21", "c 30", "d 41"), lastPoints(TimeRange.ALL));
  }

  @Test
  void aPartThatHoldsASeriesAtOtherTimesDoesNotHideAnOlderOne() {
    assertEquals(List.of("a 11", "b 20", "c 30", "d 41"), lastPoints(new TimeRange(0, 150)));
  }
}
