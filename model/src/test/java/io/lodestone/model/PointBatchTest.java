package io.lodestone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PointBatchTest {

  @Test
  void holdsThePointsInTheirOrder() {
    PointBatch.Builder builder = new PointBatch.Builder(0);
    int first = builder.series(SeriesKey.of("m", "a", "1"));
    int second = builder.series(SeriesKey.of("m", "a", "2"));
    for (int i = 0; i < 100; i++) {
      builder.point(1_000 + i, i % 2 == 0 ? first : second, 10L * i, i + 1);
      builder.valueColumn("v", ValueType.BIGINT).appendWord(i);
    }
    PointBatch batch = builder.build();
    assertEquals(100, batch.size());
    assertEquals(2, batch.seriesCount());
    assertEquals(second, batch.series()[99]);
    assertEquals(990, batch.times()[99]);
    assertEquals(100, batch.versions()[99]);
    assertEquals(1_099, batch.requestIndex(99));
    assertEquals(99, batch.columns().getFirst().word(99));
    assertEquals(SeriesKey.of("m", "a", "2"), batch.key(second));
  }

  @Test
  void columnsThatAPointLacksAreAbsentThere() {
    PointBatch.Builder builder = new PointBatch.Builder(1);
    int series = builder.series(SeriesKey.of("m"));
    for (int i = 0; i < 200; i++) {
      builder.point(i, series, i, 1);
      if (i % 64 == 63) {
        builder.valueColumn("rare", ValueType.VARCHAR).appendVarchar("r" + i);
      }
    }
    ColumnBuffer rare = builder.build().columns().getFirst();
    assertEquals(200, rare.size());
    for (int i = 0; i < 200; i++) {
      assertEquals(i % 64 == 63, rare.isPresent(i), "point " + i);
    }
    assertEquals("r191", rare.varcharAt(191));
  }

  @Test
  void aSeriesIsEnteredOnce() {
    PointBatch.Builder builder = new PointBatch.Builder(1);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 1_000; i++) {
        assertEquals(i, builder.series(SeriesKey.of("m", "host", "h" + i)));
      }
    }
    PointBatch batch = builder.build();
    assertEquals(1_000, batch.seriesCount());
    for (int i = 0; i < 1_000; i++) {
      SeriesKey key = SeriesKey.of("m", "host", "h" + i);
      assertEquals(key, batch.key(i));
      assertEquals(key.hashCode(), batch.keyHash(i));
      assertEquals(key.encoded().length, batch.keyEnd(i) - batch.keyStart(i));
    }
  }

  @Test
  void oneNameMayHaveTwoTypes() {
    PointBatch.Builder builder = new PointBatch.Builder(1);
    ColumnBuffer integers = builder.column("v", ValueType.BIGINT);
    assertNotSame(integers, builder.column("v", ValueType.DOUBLE));
    assertSame(integers, builder.column("v", ValueType.BIGINT));
  }

  @Test
  void refusesVersionsBelowOne() {
    PointBatch.Builder builder = new PointBatch.Builder(1);
    int series = builder.series(SeriesKey.of("m"));
    assertThrows(InvalidRequestException.class, () -> builder.point(0, series, 0, 0));
    assertEquals(0, builder.size());
  }

  @Test
  void refusesTwoValuesOfOneColumnAtOnePoint() {
    PointBatch.Builder builder = new PointBatch.Builder(1);
    builder.point(0, builder.series(SeriesKey.of("m")), 0, 1);
    builder.valueColumn("v", ValueType.BIGINT).appendWord(1);
    builder.valueColumn("v", ValueType.BIGINT).appendWord(2);
    assertThrows(IllegalStateException.class, builder::build);
  }

  @Test
  void mayBeEmpty() {
    PointBatch batch = new PointBatch.Builder(0).build();
    assertEquals(0, batch.size());
    assertTrue(batch.columns().isEmpty());
    assertFalse(batch.seriesCount() > 0);
  }
}
