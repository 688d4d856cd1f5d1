package io.lodestone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyOrderTest {
  private static final List<KeyOrder> ORDERS =
      List.of(
          KeyOrder.OF_BYTES,
          KeyOrder.ledBy("host"),
          KeyOrder.ledBy("az"),
          KeyOrder.ledBy("zone\u0000"),
          KeyOrder.ledBy("nobody has it"));

  @Test
  void aLeadingDimensionIsComparedBeforeTheKey() {
    List<SeriesKey> ascending =
        List.of(
            SeriesKey.of("cpu"),
            SeriesKey.of("cpu", "a", "z"),
            SeriesKey.of("cpu", "hosts", "a"),
            SeriesKey.of("mem", "zone", "1"),
            SeriesKey.of("cpu", "host", ""),
            SeriesKey.of("cpu", "host", "", "zone", "1"),
            SeriesKey.of("mem", "host", ""),
            SeriesKey.of("zzz", "host", "\u0000"),
            SeriesKey.of("cpu", "az", "9", "host", "a"),
            SeriesKey.of("cpu", "host", "a"),
            SeriesKey.of("a", "host", "a\u0000"),
            SeriesKey.of("a", "host", "b"),
            SeriesKey.of("cpu", "host", "ä"));
    KeyOrder order = KeyOrder.ledBy("host");
    for (int i = 0; i < ascending.size(); i++) {
      for (int j = 0; j < ascending.size(); j++) {
        assertEquals(
            Integer.compare(i, j),
            Integer.signum(order.compare(ascending.get(i), ascending.get(j))),
            ascending.get(i) + " and " + ascending.get(j));
      }
    }
  }

  @Test
  void whatKeysSayDecidesHoweverTheyAreHeld() {
    Random random = new Random(1);
    List<SeriesKey> keys = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      keys.add(key(random));
    }
    for (KeyOrder order : ORDERS) {
      OrderedKey left = new OrderedKey(order);
      OrderedKey right = new OrderedKey(order);
      for (SeriesKey one : keys) {
        byte[] bytes = moved(one, 3);
        left.moveTo(bytes, 3, one.encoded().length);
        for (SeriesKey two : keys) {
          byte[] others = moved(two, 5);
          int expected = Integer.signum(byPieces(order, one, two));
          int length = two.encoded().length;
          right.moveTo(others, 5, length);
          assertEquals(expected, Integer.signum(order.compare(one, two)));
          assertEquals(expected, Integer.signum(left.compare(right)));
          assertEquals(
              expected,
              Integer.signum(order.compare(bytes, 3, one.encoded().length, others, 5, length)));
        }
      }
    }
  }

  /** The order as it is told, by texts. */
  private static int byPieces(KeyOrder order, SeriesKey one, SeriesKey two) {
    String name = order.leadingDimension().orElse("");
    Optional<String> value = one.dimension(name);
    Optional<String> other = two.dimension(name);
    if (order.isLed() && !value.equals(other)) {
      return value.isEmpty() || other.isPresent() && compare(value.get(), other.get()) < 0 ? -1 : 1;
    }
    return Arrays.compareUnsigned(one.encoded(), two.encoded());
  }

  private static int compare(String one, String two) {
    return Arrays.compareUnsigned(
        one.getBytes(StandardCharsets.UTF_8), two.getBytes(StandardCharsets.UTF_8));
  }

  private static SeriesKey key(Random random) {
    String[] values = {"", "a", "ab", "a\u0000", "\u0000", "ä"};
    List<Dimension> dimensions = new ArrayList<>();
    for (String name : List.of("az", "host", "hos", "zone", "zone\u0000")) {
      if (random.nextBoolean()) {
        dimensions.add(new Dimension(name, values[random.nextInt(values.length)]));
      }
    }
    return SeriesKey.of(values[random.nextInt(values.length)], dimensions);
  }

  /** A key somewhere in an array, between bytes that are none of its own. */
  private static byte[] moved(SeriesKey key, int offset) {
    byte[] bytes = new byte[key.encoded().length + 2 * offset];
    Arrays.fill(bytes, (byte) 'x');
    System.arraycopy(key.encoded(), 0, bytes, offset, key.encoded().length);
    return bytes;
  }

  @Test
  void theLeadIsWhereTheValueLies() {
    byte[] key = SeriesKey.of("cpu", "az", "1", "host", "b\u0000c", "zone", "2").encoded();
    long lead = KeyOrder.ledBy("host").lead(key, 0, key.length);
    int start = KeyOrder.leadStart(lead);
    assertEquals(
        List.of((byte) 'b', (byte) 0, (byte) 0xFF, (byte) 'c'),
        bytes(Arrays.copyOfRange(key, start, start + KeyOrder.leadLength(lead))));
    assertEquals(KeyOrder.NO_LEAD, KeyOrder.ledBy("hos").lead(key, 0, key.length));
    assertEquals(KeyOrder.NO_LEAD, KeyOrder.ledBy("zones").lead(key, 0, key.length));
    assertEquals(KeyOrder.NO_LEAD, KeyOrder.OF_BYTES.lead(key, 0, key.length));
  }

  private static List<Byte> bytes(byte[] array) {
    List<Byte> list = new ArrayList<>();
    for (byte b : array) {
      list.add(b);
    }
    return list;
  }

  @Test
  void isKnownByItsDimension() {
    for (KeyOrder order : ORDERS) {
      assertEquals(order, KeyOrder.ofEscaped(order.escapedName()));
      assertEquals(order.hashCode(), KeyOrder.ofEscaped(order.escapedName()).hashCode());
    }
    assertEquals(Optional.of("zone\u0000"), KeyOrder.ledBy("zone\u0000").leadingDimension());
    assertEquals(Optional.empty(), KeyOrder.OF_BYTES.leadingDimension());
    assertNotEquals(KeyOrder.ledBy("a"), KeyOrder.ledBy("b"));
    assertNotEquals(KeyOrder.ledBy("a"), KeyOrder.OF_BYTES);
    assertThrows(InvalidRequestException.class, () -> KeyOrder.ledBy(""));
    String longest = "x".repeat(KeyOrder.NAME_BYTES_MAX);
    assertEquals(Optional.of(longest), KeyOrder.ledBy(longest).leadingDimension());
    assertThrows(InvalidRequestException.class, () -> KeyOrder.ledBy(longest + "x"));
  }
}
