package io.lodestone.engine.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.SeriesKey;
import org.junit.jupiter.api.Test;

class DimensionNamesTest {
  private final DimensionNames names = new DimensionNames();

  private boolean containAllOf(String... namesAndValues) {
    byte[] key = SeriesKey.of("m", namesAndValues).encoded();
    byte[] surrounded = new byte[key.length + 7];
    System.arraycopy(key, 0, surrounded, 3, key.length);
    return names.containAllOf(surrounded, 3, key.length);
  }

  @Test
  void aSeriesWithoutDimensionsBringsNone() {
    assertTrue(containAllOf());
    assertFalse(containAllOf("host", "a"));
  }

  @Test
  void everyDimensionOfAKeyHasToBeKnown() {
    names.add("zone");
    names.add("host");
    names.add("rack");
    names.add("host");
    assertEquals(3, names.count());
    assertTrue(containAllOf("host", "a"));
    assertTrue(containAllOf("zone", "a", "host", "b"));
    assertTrue(containAllOf("rack", "", "zone", "a", "host", "b"));
    assertFalse(containAllOf("hos", "a"));
    assertFalse(containAllOf("hosts", "a"));
    assertFalse(containAllOf("host", "a", "rack", "b", "unit", "c", "zone", "d"));
    assertFalse(containAllOf("zones", "host"));
  }

  @Test
  void namesAreComparedAsKeysHoldThem() {
    names.add("a\u0000b");
    names.add("ä");
    names.add("a");
    names.add("\u0000");
    assertTrue(containAllOf("a\u0000b", "\u0000", "ä", "", "a", "x", "\u0000", "y"));
    assertFalse(containAllOf("a\u0000", "x"));
    assertFalse(containAllOf("b", "x"));
  }

  @Test
  void nothingIsKnownAfterAClear() {
    names.add("host");
    names.clear();
    assertFalse(containAllOf("host", "a"));
    assertEquals(0, names.count());
    assertFalse(names.contains("host"));
  }
}
