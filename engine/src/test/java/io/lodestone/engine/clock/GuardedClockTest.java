package io.lodestone.engine.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.testkit.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GuardedClockTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00.123456789Z");

  private final ManualClock wall = new ManualClock(START);

  @Test
  void itGoesWithTheWallClockInWholeMilliseconds() {
    GuardedClock clock = new GuardedClock(wall, 0);
    assertEquals(START.toEpochMilli(), clock.millis());
    assertEquals(START.toEpochMilli() * 1_000_000L, clock.nanos());
    assertEquals(Instant.ofEpochMilli(START.toEpochMilli()), clock.instant());
    wall.advance(Duration.ofSeconds(1));
    assertEquals(START.toEpochMilli() + 1_000, clock.millis());
  }

  @Test
  void itStandsStillWhileTheWallClockIsBehind() {
    GuardedClock clock = new GuardedClock(wall, 0);
    long before = clock.millis();
    wall.advance(Duration.ofHours(-2));
    assertEquals(before, clock.millis());
    wall.advance(Duration.ofHours(2));
    assertEquals(before, clock.millis());
    wall.advance(Duration.ofMillis(1));
    assertEquals(before + 1, clock.millis());
  }

  @Test
  void itNeverStandsBeforeWhatWasGivenOutBeforeARestart() {
    long floor = START.toEpochMilli() + 5_000;
    GuardedClock clock = new GuardedClock(wall, floor);
    assertEquals(floor, clock.millis());
    wall.advance(Duration.ofSeconds(6));
    assertEquals(START.toEpochMilli() + 6_000, clock.millis());
  }

  @Test
  void aTimeThatNanosecondsCannotHoldIsAnErrorAndNotAnotherTime() {
    wall.set(Instant.parse("2300-01-01T00:00:00Z"));
    assertThrows(ArithmeticException.class, () -> new GuardedClock(wall, 0).nanos());
  }

  /** A wall clock that jumps about, read by several threads. */
  @Test
  void noThreadEverSeesItGoBack() throws Exception {
    AtomicLong readings = new AtomicLong();
    InstantSource jumping =
        () -> {
          long reading = readings.incrementAndGet();
          return Instant.ofEpochMilli(reading + (reading * 7_919) % 1_000);
        };
    GuardedClock clock = new GuardedClock(jumping, 0);
    CountDownLatch begin = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Boolean>> results = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Callable<Boolean> reader =
            () -> {
              begin.await();
              long last = 0;
              for (int n = 0; n < 100_000; n++) {
                long now = clock.millis();
                if (now < last) {
                  return false;
                }
                last = now;
              }
              return true;
            };
        results.add(threads.submit(reader));
      }
      begin.countDown();
      for (Future<Boolean> result : results) {
        assertTrue(result.get());
      }
    }
  }
}
