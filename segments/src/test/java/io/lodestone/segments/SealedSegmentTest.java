package io.lodestone.segments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.CorruptionException;
import io.lodestone.model.LockedException;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointQuery;
import io.lodestone.segments.encoding.Effort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments of an encrypted database. */
class SealedSegmentTest {
  private static final SegmentId ID = new SegmentId(9);
  private static final int BLOCK_POINTS = 1_024;

  private final HeapSegmentStore store = new HeapSegmentStore();
  private final SeededKeys keys = new SeededKeys(1);

  private SegmentMetadata write(SegmentId id, PlainPoints points, SegmentKeys with)
      throws IOException {
    return new SegmentWriter(store, new SegmentOptions(BLOCK_POINTS, 1 << 16, Effort.FLUSH), with)
        .write(id, 7, points.columns(), points.cursor(100))
        .orElseThrow();
  }

  private List<String> read(SegmentMetadata metadata, PlainPoints points, SegmentKeys with) {
    Segment segment = Segment.open(store, metadata, with);
    try {
      return PlainPoints.read(segment.points(PointQuery.all(points.columns())), points.columns());
    } finally {
      segment.release();
      assertEquals(0, store.openRegions());
    }
  }

  private CorruptionException broken(SegmentMetadata metadata, PlainPoints points) {
    return assertThrows(CorruptionException.class, () -> read(metadata, points, keys));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mixed", "blocks", "texts", "long texts", "cascades"})
  void comesBackAsItWas(String shape) throws IOException {
    PlainPoints points =
        switch (shape) {
          case "mixed" -> RandomPoints.of(3, 20, 20);
          case "blocks" -> RandomPoints.of(4, 3, 2_000);
          case "texts" -> SmallPoints.texts();
          case "long texts" -> SmallPoints.longTexts();
          default -> SmallPoints.cascades();
        };
    SegmentMetadata metadata = write(ID, points, keys);
    assertEquals(
        points.lines(TimeRange.ALL, List.of(), points.columns()), read(metadata, points, keys));
    assertEquals(List.of(), SegmentVerifier.verify(store, metadata, keys));
    assertEquals(metadata, Segment.readMetadata(store, ID));
  }

  @Test
  void noNameAndNoValueStandsInIt() throws IOException {
    Column text = Column.measure("secret-column", ValueType.VARCHAR);
    PlainPoints points = new PlainPoints(List.of(text));
    for (int i = 0; i < 3_000; i++) {
      points.add(
          SeriesKey.of("secret-measure", "secret-dimension", "secret-value"),
          i,
          1,
          Map.of(text, i == 17 ? "secret-text ".repeat(2_000) : "secret-word " + i));
    }
    write(ID, points, keys);
    assertFalse(latin(store.bytes(ID)).contains("secret"));
    write(new SegmentId(10), points, SegmentKeys.NONE);
    assertTrue(latin(store.bytes(new SegmentId(10))).contains("secret"));
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  void theSamePointsNeverHaveTheSameBytesTwice() throws IOException {
    PlainPoints points = RandomPoints.of(5, 4, 600);
    SegmentMetadata first = write(ID, points, keys);
    byte[] before = store.bytes(ID);
    store.delete(ID);
    SegmentMetadata second = write(ID, points, keys);
    assertNotEquals(first, second);
    // Not one group of sixteen bytes of the blocks is the same: no key, and no nonce, came again.
    byte[] after = store.bytes(ID);
    for (int at = 32; at + 16 < before.length / 2; at += 16) {
      assertFalse(Arrays.equals(before, at, at + 16, after, at, at + 16), "at " + at);
    }
  }

  @Test
  void aColumnMovedToAnotherBlockDoesNotOpen() throws IOException {
    PlainPoints points = regular();
    SegmentMetadata metadata = write(ID, points, keys);
    byte[] bytes = store.bytes(ID);
    int[] times = timesOfBlocks(metadata);
    int length = times[1];
    // Someone who moves bytes on purpose makes the checksum anew.
    byte[] moved = Arrays.copyOfRange(bytes, times[0], times[0] + length);
    System.arraycopy(moved, 0, bytes, times[2], length);
    putChecksum(bytes, times[2], length, ID.value(), 1, 0);
    store.replace(ID, bytes);
    String message = broken(metadata, points).getMessage();
    assertTrue(message.contains("bytes sealed for this place"), message);
    assertTrue(message.contains("offset " + times[2]), message);
  }

  @Test
  void aColumnOfAnotherFileDoesNotOpen() throws IOException {
    PlainPoints points = regular();
    SegmentMetadata metadata = write(ID, points, keys);
    SegmentMetadata other = write(new SegmentId(10), points, keys);
    byte[] bytes = store.bytes(ID);
    int[] times = timesOfBlocks(metadata);
    byte[] foreign = store.bytes(other.id());
    System.arraycopy(foreign, times[0], bytes, times[0], times[1]);
    putChecksum(bytes, times[0], times[1], ID.value(), 0, 0);
    store.replace(ID, bytes);
    String message = broken(metadata, points).getMessage();
    assertTrue(message.contains("bytes sealed for this place"), message);
    // Without a new checksum the old guard notices it first.
    System.arraycopy(foreign, times[0], bytes, times[0], times[1]);
    store.replace(ID, bytes);
    assertTrue(broken(metadata, points).getMessage().contains("checksum"));
  }

  @Test
  void anotherKeyIsNotTakenForDamage() throws IOException {
    PlainPoints points = regular();
    SegmentMetadata metadata = write(ID, points, keys);
    SeededKeys other = new SeededKeys(2);
    CorruptionException refused =
        assertThrows(CorruptionException.class, () -> read(metadata, points, other));
    assertTrue(
        refused.getMessage().contains("a segment sealed with data key"), refused.getMessage());
  }

  @Test
  void aLostKeyIsSaidSoAndBackWhenItIs() throws IOException {
    PlainPoints points = regular();
    SegmentMetadata metadata = write(ID, points, keys);
    assertThrows(LockedException.class, () -> read(metadata, points, SegmentKeys.NONE));
    Segment segment = Segment.open(store, metadata, keys);
    keys.lost = true;
    assertThrows(LockedException.class, segment::measureColumns);
    keys.lost = false;
    assertEquals(points.columns(), segment.measureColumns());
    segment.release();
  }

  /** Two full blocks of one series whose times take as many bytes in both. */
  private static PlainPoints regular() {
    Column value = Column.measure("v", ValueType.BIGINT);
    PlainPoints points = new PlainPoints(List.of(value));
    for (int i = 0; i < 2 * BLOCK_POINTS; i++) {
      points.add(SeriesKey.of("m", "host", "a"), 1_000_000L + i, 1, Map.of(value, 5L));
    }
    return points;
  }

  /** Where the times of the first two blocks lie: offset, length, offset, length. */
  private int[] timesOfBlocks(SegmentMetadata metadata) {
    List<int[]> found =
        SegmentDump.of(store, metadata, keys, false)
            .lines()
            .filter(line -> line.startsWith("  time at "))
            .map(line -> line.replaceAll("[^0-9]+", " ").strip().split(" "))
            .map(numbers -> new int[] {Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])})
            .toList();
    assertEquals(found.get(0)[1], found.get(1)[1]);
    return new int[] {found.get(0)[0], found.get(0)[1], found.get(1)[0], found.get(1)[1]};
  }

  private static void putChecksum(
      byte[] bytes, int start, int length, long file, int block, int column) {
    ByteBuffer place = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    place.putLong(file).putInt(block).putInt(column);
    CRC32C crc = new CRC32C();
    crc.update(place.flip());
    crc.update(bytes, start, length - 4);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(start + length - 4, (int) crc.getValue());
  }
}
