package io.lodestone.engine.memtable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.scan.PointQuery;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
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
