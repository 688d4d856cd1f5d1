package io.lodestone.segments.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lodestone.model.KeyOrder;
import io.lodestone.model.SeriesKey;
import io.lodestone.segments.encoding.EncodedWriter;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys come back as they were written, in whatever order and by however many readers. */
class SeriesKeysTest {
  /** Three groups of keys, the last one short. */
  private static final int SERIES = 2 * KeyGroup.SERIES + 7;

  private final byte[][] written = new byte[SERIES][];
  private SeriesDictionary dictionary;

  @BeforeEach
  void write() {
    Arrays.setAll(written, SeriesKeysTest::key);
    Arrays.sort(written, Arrays::compareUnsigned);
    SeriesDictionaryWriter writer = new SeriesDictionaryWriter();
    for (byte[] key : written) {
      writer.add(key, 0, key.length, 0);
    }
    EncodedWriter out = new EncodedWriter(16);
    writer.write(out, new EncodedWriter(16));
    dictionary =
        new SeriesDictionary(
            MemorySegment.ofArray(Arrays.copyOf(out.bytes(), out.size())),
            SERIES,
            KeyOrder.OF_BYTES);
  }

  /** Keys of many lengths, some without one of the dimensions. */
  private static byte[] key(int number) {
    String host = "host_" + "x".repeat(number % 300) + number;
    return number % 3 == 0
        ? SeriesKey.of("cpu", "host", host).encoded()
        : SeriesKey.of("cpu", "host", host, "rack", "r" + number % 5).encoded();
  }

  private void requireKey(SeriesKeys keys, int series) {
    keys.moveTo(series);
    int start = keys.offset();
    assertArrayEquals(
        written[series], Arrays.copyOfRange(keys.bytes(), start, start + keys.length()));
  }

  @Test
  void oneAfterTheOther() {
    SeriesKeys keys = dictionary.keys();
    IntStream.range(0, SERIES).forEach(series -> requireKey(keys, series));
  }

  @Test
  void backwards() {
    SeriesKeys keys = dictionary.keys();
    IntStream.range(0, SERIES).forEach(i -> requireKey(keys, SERIES - 1 - i));
  }

  @Test
  void fromGroupToGroupWithoutEverMakingOne() {
    SeriesKeys keys = dictionary.keys();
    for (int i = 0; i < 20; i++) {
      requireKey(keys, i % 3 * KeyGroup.SERIES + i % 7);
    }
  }

  @Test
  void whatOneReaderMadeServesAnother() {
    SeriesKeys first = dictionary.keys();
    IntStream.range(0, SERIES).forEach(series -> requireKey(first, series));
    SeriesKeys second = dictionary.keys();
    IntStream.range(0, SERIES).forEach(i -> requireKey(second, i * 31 % SERIES));
    requireKey(first, 0);
  }

  @Test
  void aSeriesThatIsNotThereHasNoKey() {
    SeriesKeys keys = dictionary.keys();
    IntStream.range(0, SERIES).forEach(series -> requireKey(keys, series));
    assertThrows(IndexOutOfBoundsException.class, () -> keys.moveTo(SERIES));
    assertThrows(IndexOutOfBoundsException.class, () -> keys.moveTo(-1));
    requireKey(keys, 5);
  }
}
