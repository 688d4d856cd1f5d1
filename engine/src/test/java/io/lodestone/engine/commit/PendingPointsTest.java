package io.lodestone.engine.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SeedExtension.class)
class PendingPointsTest {
  private record Key(int slot, long time) {}

  /** What is pending is found, what is durable is not. */
  @Test
  void theLatestDecisionOfEveryKeyIsFound(Seed seed) {
    SplittableRandom random = seed.random();
    for (int round = 0; round < 200; round++) {
      PendingPoints pending = new PendingPoints();
      Map<Key, Long> latest = new HashMap<>();
      Deque<Key> undurable = new ArrayDeque<>();
      for (int act = 0; act < 400; act++) {
        switch (random.nextInt(8)) {
          case 0 -> {
            int count = random.nextInt(undurable.size() + 1);
            for (int i = 0; i < count; i++) {
              undurable.removeFirst();
            }
            pending.applied(count);
          }
          case 1 -> {
            if (random.nextInt(20) == 0) {
              pending.clear();
              undurable.clear();
            }
          }
          case 2, 3 -> {
            Key key = key(random);
            int found = pending.find(key.slot(), key.time());
            if (undurable.contains(key)) {
              assertEquals(latest.get(key), pending.version(found));
            } else {
              assertEquals(-1, found);
            }
          }
          default -> {
            Key key = key(random);
            long version = act + 1;
            PointBatch.Builder builder = new PointBatch.Builder(1);
            builder.point(0, builder.series(SeriesKey.of("m")), key.time(), version);
            pending.add(builder.build(), 0, key.slot());
            latest.put(key, version);
            undurable.addLast(key);
          }
        }
        assertEquals(undurable.isEmpty(), pending.isEmpty());
      }
    }
  }

  /** More than the first arrays hold, many of them durable already while others are not. */
  @Test
  void manyPointsInFlightAreFoundHoweverManyAreDurable() {
    PendingPoints pending = new PendingPoints();
    PointBatch.Builder builder = new PointBatch.Builder(100_000);
    int series = builder.series(SeriesKey.of("m"));
    for (int i = 0; i < 100_000; i++) {
      builder.point(i, series, i, 1 + i);
    }
    PointBatch batch = builder.build();
    int durable = 0;
    for (int i = 0; i < batch.size(); i++) {
      pending.add(batch, i, i % 3);
      if (i % 1_000 == 999) {
        // Two thousand stay in flight.
        pending.applied(Math.max(0, i + 1 - 2_000 - durable));
        durable = Math.max(durable, i + 1 - 2_000);
        for (int j = durable; j <= i; j += 97) {
          assertEquals(1 + j, pending.version(pending.find(j % 3, j)));
        }
        assertEquals(-1, pending.find((i + 1) % 3, i));
      }
    }
    pending.applied(batch.size() - durable);
    assertTrue(pending.isEmpty());
    assertEquals(-1, pending.find(0, 99_999));
  }

  private static Key key(SplittableRandom random) {
    return new Key(random.nextInt(6), random.nextInt(10) * 1_000_000_000L);
  }
}
