package io.lodestone.engine.memtable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointQuery;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MemtableTest {
  private static final SeriesKey KEY = SeriesKey.of("m", "host", "a");

  private final Memtable memtable =
      new Memtable(KeyOrder.OF_BYTES, new ArrayPool(MemtableOptions.DEFAULT));

  @Test
  void isEmptyAtFirst() {
    assertTrue(memtable.isEmpty());
    assertEquals(0, memtable.size());
    assertEquals(Long.MAX_VALUE, memtable.minTimeNanos());
    assertEquals(Long.MIN_VALUE, memtable.maxTimeNanos());
    assertEquals(
        List.of(),
        PointCursorContract.read(memtable.view(0).points(PointQuery.all(List.of())), List.of()));
  }

  @Test
  void handlesAreDenseAndStay() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 5_000; i++) {
        assertEquals(i, series(RandomWrites.key(i)));
      }
    }
    assertEquals(5_000, memtable.seriesCount());
    assertEquals(-1, findSeries(RandomWrites.key(5_000)));
    assertEquals(4_999, findSeries(RandomWrites.key(4_999)));
  }

  @Test
  void keysWithOneHashAreDifferentSeries() {
    byte[] one = SeriesKey.of("one").encoded();
    byte[] two = SeriesKey.of("two").encoded();
    assertEquals(0, memtable.series(one, 0, one.length, 42));
    assertEquals(1, memtable.series(two, 0, two.length, 42));
    assertEquals(0, memtable.findSeries(one, 0, one.length, 42));
    assertEquals(1, memtable.findSeries(two, 0, two.length, 42));
  }

  @Test
  void aSeriesWithoutAPointIsNotShown() {
    series(KEY);
    apply(10, builder -> {});
    int empty = series(SeriesKey.of("other"));
    assertEquals(Long.MIN_VALUE, memtable.newestTime(empty));
    assertEquals(
        List.of("m[host=a] t10 v1"),
        PointCursorContract.read(memtable.view(1).points(PointQuery.all(List.of())), List.of()));
  }

  @Test
  void theNewestTimeOnlyRises() {
    int handle = series(KEY);
    memtable.noteTime(handle, 50);
    memtable.noteTime(handle, 40);
    assertEquals(50, memtable.newestTime(handle));
    apply(70, builder -> {});
    assertEquals(70, memtable.newestTime(handle));
    assertEquals(-1, memtable.find(handle, 50), "noted is not stored");
    assertEquals(0, memtable.find(handle, 70));
  }

  @Test
  void pointsAreTheSameWhenAllValuesAre() {
    apply(
        10,
        builder -> {
          value(builder, "d", ValueType.DOUBLE).appendDouble(0.0);
          value(builder, "s", ValueType.VARCHAR).appendVarchar("text");
        });
    assertTrue(
        same(
            builder -> {
              value(builder, "s", ValueType.VARCHAR).appendVarchar("text");
              value(builder, "unused", ValueType.BIGINT).appendAbsent();
              value(builder, "d", ValueType.DOUBLE).appendDouble(-0.0);
            }));
    assertFalse(same(builder -> value(builder, "d", ValueType.DOUBLE).appendDouble(0.0)), "fewer");
    assertFalse(
        same(
            builder -> {
              value(builder, "d", ValueType.DOUBLE).appendDouble(0.0);
              value(builder, "s", ValueType.VARCHAR).appendVarchar("text");
              value(builder, "more", ValueType.BIGINT).appendWord(0);
            }),
        "more");
    assertFalse(
        same(
            builder -> {
              value(builder, "d", ValueType.DOUBLE).appendDouble(0.0);
              value(builder, "s", ValueType.VARCHAR).appendVarchar("texts");
            }),
        "another text");
    assertFalse(
        same(
            builder -> {
              value(builder, "d", ValueType.BIGINT).appendWord(0);
              value(builder, "s", ValueType.VARCHAR).appendVarchar("text");
            }),
        "another type");
  }

  @Test
  void columnsAreThoseWithAValue() {
    PointBatch.Builder builder = new PointBatch.Builder(2);
    builder.point(0, builder.series(KEY), 1, 1);
    builder.valueColumn("left-out", ValueType.BIGINT).appendWord(1);
    builder.point(1, builder.series(KEY), 2, 1);
    builder.valueColumn("taken", ValueType.BIGINT).appendWord(1);
    memtable.apply(builder.build(), new int[] {1}, 1);
    assertEquals(List.of(Column.measure("taken", ValueType.BIGINT)), memtable.columns());
  }

  @Test
  void aFewPointsTakeLittleMemory() {
    long empty = memtable.memoryBytes();
    apply(1, builder -> value(builder, "v", ValueType.BIGINT).appendWord(1));
    assertTrue(empty < 10_000, "empty: " + empty);
    assertTrue(memtable.memoryBytes() < 100_000, "one point: " + memtable.memoryBytes());
  }

  @Test
  void memoryIsCountedAsItGrows() {
    apply(1, builder -> value(builder, "v", ValueType.BIGINT).appendWord(1));
    long before = memtable.memoryBytes();
    for (int i = 0; i < 3_000; i++) {
      apply(i, builder -> value(builder, "s", ValueType.VARCHAR).appendVarchar("x".repeat(1_000)));
    }
    long grown = memtable.memoryBytes() - before;
    assertTrue(grown > 3_000_000 && grown < 6_000_000, "grown by " + grown);
  }

  @Test
  void longTextsAreKeptWhole() {
    String text = "é".repeat(700_000);
    apply(1, builder -> value(builder, "s", ValueType.VARCHAR).appendVarchar(text));
    apply(2, builder -> value(builder, "s", ValueType.VARCHAR).appendVarchar("short"));
    List<Column> columns = memtable.columns();
    assertEquals(
        List.of("m[host=a] t1 v1 '" + text + "'", "m[host=a] t2 v1 'short'"),
        PointCursorContract.read(memtable.view(2).points(PointQuery.all(columns)), columns));
  }

  @Test
  void refusesAViewOfPointsThatAreNotThere() {
    assertThrows(IllegalArgumentException.class, () -> memtable.view(1));
    assertThrows(IllegalArgumentException.class, () -> memtable.view(-1));
  }

  @Test
  void refusesBlocksThatPlacesDoNotFitInto() {
    for (int points : new int[] {0, 32, 63, 100, 131_072}) {
      assertThrows(IllegalArgumentException.class, () -> new MemtableOptions(points));
    }
  }

  private int series(SeriesKey key) {
    return memtable.series(key.encoded(), 0, key.encoded().length, key.hashCode());
  }

  private int findSeries(SeriesKey key) {
    return memtable.findSeries(key.encoded(), 0, key.encoded().length, key.hashCode());
  }

  private void apply(long time, Consumer<PointBatch.Builder> values) {
    memtable.apply(onePoint(time, values), new int[] {0}, 1);
  }

  private boolean same(Consumer<PointBatch.Builder> values) {
    return memtable.sameValues(0, onePoint(10, values), 0);
  }

  private static PointBatch onePoint(long time, Consumer<PointBatch.Builder> values) {
    PointBatch.Builder builder = new PointBatch.Builder(1);
    builder.point(0, builder.series(KEY), time, 1);
    values.accept(builder);
    return builder.build();
  }

  private static ColumnBuffer value(PointBatch.Builder builder, String name, ValueType type) {
    return builder.valueColumn(name, type);
  }
}
