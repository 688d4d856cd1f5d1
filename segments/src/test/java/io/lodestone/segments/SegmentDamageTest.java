package io.lodestone.segments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.CorruptionException;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.SeriesPredicate;
import io.lodestone.segments.encoding.Effort;
import io.lodestone.segments.layout.SegmentLayout;
import io.lodestone.storage.FileHeader;
import io.lodestone.storage.FormatVersionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever happens to the bytes of a segment: right points or a named error. Segments of every kind
 * of column, small enough that each of their bits can be turned.
 */
class SegmentDamageTest {
  private static final SegmentId ID = new SegmentId(9);

  private final HeapSegmentStore store = new HeapSegmentStore();
  private PlainPoints points;
  private SegmentKeys keys;
  private SegmentMetadata metadata;
  private byte[] sound;
  private long expected;

  /** What the damaged segment holds. */
  private enum Shape {
    /** Every type, irregular times, versions, absent values. */
    MIXED(Effort.FLUSH),
    /** Escape cascades in times and numbers, decimals with corrections, booleans. */
    CASCADES(Effort.COMPACTION),
    /** A dictionary of text, and text that LZ4 makes smaller. */
    TEXTS(Effort.FLUSH),
    /** Texts that are too long for a block. */
    LONG_TEXTS(Effort.FLUSH),
    /** The mixed one, encrypted. */
    SEALED(Effort.FLUSH);

    private final Effort effort;

    Shape(Effort effort) {
      this.effort = effort;
    }

    SegmentKeys keys() {
      return this == SEALED ? new SeededKeys(3) : SegmentKeys.NONE;
    }

    PlainPoints points() {
      return switch (this) {
        case MIXED -> RandomPoints.of(21, 4, 12);
        case SEALED -> RandomPoints.of(21, 2, 6);
        case CASCADES -> SmallPoints.cascades();
        case TEXTS -> SmallPoints.texts();
        case LONG_TEXTS -> SmallPoints.longTexts();
      };
    }
  }

  private void write(Shape shape) throws IOException {
    points = shape.points();
    keys = shape.keys();
    metadata =
        new SegmentWriter(store, SegmentOptions.DEFAULT.withEffort(shape.effort), keys)
            .write(ID, 1, points.columns(), points.cursor(10))
            .orElseThrow();
    sound = store.bytes(ID);
    Segment segment = Segment.open(store, metadata, keys);
    expected = answers(segment);
    assertEquals(
        points.lines(TimeRange.ALL, List.of(), points.columns()),
        PlainPoints.read(segment.points(PointQuery.all(points.columns())), points.columns()));
    segment.release();
  }

  /** A digest of everything there is to ask. */
  private long answers(Segment segment) {
    long digest = segment.measureColumns().hashCode();
    digest = 31 * digest + segment.dimensionNames().hashCode();
    digest = 31 * digest + digest(segment.points(PointQuery.all(points.columns())));
    PointQuery some =
        new PointQuery(
            TimeRange.ALL,
            List.of(new SeriesPredicate.NotIn("region", Set.of("eu"))),
            points.columns());
    digest = 31 * digest + digest(segment.points(some));
    digest = 31 * digest + digest(segment.lastPoints(PointQuery.all(points.columns())));
    for (SeriesKey key : points.keys()) {
      byte[] bytes = key.encoded();
      digest =
          31 * digest
              + digest(segment.pointsOf(bytes, 0, bytes.length, TimeRange.ALL, points.columns()));
      digest = 31 * digest + segment.lastTimeOf(bytes, 0, bytes.length).orElse(-1);
    }
    return digest;
  }

  private static long digest(PointCursor cursor) {
    long digest = 1;
    try (cursor) {
      while (cursor.nextSeries()) {
        for (int i = 0; i < cursor.keyLength(); i++) {
          digest = 31 * digest + cursor.keyBytes()[cursor.keyOffset() + i];
        }
        while (cursor.nextChunk()) {
          digest = 31 * digest + digest(cursor.chunk());
        }
      }
    }
    return digest;
  }

  private static long digest(PointChunk chunk) {
    long digest = chunk.size();
    for (int i = 0; i < chunk.size(); i++) {
      digest = 31 * digest + chunk.times()[i];
      digest = 31 * digest + chunk.versions()[i];
      for (ColumnBuffer column : chunk.columns()) {
        digest = 31 * digest + (column.isPresent(i) ? 1 : 0);
        if (column.isPresent(i)) {
          digest = 31 * digest + (column.words() == null ? text(column, i) : column.word(i));
        }
      }
    }
    return digest;
  }

  private static long text(ColumnBuffer column, int index) {
    long digest = 7;
    for (int b = column.varcharOffsets()[index]; b < column.varcharOffsets()[index + 1]; b++) {
      digest = 31 * digest + column.varcharBytes()[b];
    }
    return digest;
  }

  /** Right answers or an error that names the file; nothing in between. */
  private boolean isNoticed(byte[] damaged, String what) {
    store.replace(ID, damaged);
    Segment segment = Segment.open(store, metadata, keys);
    try {
      assertEquals(expected, answers(segment), what);
      return false;
    } catch (CorruptionException e) {
      assertTrue(e.getMessage().contains("segment-9"), what + ": " + e.getMessage());
      return true;
    } catch (RuntimeException e) {
      return fail(what, e);
    } finally {
      segment.release();
      assertEquals(0, store.openRegions(), what);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFlippedBitIsNoticed(Shape shape) throws IOException {
    write(shape);
    for (int bit = 0; bit < 8 * sound.length; bit++) {
      byte[] damaged = sound.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertTrue(isNoticed(damaged, "bit " + bit), "it changed nothing");
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyTruncationIsNoticed(Shape shape) throws IOException {
    write(shape);
    for (int length = 0; length < sound.length; length++) {
      assertTrue(isNoticed(Arrays.copyOf(sound, length), "length " + length));
    }
    assertTrue(isNoticed(Arrays.copyOf(sound, sound.length + 1), "one byte more"));
  }

  @ParameterizedTest
  @EnumSource
  void randomDamageNeverGivesAWrongPoint(Shape shape) throws IOException {
    write(shape);
    Random random = new Random(33);
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = sound.clone();
      int from = random.nextInt(damaged.length);
      int to = Math.min(damaged.length, from + 1 + random.nextInt(64));
      for (int at = from; at < to; at++) {
        damaged[at] = (byte) random.nextInt(256);
      }
      if (!Arrays.equals(sound, damaged)) {
        assertTrue(isNoticed(damaged, "seed 33, change " + i));
      }
    }
  }

  @Test
  void anotherSegmentInItsPlaceIsNoticed() throws IOException {
    write(Shape.MIXED);
    SegmentId otherId = new SegmentId(10);
    new SegmentWriter(store, SegmentOptions.DEFAULT)
        .write(otherId, 1, points.columns(), points.cursor(10));
    assertTrue(isNoticed(store.bytes(otherId), "the same points under another id"));
    new SegmentWriter(store, SegmentOptions.DEFAULT)
        .write(new SegmentId(11), 1, points.columns(), RandomPoints.of(22, 6, 30).cursor(10));
    byte[] other = store.bytes(new SegmentId(11));
    assertTrue(isNoticed(other, "other points"));
  }

  @Test
  void aMissingSegmentIsCorruption() throws IOException {
    write(Shape.MIXED);
    store.delete(ID);
    Segment segment = Segment.open(store, metadata);
    assertThrows(CorruptionException.class, segment::measureColumns);
  }

  @Test
  void aNewerFormatIsRefusedAndSaidSo() throws IOException {
    write(Shape.MIXED);
    byte[] newer = sound.clone();
    ByteBuffer header = ByteBuffer.wrap(newer);
    new FileHeader(SegmentLayout.KIND, 2, 9).writeTo(header);
    store.replace(ID, newer);
    Segment segment = Segment.open(store, metadata);
    CorruptionException refused = assertThrows(CorruptionException.class, segment::measureColumns);
    assertTrue(refused.getCause() instanceof FormatVersionException);
    assertTrue(refused.getMessage().contains("version 2"), refused.getMessage());
  }
}
