package io.lodestone.engine.memtable;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyIndexTest {

  @Test
  void knowsNothingAtFirst() {
    assertEquals(-1, new KeyIndex(new ArrayPool(MemtableOptions.DEFAULT)).find(3, 10));
    assertEquals(-1, new KeyIndex(new ArrayPool(MemtableOptions.DEFAULT)).find(100_000, 10));
  }

  @Test
  void findsTimesThatCameInOrder() {
    check(50_000, i -> 10 * i);
  }

  @Test
  void findsTimesThatCameBackwards() {
    check(20_000, i -> -10 * i);
  }

  @Test
  void findsTimesThatCameFromBothEnds() {
    check(20_000, i -> i % 2 == 0 ? i : -i);
  }

  @Test
  void findsTimesOfWhichSomeCameLate() {
    check(50_000, i -> i % 10 == 3 ? 10 * (i - 180) + 5 : 10 * i);
  }

  @Test
  void theLastPositionOfATimeCounts() {
    check(20_000, i -> i % 500);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void keepsManySeriesApart(long seed) {
    Random random = new Random(seed);
    KeyIndex index = new KeyIndex(new ArrayPool(MemtableOptions.DEFAULT));
    Map<Long, Integer> expected = new HashMap<>();
    for (int position = 0; position < 60_000; position++) {
      int series = random.nextInt(300);
      long time = random.nextInt(400);
      index.put(series, time, position);
      expected.put(series * 1_000L + time, position);
    }
    for (int series = 0; series < 300; series++) {
      for (long time = -1; time <= 400; time++) {
        int position = expected.getOrDefault(series * 1_000L + time, -1);
        assertEquals(position, index.find(series, time), series + " at " + time);
      }
    }
  }

  @Test
  void aSeriesOfFewPointsTakesLittle() {
    KeyIndex index = new KeyIndex(new ArrayPool(MemtableOptions.DEFAULT));
    for (int time = 0; time < 10; time++) {
      for (int series = 0; series < 10_000; series++) {
        index.put(series, time, time);
      }
    }
    double bytesPerPoint = index.memoryBytes() / 100_000.0;
    assertEquals(20, bytesPerPoint, 5, "bytes per point");
  }

  private static void check(int count, LongUnaryOperator times) {
    KeyIndex index = new KeyIndex(new ArrayPool(MemtableOptions.DEFAULT));
    Map<Long, Integer> expected = new HashMap<>();
    for (int i = 0; i < count; i++) {
      index.put(2, times.applyAsLong(i), i);
      expected.put(times.applyAsLong(i), i);
    }
    expected.forEach((time, position) -> assertEquals(position, index.find(2, time)));
    for (int i = 0; i < count; i += 97) {
      long other = times.applyAsLong(i) + 3;
      assertEquals(expected.getOrDefault(other, -1), index.find(2, other));
    }
    assertEquals(-1, index.find(1, times.applyAsLong(0)));
  }
}
