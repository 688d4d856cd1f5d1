package io.lodestone.segments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Segments in the role of history hold a time several times. */
class HistorySegmentTest {
  private static final SegmentId ID = new SegmentId(7);
  private static final Column VALUE = Column.measure("v", ValueType.BIGINT);
  private static final List<Column> COLUMNS = List.of(VALUE);

  private final HeapSegmentStore store = new HeapSegmentStore();
  private final SegmentWriter writer = new SegmentWriter(store, new SegmentOptions(1_024, 1 << 16));

  /** One series: time and version of each point, in chunks of three. The value is their sum. */
  private static PointCursor points(long[][] points) {
    byte[] key = SeriesKey.of("m", "host", "a").encoded();
    PointChunk chunk = new PointChunk(List.of(new ColumnBuffer("v", ValueType.BIGINT, 8)));
    return new PointCursor() {
      private boolean begun;
      private int next;

      @Override
      public boolean nextSeries() {
        boolean first = !begun;
        begun = true;
        return first;
      }

      @Override
      public KeyOrder keyOrder() {
        return KeyOrder.OF_BYTES;
      }

      @Override
      public byte[] keyBytes() {
        return key;
      }

      @Override
      public int keyOffset() {
        return 0;
      }

      @Override
      public int keyLength() {
        return key.length;
      }

      @Override
      public boolean nextChunk() {
        chunk.clear();
        while (chunk.size() < 3 && next < points.length) {
          chunk.append(points[next][0], points[next][1]);
          chunk.columns().getFirst().appendWord(points[next][0] + points[next][1]);
          next++;
        }
        return chunk.size() > 0;
      }

      @Override
      public PointChunk chunk() {
        return chunk;
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void aTimeMayComeAgainWithAHigherVersion() throws IOException {
    long[][] points = new long[5_000][];
    for (int i = 0; i < points.length; i++) {
      points[i] = new long[] {i / 3, i % 3 + 1};
    }
    SegmentMetadata metadata =
        writer
            .writeHistory(ID, 1, COLUMNS, points(points))
            .orElseThrow()
            .withRole(new SegmentRole.History(9));
    assertEquals(List.of(), SegmentVerifier.verify(store, metadata));
    Segment segment = Segment.open(store, metadata);
    assertEquals(
        PlainPoints.read(points(points), COLUMNS),
        PlainPoints.read(segment.points(PointQuery.all(COLUMNS)), COLUMNS));
    assertEquals(
        3,
        PlainPoints.read(
                segment.points(new PointQuery(new TimeRange(700, 701), List.of(), COLUMNS)),
                COLUMNS)
            .size());
    segment.release();
    assertEquals(0, store.openRegions());
  }

  @Test
  void equalVersionsOfATimeAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> writer.writeHistory(ID, 1, COLUMNS, points(new long[][] {{1, 2}, {1, 2}})));
    assertThrows(
        IllegalArgumentException.class,
        () -> writer.writeHistory(ID, 1, COLUMNS, points(new long[][] {{2, 1}, {1, 2}})));
    assertEquals(List.of(), store.list());
  }

  @Test
  void amongCurrentPointsATimeComesOnce() throws IOException {
    long[][] twice = {{1, 1}, {1, 2}};
    assertThrows(IllegalArgumentException.class, () -> writer.write(ID, 1, COLUMNS, points(twice)));
    SegmentMetadata metadata = writer.writeHistory(ID, 1, COLUMNS, points(twice)).orElseThrow();
    assertEquals(1, SegmentVerifier.verify(store, metadata).size());
  }
}
