package io.lodestone.engine.memtable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.SeriesPredicate;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a memtable says it takes is what the arrays take that can be reached from it. */
@ExtendWith(SeedExtension.class)
class MemtableMemoryTest {

  @Test
  void theAccountIsThatOfTheArraysHeld(Seed seed) throws Exception {
    SplittableRandom random = seed.random();
    for (int history = 0; history < 40; history++) {
      int blockPoints = 64 << random.nextInt(6);
      ArrayPool pool = new ArrayPool(new MemtableOptions(blockPoints, 1 << 20));
      // Memory of an earlier generation counts like any other.
      for (int generation = 0; generation < 2; generation++) {
        Memtable memtable = new Memtable(KeyOrder.OF_BYTES, pool);
        requireSame(memtable);
        RandomWrites writes = new RandomWrites(random.nextLong(), 1 + random.nextInt(400));
        for (int batches = random.nextInt(60); batches > 0; batches--) {
          write(memtable, writes, random);
          requireSame(memtable);
        }
        memtable.release();
      }
    }
  }

  private static void write(Memtable memtable, RandomWrites writes, SplittableRandom random) {
    PointBatch batch = writes.batch(200);
    int[] chosen = writes.choose(batch);
    if (random.nextInt(3) == 0) {
      memtable.noteTick(random.nextLong(1_000));
    }
    memtable.apply(batch, chosen, chosen.length);
    if (random.nextInt(10) == 0) {
      try (var cursor =
          memtable.view(memtable.size()).points(PointQuery.all(RandomWrites.COLUMNS))) {
        cursor.nextSeries();
      }
    }
  }

  @Test
  void whatQueriesLookSeriesUpByIsAccountedFor() throws Exception {
    Memtable memtable =
        new Memtable(KeyOrder.ledBy("zone"), new ArrayPool(new MemtableOptions(64)));
    for (int round = 0; round < 4; round++) {
      PointBatch.Builder builder = new PointBatch.Builder(1);
      int[] points = new int[DimensionIndexes.SERIES_MIN];
      for (int i = 0; i < points.length; i++) {
        points[i] = i;
        builder.point(
            i, builder.series(SeriesKey.of("m", "host", "h" + i, "zone", "z" + round)), i, 1);
      }
      memtable.apply(builder.build(), points, points.length);
      requireSame(memtable);
      for (String column : List.of("host", "zone", "nobody has it")) {
        SeriesPredicate wanted = new SeriesPredicate.In(column, Set.of("z1", "h7"));
        long before = memtable.memoryBytes();
        memtable
            .view(memtable.size())
            .points(new PointQuery(TimeRange.ALL, List.of(wanted), List.of()))
            .close();
        requireSame(memtable);
        assertTrue(memtable.memoryBytes() > before);
      }
    }
  }

  /** The figure of docs/adr/0009-store-tiers-and-memtables.md. */
  @Test
  void aSeriesOfOnePointTakesWhatIsDocumented() {
    // Where most arrays that double are full.
    int series = 1 << 17;
    Memtable memtable =
        new Memtable(KeyOrder.ledBy("rack"), new ArrayPool(MemtableOptions.DEFAULT));
    int[] points = new int[1 << 10];
    Arrays.setAll(points, i -> i);
    for (int from = 0; from < series; from += points.length) {
      PointBatch.Builder builder = new PointBatch.Builder(points.length);
      for (int i : points) {
        String host = "host_" + (1_000_000 + from + i);
        SeriesKey key = SeriesKey.of("cpu", "host", host, "rack", "r5", "rest", "x".repeat(130));
        assertEquals(166, key.encoded().length, 2);
        builder.point(i, builder.series(key), i, 1);
        builder.valueColumn("usage", ValueType.BIGINT).appendWord(i);
      }
      memtable.apply(builder.build(), points, points.length);
    }
    memtable.view(series).points(PointQuery.all(List.of())).close();
    double bytes = (double) memtable.memoryBytes() / series;
    System.out.println("a series of one point: " + bytes + " bytes of memory");
    // 243, and 16 for the order that a reader makes and for the value that leads it.
    assertEquals(243 + 16, bytes, 30, "bytes a series");
  }

  private static void requireSame(Memtable memtable) throws Exception {
    long held = arrayBytes(memtable);
    assertTrue(held > 0);
    assertEquals(held, memtable.memoryBytes());
  }

  /** Walks through all that belongs to this package; what is shared between memtables is not. */
  private static long arrayBytes(Memtable memtable) throws IllegalAccessException {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    ArrayDeque<Object> open = new ArrayDeque<>();
    open.add(memtable);
    long total = 0;
    while (!open.isEmpty()) {
      Object object = open.pop();
      if (object instanceof ArrayPool || !seen.add(object)) {
        continue;
      }
      if (object.getClass().isArray()) {
        total += bytes(object);
        if (object instanceof Object[] elements) {
          for (Object element : elements) {
            addIfSet(open, element);
          }
        }
      } else if (object instanceof AtomicReference<?> reference) {
        addIfSet(open, reference.get());
      } else if (object instanceof List<?> list) {
        list.forEach(open::push);
      } else if (belongs(object.getClass())) {
        for (Field field : object.getClass().getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
            field.setAccessible(true);
            addIfSet(open, field.get(object));
          }
        }
      }
    }
    return total;
  }

  private static void addIfSet(ArrayDeque<Object> open, Object object) {
    if (object != null) {
      open.push(object);
    }
  }

  private static boolean belongs(Class<?> type) {
    return type.getPackage() == Memtable.class.getPackage();
  }

  private static long bytes(Object array) {
    int length = Array.getLength(array);
    return switch (array) {
      case long[] _ -> 16 + 8L * length;
      case int[] _, Object[] _ -> 16 + (4L * length + 7) / 8 * 8;
      case char[] _ -> 16 + (2L * length + 7) / 8 * 8;
      case byte[] _ -> 16 + (length + 7L) / 8 * 8;
      default -> throw new IllegalArgumentException("an array of " + array.getClass());
    };
  }
}
