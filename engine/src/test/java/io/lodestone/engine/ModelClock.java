package io.lodestone.engine;

import io.lodestone.testkit.time.ManualClock;
import java.time.Duration;
import java.time.Instant;

/**
 * The clocks of a history's machine, and the time that its engine has to go by: it never goes back
 * while a process lives, and follows a jump ahead of more than an hour only when a second reading,
 * a minute later, bears it out. Holds for an engine that reads the clock after each move.
 */
final class ModelClock {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  /** What the machine shows. */
  final ManualClock machine;

  private long millis;

  /** The last reading that was followed, and how much time had passed at it. */
  private long followed;

  private long followedAt;

  /** A jump that nobody has borne out: where to, and how much time had passed at it. */
  private long jumpedTo;

  private long jumpedAt;
  private boolean isJumping;

  ModelClock(long startMillis) {
    this.machine = new ManualClock(Instant.ofEpochMilli(startMillis));
    this.millis = startMillis;
    start();
  }

  /** The time that the engine goes by, in milliseconds. */
  long millis() {
    return millis;
  }

  /** The same in nanoseconds. */
  long nanos() {
    return millis * 1_000_000L;
  }

  /** Time passes; a negative duration only sets the machine's clock back. */
  void advance(long byMillis) {
    machine.advance(Duration.ofMillis(byMillis));
    read();
  }

  /** Somebody sets the machine's clock so far ahead of the engine's, or behind it. */
  void set(long aheadMillis) {
    machine.set(Instant.ofEpochMilli(millis + aheadMillis));
    read();
  }

  /**
   * A process ends and another will start. A machine whose clock stands before what was shown
   * already is another story: see the horizon floor.
   */
  void end() {
    machine.set(Instant.ofEpochMilli(Math.max(machine.millis(), millis)));
  }

  /** A process has started. What it reads first it follows. */
  void start() {
    millis = Math.max(millis, machine.millis());
    followed = millis;
    followedAt = passed();
    isJumping = false;
  }

  private void read() {
    long reading = machine.millis();
    long expected = followed + passed() - followedAt;
    if (reading - expected <= HOUR) {
      isJumping = false;
      follow(reading);
    } else if (isJumping && Math.abs(reading - jumpedTo - (passed() - jumpedAt)) <= HOUR) {
      if (passed() - jumpedAt >= MINUTE) {
        isJumping = false;
        follow(reading);
      } else {
        millis = Math.max(millis, expected);
      }
    } else {
      isJumping = true;
      jumpedTo = reading;
      jumpedAt = passed();
      millis = Math.max(millis, expected);
    }
  }

  private void follow(long reading) {
    if (reading >= millis) {
      millis = reading;
      followed = reading;
      followedAt = passed();
    }
  }

  private long passed() {
    return machine.monotonicNanos() / 1_000_000L;
  }
}
