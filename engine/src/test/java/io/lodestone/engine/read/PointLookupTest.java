package io.lodestone.engine.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.memtable.PlainPoints;
import io.lodestone.engine.memtable.RandomWrites;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointLookupTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void findsTheCurrentPointOfAllParts(long seed) {
    Parts parts = Parts.random(seed, 3, 20, 60, 12);
    PointLookup lookup = new PointLookup(parts.sources(), RandomWrites.COLUMNS);
    PointBatch offered = new RandomWrites(seed + 1, 12).batch(300);
    for (int series = 0; series < 14; series++) {
      SeriesKey key = RandomWrites.key(series);
      for (long time = 900; time < 1_400; time += 3) {
        boolean there = parts.merged().contains(key, time);
        assertEquals(there, lookup.find(key.encoded(), 0, key.encoded().length, time));
        if (there) {
          check(parts.merged().point(key, time), lookup, offered, (int) (time % 7));
        }
      }
    }
  }

  @Test
  void ofEqualVersionsTheYoungerPartIsCurrent() {
    PointLookup lookup =
        new PointLookup(
            List.of(Parts.of(onePoint(1, 5)), Parts.of(onePoint(1, 6))),
            List.of(Column.measure("v", ValueType.BIGINT)));
    assertTrue(find(lookup));
    assertTrue(lookup.sameValues(onePoint(9, 5), 0));
    assertFalse(lookup.sameValues(onePoint(9, 6), 0));
  }

  @Test
  void anotherColumnIsAnotherValue() {
    PointLookup lookup =
        new PointLookup(
            List.of(Parts.of(onePoint(1, 5))), List.of(Column.measure("v", ValueType.BIGINT)));
    assertTrue(find(lookup));
    PointBatch.Builder builder = new PointBatch.Builder(1);
    builder.point(0, builder.series(SeriesKey.of("m")), 10, 1);
    assertFalse(lookup.sameValues(builder.build(), 0), "no value");
    builder = new PointBatch.Builder(1);
    builder.point(0, builder.series(SeriesKey.of("m")), 10, 1);
    builder.valueColumn("v", ValueType.BIGINT).appendWord(5);
    builder.valueColumn("w", ValueType.BIGINT).appendWord(5);
    assertFalse(lookup.sameValues(builder.build(), 0), "one more value");
  }

  @Test
  void tellsNothingOfAPointThatIsNotThere() {
    PointLookup lookup = new PointLookup(List.of(), List.of());
    assertFalse(find(lookup));
    assertThrows(IllegalStateException.class, lookup::version);
    assertThrows(IllegalStateException.class, () -> lookup.sameValues(onePoint(1, 1), 0));
  }

  private static void check(
      PlainPoints.Point stored, PointLookup lookup, PointBatch offered, int point) {
    assertEquals(stored.version(), lookup.version());
    if (point < offered.size()) {
      PlainPoints other = new PlainPoints();
      other.put(offered, point);
      SeriesKey key = offered.key(offered.series()[point]);
      boolean same = stored.values().equals(other.point(key, offered.times()[point]).values());
      assertEquals(same, lookup.sameValues(offered, point));
    }
  }

  private static boolean find(PointLookup lookup) {
    byte[] key = SeriesKey.of("m").encoded();
    return lookup.find(key, 0, key.length, 10);
  }

  private static PointBatch onePoint(long version, long value) {
    PointBatch.Builder builder = new PointBatch.Builder(1);
    builder.point(0, builder.series(SeriesKey.of("m")), 10, version);
    builder.valueColumn("v", ValueType.BIGINT).appendWord(value);
    return builder.build();
  }
}
