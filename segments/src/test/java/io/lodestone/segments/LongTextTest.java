package io.lodestone.segments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointQuery;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Texts above 16 KiB stand in front of their block. */
class LongTextTest {
  private static final SegmentId ID = new SegmentId(4);
  private static final Column TEXT = Column.measure("text", ValueType.VARCHAR);
  private static final Column OTHER = Column.measure("other", ValueType.VARCHAR);
  private static final Column COUNT = Column.measure("count", ValueType.BIGINT);

  private final HeapSegmentStore store = new HeapSegmentStore();
  private final PlainPoints points = new PlainPoints(List.of(TEXT, OTHER, COUNT));
  private final Random random = new Random(5);

  private SegmentMetadata written() throws IOException {
    return new SegmentWriter(store, SegmentOptions.DEFAULT)
        .write(ID, 1, points.columns(), points.cursor(100))
        .orElseThrow();
  }

  private void assertComesBack(SegmentMetadata metadata) {
    Segment segment = Segment.open(store, metadata);
    assertEquals(
        points.lines(TimeRange.ALL, List.of(), points.columns()),
        PlainPoints.read(segment.points(PointQuery.all(points.columns())), points.columns()));
    segment.release();
    assertEquals(List.of(), SegmentVerifier.verify(store, metadata));
  }

  private String noise(int length) {
    return random.ints(length, 32, 127).mapToObj(Character::toString).collect(Collectors.joining());
  }

  @Test
  void textsOfEveryLengthAroundTheLimitComeBack() throws IOException {
    int[] lengths = {0, 1, 16_383, 16_384, 16_385, 20_000, 100_000, 3_000_000};
    for (int i = 0; i < 64; i++) {
      int length = lengths[random.nextInt(i % 16 == 0 ? lengths.length : lengths.length - 1)];
      Map<Column, Object> values = new HashMap<>();
      if (random.nextInt(5) > 0) {
        values.put(TEXT, random.nextBoolean() ? noise(length) : "x".repeat(length));
      }
      if (random.nextInt(5) > 0) {
        values.put(OTHER, noise(lengths[random.nextInt(6)]));
      }
      values.put(COUNT, (long) i);
      points.add(SeriesKey.of("m", "host", "h" + i / 20), i, 1, values);
    }
    assertComesBack(written());
  }

  @Test
  void aLongTextThatRepeatsItselfIsCompressed() throws IOException {
    for (int i = 0; i < 10; i++) {
      points.add(SeriesKey.of("m"), i, 1, Map.of(TEXT, ("line " + i + "\n").repeat(10_000)));
    }
    SegmentMetadata metadata = written();
    assertTrue(metadata.sizeBytes() < 20_000, metadata.sizeBytes() + " bytes");
    assertComesBack(metadata);
  }

  @Test
  void theBlockHoldsOnlyThePlaceOfALongText() throws IOException {
    for (int i = 0; i < 20; i++) {
      points.add(SeriesKey.of("m"), i, 1, Map.of(TEXT, noise(20_000), COUNT, (long) i));
    }
    SegmentMetadata metadata = written();
    String dump = SegmentDump.of(store, metadata, false);
    assertTrue(dump.contains("overflow, "), dump);
    assertTrue(dump.contains("block 0, points 0 to 20"), dump);
    assertComesBack(metadata);
  }
}
