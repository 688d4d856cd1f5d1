package io.lodestone.engine.memtable;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.SeriesPredicate;
import io.lodestone.scan.SeriesPredicate.In;
import io.lodestone.scan.SeriesPredicate.IsAbsent;
import io.lodestone.scan.SeriesPredicate.IsPresent;
import io.lodestone.scan.SeriesPredicate.NotIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemtablePredicateTest {
  private static final SeriesKey CPU_A = SeriesKey.of("cpu", "host", "a", "zone", "1");
  private static final SeriesKey CPU_B = SeriesKey.of("cpu", "host", "b");
  private static final SeriesKey CPU_NUL = SeriesKey.of("cpu", "host", "a\u0000", "zone", "");
  private static final SeriesKey MEM_A = SeriesKey.of("mem", "host", "a", "zone", "2");
  private static final SeriesKey MEM = SeriesKey.of("mem");

  private final MemtableView view = view(MEM, CPU_B, MEM_A, CPU_NUL, CPU_A);

  @Test
  void withoutConditionsAllSeriesCome() {
    assertEquals(List.of(CPU_A, CPU_NUL, CPU_B, MEM, MEM_A), select());
  }

  @Test
  void inTakesTheListedValues() {
    assertEquals(List.of(CPU_A, MEM_A), select(new In("host", Set.of("a"))));
    assertEquals(List.of(CPU_A, CPU_B, MEM_A), select(new In("host", Set.of("b", "a", "x"))));
    assertEquals(List.of(CPU_NUL), select(new In("host", Set.of("a\u0000"))));
    assertEquals(List.of(CPU_NUL), select(new In("zone", Set.of(""))));
    assertEquals(List.of(), select(new In("host", Set.of())));
    assertEquals(List.of(), select(new In("nowhere", Set.of("a"))));
  }

  @Test
  void notInLeavesOutTheListedAndTheAbsent() {
    assertEquals(List.of(CPU_NUL, CPU_B), select(new NotIn("host", Set.of("a"))));
    assertEquals(List.of(CPU_A, CPU_NUL, CPU_B, MEM_A), select(new NotIn("host", Set.of())));
  }

  @Test
  void presenceIsAskedByItself() {
    assertEquals(List.of(CPU_A, CPU_NUL, MEM_A), select(new IsPresent("zone")));
    assertEquals(List.of(CPU_B, MEM), select(new IsAbsent("zone")));
    assertEquals(List.of(), select(new IsPresent("nowhere")));
  }

  @Test
  void theMeasureNameIsAColumnToo() {
    assertEquals(List.of(MEM, MEM_A), select(new In("measure_name", Set.of("mem"))));
    assertEquals(List.of(MEM, MEM_A), select(new NotIn("measure_name", Set.of("cpu"))));
    assertEquals(5, select(new IsPresent("measure_name")).size());
    assertEquals(List.of(), select(new IsAbsent("measure_name")));
  }

  @Test
  void allConditionsMustHold() {
    assertEquals(
        List.of(MEM_A), select(new In("host", Set.of("a")), new NotIn("zone", Set.of("1"))));
  }

  @Test
  void fewOfManySeriesAreFoundInEveryBlock() {
    SeriesKey[] keys = new SeriesKey[3_000];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = SeriesKey.of("m", "host", "h" + i * 7 % 1_000);
    }
    MemtableView many = view(keys);
    for (int i = 0; i < 990; i += 111) {
      PointQuery query =
          new PointQuery(
              TimeRange.ALL, List.of(new In("host", Set.of("h" + i, "h" + (i + 1)))), List.of());
      List<String> lines = PointCursorContract.read(many.points(query), List.of());
      assertEquals(6, lines.size(), "two series of three points each from " + i);
    }
  }

  private List<SeriesKey> select(SeriesPredicate... predicates) {
    List<SeriesKey> keys = new ArrayList<>();
    PointQuery query = new PointQuery(TimeRange.ALL, List.of(predicates), List.of());
    try (PointCursor cursor = view.points(query)) {
      while (cursor.nextSeries()) {
        keys.add(SeriesKey.ofEncoded(cursor.keyBytes(), cursor.keyOffset(), cursor.keyLength()));
      }
    }
    return keys;
  }

  /** One point for each key, in blocks of 64. */
  private static MemtableView view(SeriesKey... keys) {
    Memtable memtable = new Memtable(KeyOrder.OF_BYTES, new ArrayPool(new MemtableOptions(64)));
    PointBatch.Builder builder = new PointBatch.Builder(keys.length);
    int[] points = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      points[i] = i;
      builder.point(i, builder.series(keys[i]), i, 1);
    }
    memtable.apply(builder.build(), points, points.length);
    return memtable.view(keys.length);
  }
}
