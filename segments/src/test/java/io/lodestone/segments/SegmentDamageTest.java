package io.lodestone.segments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.lodestone.model.CorruptionException;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.SeriesPredicate;
import io.lodestone.segments.layout.SegmentLayout;
import io.lodestone.storage.FileHeader;
import io.lodestone.storage.FormatVersionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SegmentDamageTest {
  private static final SegmentId ID = new SegmentId(9);

  private final HeapSegmentStore store = new HeapSegmentStore();
  private final PlainPoints points = RandomPoints.of(21, 6, 30);
  private SegmentMetadata metadata;
  private byte[] sound;
  private List<String> expected;

  @BeforeEach
  void write() throws IOException {
    metadata =
        new SegmentWriter(store, SegmentOptions.DEFAULT)
            .write(ID, 1, points.columns(), points.cursor(10))
            .orElseThrow();
    sound = store.bytes(ID);
    Segment segment = Segment.open(store, metadata);
    expected = answers(segment);
    segment.release();
  }

  /** Asks everything there is to ask. */
  private List<String> answers(Segment segment) {
    List<String> answers = new ArrayList<>();
    answers.add(segment.measureColumns().toString());
    answers.add(segment.dimensionNames().toString());
    answers.addAll(
        PlainPoints.read(segment.points(PointQuery.all(points.columns())), points.columns()));
    PointQuery some =
        new PointQuery(
            TimeRange.ALL,
            List.of(new SeriesPredicate.NotIn("region", Set.of("eu"))),
            points.columns());
    answers.addAll(PlainPoints.read(segment.points(some), points.columns()));
    for (SeriesKey key : points.keys()) {
      answers.addAll(
          PlainPoints.read(
              segment.pointsOf(
                  key.encoded(), 0, key.encoded().length, TimeRange.ALL, points.columns()),
              points.columns()));
    }
    return answers;
  }

  /** Right answers or an error that names the file; nothing in between. */
  private boolean isNoticed(byte[] damaged, String what) {
    store.replace(ID, damaged);
    Segment segment = Segment.open(store, metadata);
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

  @Test
  void everyFlippedBitIsNoticed() {
    for (int bit = 0; bit < 8 * sound.length; bit++) {
      byte[] damaged = sound.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertTrue(isNoticed(damaged, "bit " + bit), "bit " + bit + " changed nothing");
    }
  }

  @Test
  void everyTruncationIsNoticed() {
    for (int length = 0; length < sound.length; length++) {
      assertTrue(isNoticed(Arrays.copyOf(sound, length), "length " + length));
    }
    assertTrue(isNoticed(Arrays.copyOf(sound, sound.length + 1), "one byte more"));
  }

  @Test
  void randomDamageNeverGivesAWrongPoint() {
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
    store.delete(ID);
    Segment segment = Segment.open(store, metadata);
    assertThrows(CorruptionException.class, segment::measureColumns);
  }

  @Test
  void aNewerFormatIsRefusedAndSaidSo() {
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
