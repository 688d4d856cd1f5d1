package io.lodestone.segments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointFinder;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Single points by key and time, in any order, each against what a cursor gives. */
@ExtendWith(SeedExtension.class)
class SegmentFinderTest {
  private final HeapSegmentStore store = new HeapSegmentStore();

  @Test
  void eachPointIsFoundWhereItIsAndNowhereElse(Seed seed) throws IOException {
    Random random = new Random(seed.value());
    for (int round = 0; round < 6; round++) {
      // From several series a block to several blocks a series.
      int series = round < 3 ? 40 : 3;
      PlainPoints points = RandomPoints.of(random.nextLong(), series, round < 3 ? 60 : 6_000);
      SegmentMetadata metadata =
          new SegmentWriter(store, new SegmentOptions(1_024, 1 << 16))
              .write(new SegmentId(1 + round), 3, points.columns(), points.cursor(500))
              .orElseThrow();
      Segment segment = Segment.open(store, metadata);
      List<Column> columns = points.columns().subList(0, 1 + round);
      PointFinder finder = segment.finder(columns);
      List<SeriesKey> keys = new ArrayList<>(points.keys());
      keys.add(SeriesKey.of("cpu", "host", "stranger"));
      Collections.shuffle(keys, random);
      for (SeriesKey key : keys) {
        List<Long> times = times(segment, key);
        Collections.shuffle(times, random);
        for (long time : times.subList(0, Math.min(times.size(), 12))) {
          for (long asked : new long[] {time, time - 1, time + 1}) {
            assertEquals(
                expected(segment, key, asked, columns), found(finder, key, asked, columns));
          }
        }
        long first = metadata.minTimeNanos();
        for (long asked : new long[] {first - 1, first, metadata.maxTimeNanos() + 1}) {
          assertEquals(expected(segment, key, asked, columns), found(finder, key, asked, columns));
        }
      }
      segment.release();
    }
  }

  private static List<Long> times(Segment segment, SeriesKey key) {
    List<Long> times = new ArrayList<>();
    byte[] bytes = key.encoded();
    try (var cursor = segment.pointsOf(bytes, 0, bytes.length, TimeRange.ALL, List.of())) {
      while (cursor.nextSeries()) {
        while (cursor.nextChunk()) {
          for (int i = 0; i < cursor.chunk().size(); i++) {
            times.add(cursor.chunk().times()[i]);
          }
        }
      }
    }
    return times;
  }

  private static List<String> expected(
      Segment segment, SeriesKey key, long time, List<Column> columns) {
    byte[] bytes = key.encoded();
    return PlainPoints.read(
        segment.pointsOf(bytes, 0, bytes.length, TimeRange.at(time), columns), columns);
  }

  private static List<String> found(
      PointFinder finder, SeriesKey key, long time, List<Column> columns) {
    byte[] bytes = new byte[key.encoded().length + 2];
    System.arraycopy(key.encoded(), 0, bytes, 1, key.encoded().length);
    if (!finder.find(bytes, 1, key.encoded().length, time)) {
      return List.of();
    }
    List<ColumnBuffer> buffers = new ArrayList<>();
    columns.forEach(c -> buffers.add(new ColumnBuffer(c.name(), c.type(), 1)));
    PointChunk chunk = new PointChunk(buffers);
    finder.appendTo(chunk);
    assertTrue(chunk.size() == 1);
    assertEquals(chunk.versions()[0], finder.version());
    return PlainPoints.lines(key, chunk, columns);
  }
}
