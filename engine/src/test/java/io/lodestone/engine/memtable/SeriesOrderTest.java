package io.lodestone.engine.memtable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.lodestone.model.KeyOrder;
import io.lodestone.model.SeriesKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesOrderTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void keepsTheOrderOfTheTableWhileSeriesComeIn(long seed) {
    Random random = new Random(seed);
    KeyOrder keyOrder = seed < 5 ? KeyOrder.OF_BYTES : KeyOrder.ledBy("host");
    SeriesDictionary dictionary = dictionary(keyOrder);
    List<SeriesKey> keys = new ArrayList<>();
    Set<SeriesKey> known = new HashSet<>();
    assertEquals(0, dictionary.view().order().count());
    for (int round = 0; round < 8; round++) {
      for (int i = 0; i < 200; i++) {
        SeriesKey key = key(random, seed);
        if (known.add(key)) {
          byte[] bytes = key.encoded();
          assertEquals(keys.size(), dictionary.add(bytes, 0, bytes.length, key.hashCode()));
          keys.add(key);
        }
      }
      SeriesOrder order = dictionary.view().order();
      List<SeriesKey> sorted = new ArrayList<>(keys);
      sorted.sort(keyOrder);
      for (int rank = 0; rank < sorted.size(); rank++) {
        assertEquals(sorted.get(rank), keys.get(order.handle(rank)));
        assertEquals(rank, order.ranks()[order.handle(rank)]);
      }
    }
  }

  /** Keys that agree and differ by turns, and some that end where others go on. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void ordersKeysOfManyDimensionsWithFewValues(long seed) {
    Random random = new Random(seed);
    Set<SeriesKey> keys = new LinkedHashSet<>();
    while (keys.size() < 3_000) {
      List<String> pieces = new ArrayList<>();
      int dimensions = seed % 2 == 0 ? 6 : random.nextInt(7);
      for (int i = 0; i < dimensions; i++) {
        pieces.add("dimension " + i + (random.nextInt(5) == 0 ? "\u0000" : ""));
        pieces.add("v".repeat(9 * i) + random.nextInt(seed % 4 < 2 ? 5 : 300));
      }
      keys.add(SeriesKey.of("cpu", pieces.toArray(String[]::new)));
    }
    KeyOrder keyOrder = seed < 4 ? KeyOrder.OF_BYTES : KeyOrder.ledBy("dimension " + (seed - 4));
    SeriesDictionary dictionary = dictionary(keyOrder);
    keys.forEach(key -> add(dictionary, key));
    SeriesOrder order = dictionary.view().order();
    List<SeriesKey> arrived = List.copyOf(keys);
    List<SeriesKey> sorted = new ArrayList<>(keys);
    sorted.sort(keyOrder);
    for (int rank = 0; rank < sorted.size(); rank++) {
      assertEquals(sorted.get(rank), arrived.get(order.handle(rank)));
    }
  }

  @Test
  void anEarlierViewUsesALaterOrder() {
    SeriesDictionary dictionary = dictionary(KeyOrder.OF_BYTES);
    add(dictionary, SeriesKey.of("b"));
    DictionaryView early = dictionary.view();
    add(dictionary, SeriesKey.of("a"));
    SeriesOrder later = dictionary.view().order();
    assertSame(later, early.order());
  }

  /** Values that are empty, end where others go on, hold zeros, or are not there. */
  @Test
  void valuesThatLeadAreComparedWhole() {
    KeyOrder keyOrder = KeyOrder.ledBy("host");
    SeriesDictionary dictionary = dictionary(keyOrder);
    List<SeriesKey> keys = new ArrayList<>();
    for (String end : List.of("", "\u0000", "\u0000\u0000", "\u0001", "a", "\u0000a", "ÿ")) {
      for (int length = 0; length < 20; length++) {
        for (String measure : List.of("m", "a")) {
          keys.add(SeriesKey.of(measure, "az", "1", "host", "v".repeat(length) + end));
          keys.add(SeriesKey.of(measure + length + end, "hos", "t"));
        }
      }
    }
    Collections.shuffle(keys, new Random(1));
    keys.forEach(key -> add(dictionary, key));
    SeriesOrder order = dictionary.view().order();
    List<SeriesKey> sorted = new ArrayList<>(keys);
    sorted.sort(keyOrder);
    for (int rank = 0; rank < sorted.size(); rank++) {
      assertEquals(sorted.get(rank), keys.get(order.handle(rank)));
    }
  }

  private static SeriesDictionary dictionary(KeyOrder keyOrder) {
    return new SeriesDictionary(keyOrder, new ArrayPool(MemtableOptions.DEFAULT));
  }

  private static void add(SeriesDictionary dictionary, SeriesKey key) {
    dictionary.add(key.encoded(), 0, key.encoded().length, key.hashCode());
  }

  /** Keys with long common beginnings, short ones, and ones that end inside the compared bytes. */
  private static SeriesKey key(Random random, long seed) {
    String host = "h".repeat(random.nextInt(12)) + (char) (random.nextInt(3) * 200);
    return seed % 2 == 0
        ? SeriesKey.of("measure", "datacenter", "same everywhere", "host", host)
        : SeriesKey.of(host, "host", host + random.nextInt(40));
  }
}
