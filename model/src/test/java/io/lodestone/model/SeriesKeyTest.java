package io.lodestone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeriesKeyTest {

  @Test
  void theOrderOfDimensionsDoesNotMatter() {
    SeriesKey one = SeriesKey.of("cpu", "host", "a", "az", "1", "rack", "9");
    SeriesKey two = SeriesKey.of("cpu", "rack", "9", "host", "a", "az", "1");
    assertEquals(one, two);
    assertEquals(one.hashCode(), two.hashCode());
    assertEquals(
        List.of(new Dimension("az", "1"), new Dimension("host", "a"), new Dimension("rack", "9")),
        two.dimensions());
  }

  @Test
  void tellsWhatItWasMadeOf() {
    List<String> texts = List.of("", "a", "a\u0000", "\u0000", "a\u0000b", "ÿ", "日本", "😀", "a b");
    for (String measure : texts) {
      for (String value : texts) {
        SeriesKey key = SeriesKey.of(measure, "name\u0000" + value, value, "z", value);
        assertEquals(measure, key.measureName());
        assertEquals(
            List.of(new Dimension("name\u0000" + value, value), new Dimension("z", value)),
            key.dimensions());
        assertEquals(Optional.of(value), key.dimension("z"));
        assertEquals(Optional.empty(), key.dimension("y"));
      }
    }
  }

  @Test
  void differentPiecesNeverGiveTheSameBytes() {
    assertNotEquals(SeriesKey.of("a", "b", "c"), SeriesKey.of("a\u0000b", "c", ""));
    assertNotEquals(SeriesKey.of("a"), SeriesKey.of("a\u0000"));
    assertNotEquals(SeriesKey.of("m", "a", "", "b", ""), SeriesKey.of("m", "a", "\u0000b"));
  }

  @Test
  void refusesTwoDimensionsOfOneName() {
    assertThrows(
        InvalidRequestException.class, () -> SeriesKey.of("m", "a", "1", "b", "2", "a", "3"));
    SeriesKeyEncoder encoder = new SeriesKeyEncoder();
    encoder.begin("m");
    encoder.dimension("a", "1");
    encoder.dimension("a", "1");
    assertFalse(encoder.finish());
    encoder.begin("m");
    encoder.dimension("a", "1");
    assertTrue(encoder.finish(), "a new key starts afresh");
  }

  @Test
  void manyDimensionsAreSortedByName() {
    List<Dimension> dimensions = new ArrayList<>();
    for (int i = 0; i < 128; i++) {
      dimensions.add(new Dimension("d" + (i * 37 % 128), "value ".repeat(i)));
    }
    List<Dimension> sorted = new ArrayList<>(dimensions);
    sorted.sort((a, b) -> a.name().compareTo(b.name()));
    assertEquals(sorted, SeriesKey.of("m", dimensions).dimensions());
  }

  @Test
  void ordersByMeasureThenDimensions() {
    List<SeriesKey> ascending =
        List.of(
            SeriesKey.of(""),
            SeriesKey.of("", "a", "b"),
            SeriesKey.of("a"),
            SeriesKey.of("a", "b", ""),
            SeriesKey.of("a", "b", "c"),
            SeriesKey.of("a", "b", "c\u0000"),
            SeriesKey.of("a", "b", "c\u0001"),
            SeriesKey.of("a", "ba", ""),
            SeriesKey.of("a\u0000"),
            SeriesKey.of("a\u0001"),
            SeriesKey.of("ab"),
            SeriesKey.of("z"),
            SeriesKey.of("ä"));
    for (int i = 0; i < ascending.size(); i++) {
      for (int j = 0; j < ascending.size(); j++) {
        int order = KeyOrder.OF_BYTES.compare(ascending.get(i), ascending.get(j));
        assertEquals(Integer.compare(i, j), Integer.signum(order), i + " and " + j);
      }
    }
  }

  @Test
  void aKeyFromBytesIsTheSameKey() {
    SeriesKey key = SeriesKey.of("m", "a", "1");
    byte[] bytes = new byte[key.encoded().length + 7];
    System.arraycopy(key.encoded(), 0, bytes, 3, key.encoded().length);
    SeriesKey copy = SeriesKey.ofEncoded(bytes, 3, key.encoded().length);
    assertEquals(key, copy);
    assertEquals(
        key.hashCode(), SeriesKey.hash(bytes, 3, key.encoded().length), "hash of bytes in place");
  }
}
