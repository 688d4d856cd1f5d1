package io.lodestone.segments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.KeyOrder;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import io.lodestone.storage.FileSystemDirectory;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentWriterTest {
  private static final Column VALUE = Column.measure("v", ValueType.BIGINT);
  private static final List<Column> COLUMNS = List.of(VALUE);

  @TempDir private Path folder;

  private SegmentStore store() throws IOException {
    return new LocalSegmentStore(FileSystemDirectory.open(folder));
  }

  private static PlainPoints points(String... hosts) {
    PlainPoints points = new PlainPoints(COLUMNS);
    for (String host : hosts) {
      points.add(SeriesKey.of("m", "host", host), 5, 1, Map.of(VALUE, 1L));
      points.add(SeriesKey.of("m", "host", host), 6, 1, Map.of(VALUE, 2L));
    }
    return points;
  }

  private List<String> files() throws IOException {
    try (var names = Files.list(folder)) {
      return names.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aCursorWithoutPointsLeavesNothing() throws IOException {
    SegmentWriter writer = new SegmentWriter(store(), SegmentOptions.DEFAULT);
    assertEquals(Optional.empty(), writer.write(new SegmentId(1), 1, COLUMNS, points().cursor(10)));
    assertEquals(List.of(), files());
  }

  @Test
  void aSegmentIsAFileNamedByItsId() throws IOException {
    SegmentStore store = store();
    SegmentMetadata metadata =
        new SegmentWriter(store, SegmentOptions.DEFAULT)
            .write(new SegmentId(42), 1, COLUMNS, points("a", "b").cursor(10))
            .orElseThrow();
    assertEquals(List.of("0000000000000042.seg"), files());
    assertEquals(List.of(new SegmentId(42)), store.list());
    assertEquals(metadata.sizeBytes(), store.size(new SegmentId(42)));
    assertEquals(5, metadata.minTimeNanos());
    assertEquals(6, metadata.maxTimeNanos());
  }

  @Test
  void anIdIsNeverWrittenTwice() throws IOException {
    SegmentWriter writer = new SegmentWriter(store(), SegmentOptions.DEFAULT);
    writer.write(new SegmentId(1), 1, COLUMNS, points("a").cursor(10));
    assertThrows(
        FileAlreadyExistsException.class,
        () -> writer.write(new SegmentId(1), 1, COLUMNS, points("a").cursor(10)));
  }

  @Test
  void seriesThatDoNotAscendAreRefusedAndLeaveNothing() throws IOException {
    SegmentWriter writer = new SegmentWriter(store(), SegmentOptions.DEFAULT);
    PointCursor twice = new Twice(points("b").cursor(10), points("a").cursor(10));
    assertThrows(
        IllegalArgumentException.class, () -> writer.write(new SegmentId(1), 1, COLUMNS, twice));
    assertEquals(List.of(), files());
  }

  @Test
  void seriesThatAscendInAnotherOrderThanTheirTablesAreRefused() throws IOException {
    SegmentWriter writer = new SegmentWriter(store(), SegmentOptions.DEFAULT);
    KeyOrder order = KeyOrder.ledBy("rack");
    PlainPoints first = new PlainPoints(order, COLUMNS);
    first.add(SeriesKey.of("m", "host", "a", "rack", "2"), 5, 1, Map.of(VALUE, 1L));
    PlainPoints second = new PlainPoints(order, COLUMNS);
    second.add(SeriesKey.of("m", "host", "b", "rack", "1"), 5, 1, Map.of(VALUE, 1L));
    PointCursor twice = new Twice(first.cursor(10), second.cursor(10));
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> writer.write(new SegmentId(1), 1, COLUMNS, twice));
    assertTrue(refused.getMessage().contains("rack"), refused::getMessage);
    assertEquals(List.of(), files());
    PointCursor inOrder = new Twice(second.cursor(10), first.cursor(10));
    assertTrue(writer.write(new SegmentId(1), 1, COLUMNS, inOrder).isPresent());
    assertEquals(
        order, Segment.open(store(), Segment.readMetadata(store(), new SegmentId(1))).keyOrder());
  }

  @Test
  void timesThatDoNotAscendAreRefusedAndLeaveNothing() throws IOException {
    SegmentWriter writer = new SegmentWriter(store(), SegmentOptions.DEFAULT);
    PointCursor points = points("a").cursor(10);
    PointCursor reversed =
        new Twice(points, points().cursor(1)) {
          @Override
          public boolean nextChunk() {
            boolean more = super.nextChunk();
            if (more) {
              chunk().times()[0] = 6;
            }
            return more;
          }
        };
    assertThrows(
        IllegalArgumentException.class, () -> writer.write(new SegmentId(1), 1, COLUMNS, reversed));
    assertEquals(List.of(), files());
  }

  @Test
  void whatAnInterruptedWriterLeftIsRemovedAtStart() throws IOException {
    SegmentStore store = store();
    Files.write(folder.resolve("0000000000000003.seg.tmp"), new byte[100]);
    assertEquals(List.of(), store.list());
    store.deleteUncommitted();
    assertEquals(List.of(), files());
  }

  @Test
  void aQuarantinedSegmentIsNoLongerListedAndNotLost() throws IOException {
    SegmentStore store = store();
    SegmentId id = new SegmentId(1);
    new SegmentWriter(store, SegmentOptions.DEFAULT).write(id, 1, COLUMNS, points("a").cursor(10));
    store.quarantine(id);
    assertEquals(List.of(), store.list());
    assertTrue(Files.exists(folder.resolve("quarantine/0000000000000001.seg")));
  }

  /** One cursor after another. */
  private static class Twice implements PointCursor {
    private final PointCursor second;
    private PointCursor current;

    Twice(PointCursor first, PointCursor second) {
      this.second = second;
      this.current = first;
    }

    @Override
    public boolean nextSeries() {
      if (current.nextSeries()) {
        return true;
      }
      current = second;
      return current.nextSeries();
    }

    @Override
    public KeyOrder keyOrder() {
      return current.keyOrder();
    }

    @Override
    public byte[] keyBytes() {
      return current.keyBytes();
    }

    @Override
    public int keyOffset() {
      return current.keyOffset();
    }

    @Override
    public int keyLength() {
      return current.keyLength();
    }

    @Override
    public boolean nextChunk() {
      return current.nextChunk();
    }

    @Override
    public PointChunk chunk() {
      return current.chunk();
    }

    @Override
    public void close() {}
  }
}
