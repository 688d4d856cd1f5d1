package io.lodestone.segments.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.SeriesKey;
import io.lodestone.segments.encoding.EncodedWriter;
import io.lodestone.segments.encoding.MalformedVectorException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SeriesFilterTest {
  private static byte[] key(int number) {
    return SeriesKey.of("cpu", "host", "host_" + number, "region", "eu").encoded();
  }

  /** The filter of the series with even numbers below {@code 2 * count}. */
  private static byte[] section(int count, long points) {
    SeriesFilterWriter writer = new SeriesFilterWriter();
    for (int i = 0; i < count; i++) {
      writer.add(key(2 * i), 0, key(2 * i).length);
    }
    EncodedWriter out = new EncodedWriter(16);
    writer.write(points, out);
    return Arrays.copyOf(out.bytes(), out.size());
  }

  @Test
  void everySeriesThatIsThereMayBeThereAndFewOthers() {
    for (int count : new int[] {1, 2, 7, 100, 10_000}) {
      byte[] section = section(count, 1_000_000_000);
      SeriesFilter filter = new SeriesFilter(MemorySegment.ofArray(section));
      int undecided = 0;
      for (int i = 0; i < count; i++) {
        assertTrue(filter.mayHold(key(2 * i), 0, key(2 * i).length));
        undecided += filter.mayHold(key(2 * i + 1), 0, key(2 * i + 1).length) ? 1 : 0;
      }
      assertTrue(undecided <= 1 + count / 40, undecided + " of " + count);
      assertTrue(section.length <= 8 + count * 20 / 8, section.length + " bytes");
    }
  }

  @Test
  void theKeyMayLieAnywhereInItsArray() {
    byte[] key = key(4);
    byte[] padded = new byte[key.length + 20];
    System.arraycopy(key, 0, padded, 13, key.length);
    assertEquals(SeriesFilter.hash(key, 0, key.length), SeriesFilter.hash(padded, 13, key.length));
  }

  @Test
  void aSegmentOfManySmallSeriesHasNone() {
    byte[] section = section(1_000, 10_000);
    assertEquals(0, section.length);
    assertTrue(new SeriesFilter(MemorySegment.ofArray(section)).mayHold(key(1), 0, 5));
  }

  @Test
  void aSectionOfAnotherSizeIsRefused() {
    for (int size : new int[] {1, 7, 9, 24, 40}) {
      MemorySegment section = MemorySegment.ofArray(new byte[size]);
      assertThrows(MalformedVectorException.class, () -> new SeriesFilter(section));
    }
  }
}
