package io.lodestone.segments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.RunCursor;
import io.lodestone.scan.SeriesPredicate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a query with {@code =} on one dimension reads, counted in blocks, where the dimension leads
 * the order of series and where it does not. {@code -Dlodestone.leading.all=true} counts larger
 * segments as well, and prints the table of ADR 0006.
 */
class LeadingDimensionTest {
  private static final Column VALUE = Column.measure("v", ValueType.BIGINT);
  private static final boolean ALL = Boolean.getBoolean("lodestone.leading.all");

  /** About so many points are counted in every build. */
  private static final int SMALL = 150_000;

  @ParameterizedTest
  @CsvSource({
    "10, 2000, 10",
    "10, 2000, 60",
    "10, 2000, 360",
    "10, 2000, 1000",
    "10, 200, 8640",
    "100, 2000, 60",
    "100, 2000, 360",
    "100, 400, 8640"
  })
  void aQueryOnTheDimensionThatLeadsReadsOnlyItsBlocks(int values, int series, int points)
      throws IOException {
    Assumptions.assumeTrue(ALL || (long) series * points <= SMALL);
    Counted first = count(KeyOrder.OF_BYTES, "a", values, series, points);
    Counted last = count(KeyOrder.OF_BYTES, "z", values, series, points);
    Counted led = count(KeyOrder.ledBy("z"), "z", values, series, points);
    System.out.printf(
        "| %d | %,d | %,d | %,d | %,d | %,d | %,d |%n",
        values, points, led.blocks, led.wantedPoints / 1_024, first.read, last.read, led.read);
    assertTrue(
        led.read <= Math.ceilDiv(led.wantedPoints, 1_024) + 1, led.read + " blocks of " + led);
    assertTrue(led.read < last.read, led.read + " blocks, and " + last.read);
  }

  private record Counted(int blocks, int read, int wantedPoints) {}

  /** A dimension of this name has some values, given to hosts at random. */
  private static Counted count(
      KeyOrder order, String dimension, int values, int series, int pointsPerSeries)
      throws IOException {
    Random random = new Random(1);
    List<SeriesKey> keys = new ArrayList<>();
    int wanted = 0;
    for (int s = 0; s < series; s++) {
      int value = random.nextInt(values);
      wanted += value == 3 ? pointsPerSeries : 0;
      keys.add(SeriesKey.of("cpu", "host", "host_" + s, dimension, "value_" + value));
    }
    keys.sort(order);
    HeapSegmentStore store = new HeapSegmentStore();
    SegmentMetadata metadata =
        new SegmentWriter(store, new SegmentOptions(1_024, 1 << 20))
            .write(new SegmentId(1), 1, List.of(VALUE), new Steady(order, keys, pointsPerSeries))
            .orElseThrow();
    Segment segment = Segment.open(store, metadata);
    SeriesPredicate wantedValue = new SeriesPredicate.In(dimension, Set.of("value_3"));
    int read = 0;
    int found = 0;
    try (RunCursor runs =
        segment.runs(new PointQuery(TimeRange.ALL, List.of(wantedValue), List.of(VALUE)))) {
      while (runs.nextBlock()) {
        read++;
        while (runs.nextRun()) {
          found += runs.to() - runs.from();
        }
      }
    }
    segment.release();
    assertEquals(wanted, found);
    return new Counted(Math.ceilDiv(series * pointsPerSeries, 1_024), read, wanted);
  }

  /** The same points of each series, ten seconds apart. */
  private static final class Steady implements PointCursor {
    private final KeyOrder order;
    private final List<SeriesKey> keys;
    private final int pointsPerSeries;
    private final PointChunk chunk =
        new PointChunk(List.of(new ColumnBuffer(VALUE.name(), VALUE.type(), 8)));
    private int series = -1;
    private int next;

    Steady(KeyOrder order, List<SeriesKey> keys, int pointsPerSeries) {
      this.order = order;
      this.keys = keys;
      this.pointsPerSeries = pointsPerSeries;
    }

    @Override
    public boolean nextSeries() {
      next = 0;
      return ++series < keys.size();
    }

    @Override
    public KeyOrder keyOrder() {
      return order;
    }

    @Override
    public byte[] keyBytes() {
      return keys.get(series).encoded();
    }

    @Override
    public int keyOffset() {
      return 0;
    }

    @Override
    public int keyLength() {
      return keyBytes().length;
    }

    @Override
    public boolean nextChunk() {
      chunk.clear();
      for (; next < pointsPerSeries && chunk.size() < PointChunk.POINTS_MAX; next++) {
        chunk.append(next * 10_000_000_000L, 1);
        chunk.columns().getFirst().appendWord(next % 7);
      }
      return chunk.size() > 0;
    }

    @Override
    public PointChunk chunk() {
      return chunk;
    }

    @Override
    public void close() {}
  }
}
