package io.lodestone.engine.memtable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an index finds is what a plain map would. */
@ExtendWith(SeedExtension.class)
class KeyIndexTest {
  private record Key(int series, long time) {}

  /** An index, the times that a memtable would hold, and a map that knows the same. */
  private static final class Indexed {
    private final KeyIndex index;
    private final Map<Key, Integer> expected = new HashMap<>();
    private long[] times = new long[1 << 10];
    private int size;

    Indexed(int series) {
      this(series, new ArrayPool(new MemtableOptions(1_024)));
    }

    Indexed(int series, ArrayPool pool) {
      index = new KeyIndex(pool, position -> times[position]);
      for (int i = 0; i < series; i++) {
        index.addSeries();
      }
    }

    void put(int series, long time) {
      if (size == times.length) {
        times = Arrays.copyOf(times, 2 * size);
      }
      times[size] = time;
      index.put(series, time, size);
      expected.put(new Key(series, time), size);
      size++;
    }

    void check(int series, long time) {
      int position = expected.getOrDefault(new Key(series, time), -1);
      assertEquals(position, index.find(series, time), "series " + series + " at " + time);
    }

    void checkAll() {
      expected.keySet().forEach(key -> check(key.series(), key.time()));
    }

    double bytesPerPoint() {
      return (double) index.memoryBytes() / size;
    }
  }

  @Test
  void knowsNothingAtFirst() {
    Indexed indexed = new Indexed(4);
    indexed.check(3, 10);
    indexed.check(3, Long.MIN_VALUE);
    indexed.check(100_000, 10);
  }

  @Test
  void findsTimesThatCameInOrder() {
    assertEquals(4, one(50_000, i -> 10 * i).bytesPerPoint(), 1.5, "bytes per point");
  }

  @Test
  void findsTimesThatCameBackwards() {
    one(20_000, i -> -10 * i);
  }

  @Test
  void findsTimesThatCameFromBothEnds() {
    one(20_000, i -> i % 2 == 0 ? i : -i);
  }

  @Test
  void findsTimesOfWhichSomeCameLate() {
    one(50_000, i -> i % 10 == 3 ? 10 * (i - 180) + 5 : 10 * i);
  }

  @Test
  void findsTimesAcrossGapsOfAnyLength() {
    one(20_000, i -> i * i * i);
    one(62, i -> 1L << i);
  }

  @Test
  void findsTimesAtBothEndsOfWhatALongHolds() {
    long[] ends = {Long.MIN_VALUE, Long.MAX_VALUE, 0};
    one(3_000, i -> ends[(int) i % 3] + (i % 3 == 1 ? -i : i));
    one(3_000, i -> Long.MIN_VALUE + (i << 40));
    one(300, i -> Long.MIN_VALUE + (i << 50));
    one(3_000, i -> i % 2 == 0 ? Long.MAX_VALUE - i : Long.MIN_VALUE + (1L << 56) + i);
  }

  @Test
  void theLastPositionOfATimeCounts() {
    one(20_000, i -> i % 500);
    one(20_000, i -> (i * 7_919) % 3_001);
  }

  /** The first distance of a series is rarely wrong, and costs its strays only for a chunk. */
  @Test
  void aFirstDistanceThatWasTooLongIsMadeShorter() {
    Indexed indexed = one(10_000, i -> i == 0 ? 0 : 10 * i + 50);
    assertTrue(indexed.bytesPerPoint() < 7, "bytes per point " + indexed.bytesPerPoint());
  }

  @Test
  void timesThatTrembleAreNearlyAsCheapAsRegularOnes(Seed seed) {
    SplittableRandom random = seed.random();
    Indexed indexed = one(50_000, i -> 1_000 * i + random.nextInt(100));
    assertTrue(indexed.bytesPerPoint() < 12, "bytes per point " + indexed.bytesPerPoint());
  }

  @Test
  void timesWithoutAnyRuleTakeNoMoreThanATableOfThem(Seed seed) {
    SplittableRandom random = seed.random();
    Indexed indexed = one(50_000, _ -> random.nextLong());
    // Two words at a load of three eighths, and four slots.
    assertTrue(indexed.bytesPerPoint() < 43 + 16, "bytes per point " + indexed.bytesPerPoint());
  }

  @Test
  void keepsManySeriesApart(Seed seed) {
    SplittableRandom random = seed.random();
    Indexed indexed = new Indexed(300);
    long[] scales = random.longs(300, 1, 1L << 45).toArray();
    for (int i = 0; i < 100_000; i++) {
      int series = random.nextInt(300);
      long tick = random.nextInt(4) == 0 ? random.nextInt(400) : i / 300;
      long tremble = series % 3 == 0 ? random.nextInt(3) : 0;
      indexed.put(series, scales[series] * tick + tremble);
      if (i % 10 == 0) {
        indexed.check(random.nextInt(300), scales[random.nextInt(300)] * random.nextInt(400));
        indexed.check(series, scales[series] * random.nextInt(400));
      }
    }
    indexed.checkAll();
    for (int series = 0; series < 300; series++) {
      for (int tick = -1; tick <= 401; tick++) {
        indexed.check(series, scales[series] * tick);
        indexed.check(series, scales[series] * tick + 1);
      }
    }
  }

  @Test
  void findsNothingOfTheIndexWhoseMemoryItTook(Seed seed) {
    SplittableRandom random = seed.random();
    ArrayPool pool = new ArrayPool(new MemtableOptions(1_024));
    for (int generation = 0; generation < 6; generation++) {
      Indexed indexed = new Indexed(50, pool);
      for (int i = 0; i < 8_000; i++) {
        long time = random.nextInt(3) == 0 ? random.nextInt(100_000) : 10L * (i / 50);
        indexed.check(i % 50, time);
        indexed.put(i % 50, time);
      }
      indexed.checkAll();
      indexed.index.giveBack();
      assertTrue(pool.memoryBytes() > 0);
    }
  }

  @Test
  void aSeriesOfFewPointsTakesLittle() {
    Indexed indexed = new Indexed(10_000);
    for (int time = 0; time < 10; time++) {
      for (int series = 0; series < 10_000; series++) {
        indexed.put(series, time);
      }
    }
    // A header of 32 bytes, a chunk of 64; and the slabs of smaller chunks that nobody uses any
    // more.
    assertEquals(11.5, indexed.bytesPerPoint(), 0.5, "bytes per point");
    indexed.checkAll();
  }

  @Test
  void theNewestTimeOfASeriesOnlyRises() {
    KeyIndex index = new KeyIndex(new ArrayPool(MemtableOptions.DEFAULT), _ -> 0);
    for (int series = 0; series < 40_000; series++) {
      index.addSeries();
      assertEquals(Long.MIN_VALUE, index.newestTime(series));
      index.noteTime(series, -5);
      index.noteTime(series, -7);
    }
    for (int series = 0; series < 40_000; series++) {
      assertEquals(-5, index.newestTime(series));
    }
  }

  private static Indexed one(int count, LongUnaryOperator times) {
    Indexed indexed = new Indexed(3);
    for (int i = 0; i < count; i++) {
      long time = times.applyAsLong(i);
      indexed.check(2, time);
      indexed.put(2, time);
      indexed.check(2, time);
      if (i % 97 == 0) {
        indexed.check(2, time + 3);
        indexed.check(2, time - 1);
        indexed.check(1, time);
      }
    }
    indexed.checkAll();
    return indexed;
  }
}
