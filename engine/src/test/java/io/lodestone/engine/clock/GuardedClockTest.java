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

  private GuardedClock open(long floorMillis) {
    return new GuardedClock(wall, wall::monotonicNanos, floorMillis);
  }

  @Test
  void itGoesWithTheWallClockInWholeMilliseconds() {
    GuardedClock clock = open(0);
    assertEquals(START.toEpochMilli(), clock.millis());
    assertEquals(START.toEpochMilli() * 1_000_000L, clock.nanos());
    assertEquals(Instant.ofEpochMilli(START.toEpochMilli()), clock.instant());
    wall.advance(Duration.ofSeconds(1));
    assertEquals(START.toEpochMilli() + 1_000, clock.millis());
  }

  @Test
  void itStandsStillWhileTheWallClockIsBehind() {
    GuardedClock clock = open(0);
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
    GuardedClock clock = open(floor);
    assertEquals(floor, clock.millis());
    wall.advance(Duration.ofSeconds(6));
    assertEquals(START.toEpochMilli() + 6_000, clock.millis());
  }

  @Test
  void aTimeThatNanosecondsCannotHoldIsAnErrorAndNotAnotherTime() {
    wall.set(Instant.parse("2300-01-01T00:00:00Z"));
    assertThrows(ArithmeticException.class, () -> open(0).nanos());
  }

  @Test
  void aStepOfAnHourIsFollowedAtOnce() {
    GuardedClock clock = open(0);
    wall.step(Duration.ofHours(1));
    assertEquals(wall.millis(), clock.millis());
  }

  @Test
  void aLargerStepIsFollowedWhenASecondReadingConfirmsIt() {
    GuardedClock clock = open(0);
    long before = clock.millis();
    wall.step(Duration.ofHours(1).plusMillis(1));
    assertEquals(before, clock.millis());
    assertEquals(Duration.ofHours(1).toMillis() + 1, clock.offsetMillis());
    wall.advance(GuardedClock.CONFIRMATION.minusMillis(1));
    assertEquals(before + GuardedClock.CONFIRMATION.toMillis() - 1, clock.millis());
    wall.advance(Duration.ofMillis(1));
    assertEquals(wall.millis(), clock.millis());
    assertEquals(wall.millis(), clock.confirmedMillis());
    assertEquals(0, clock.offsetMillis());
  }

  @Test
  void aReadingThatWasWrongOnceChangesNothing() {
    GuardedClock clock = open(0);
    wall.step(Duration.ofDays(365));
    long held = clock.millis();
    wall.step(Duration.ofDays(-365));
    assertEquals(held, clock.millis());
    wall.advance(Duration.ofHours(1));
    assertEquals(wall.millis(), clock.millis());
  }

  /** Each wrong reading is another: none confirms the one before. */
  @Test
  void aClockThatCannotMakeUpItsMindIsNotFollowed() {
    GuardedClock clock = open(0);
    long start = clock.millis();
    for (int minute = 1; minute <= 100; minute++) {
      wall.advance(Duration.ofMinutes(1));
      wall.step(Duration.ofHours(2));
      assertEquals(start + minute * 60_000L, clock.millis());
    }
  }

  /** A machine that slept wakes up hours later, and its monotonic clock does not know. */
  @Test
  void afterASleepOfTheMachineItIsRightWithinAMinute() {
    GuardedClock clock = open(0);
    clock.millis();
    wall.step(Duration.ofHours(8));
    for (int second = 0; second <= 60; second++) {
      clock.millis();
      wall.advance(Duration.ofSeconds(1));
    }
    assertEquals(wall.millis(), clock.millis());
  }

  @Test
  void timePassesWithoutReadingsAndIsNoStep() {
    GuardedClock clock = open(0);
    wall.advance(Duration.ofDays(3));
    assertEquals(wall.millis(), clock.millis());
    assertEquals(wall.millis(), clock.confirmedMillis());
  }

  @Test
  void aStepForwardAfterOneBackIsMeasuredAgainstTheTimeThatWasRight() {
    GuardedClock clock = open(0);
    wall.step(Duration.ofHours(-5));
    clock.millis();
    wall.step(Duration.ofHours(5));
    wall.advance(Duration.ofSeconds(1));
    assertEquals(wall.millis(), clock.millis());
  }

  @Test
  void theFirstReadingIsFollowedButNothingRestsOnItBeforeItIsConfirmed() {
    long floor = START.toEpochMilli();
    wall.step(Duration.ofDays(2));
    GuardedClock clock = open(floor);
    assertEquals(wall.millis(), clock.millis());
    assertEquals(floor, clock.confirmedMillis());
    wall.advance(GuardedClock.CONFIRMATION);
    assertEquals(wall.millis(), clock.millis());
    assertEquals(wall.millis(), clock.confirmedMillis());
  }

  @Test
  void aFirstReadingCloseToTheLastConfirmedTimeIsConfirmedByIt() {
    wall.step(Duration.ofMinutes(59));
    assertEquals(wall.millis(), open(START.toEpochMilli()).confirmedMillis());
  }

  /** The machine came up in the year 2099 and was corrected half a minute later. */
  @Test
  void aWrongTimeAtTheStartIsNeverConfirmed() {
    long floor = START.toEpochMilli();
    wall.set(Instant.parse("2099-01-01T00:00:00Z"));
    GuardedClock clock = open(floor);
    clock.millis();
    wall.advance(Duration.ofSeconds(30));
    wall.set(START.plusSeconds(60));
    for (int minute = 0; minute < 10; minute++) {
      wall.advance(Duration.ofMinutes(1));
      assertEquals(floor, clock.confirmedMillis());
    }
    GuardedClock afterRestart = open(floor);
    assertEquals(wall.millis(), afterRestart.millis());
  }

  @Test
  void aTimeThatTheLogShowsIsNotGoneBackBehind() {
    GuardedClock clock = open(0);
    long shown = wall.millis() + 60_000;
    clock.resume(shown);
    assertEquals(shown, clock.millis());
    wall.advance(Duration.ofMinutes(2));
    assertEquals(wall.millis(), clock.millis());
  }

  @Test
  void aTimeThatTheLogShowsAndTheWallClockContradictsIsPassedOver() {
    GuardedClock clock = open(0);
    clock.resume(wall.millis() + Duration.ofHours(1).toMillis() + 1);
    assertEquals(wall.millis(), clock.millis());
    clock.resume(wall.millis() - 1);
    assertEquals(wall.millis(), clock.millis());
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
    GuardedClock clock = new GuardedClock(jumping, () -> 0, 0);
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
