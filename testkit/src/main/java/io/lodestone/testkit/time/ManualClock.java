package io.lodestone.testkit.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A wall clock and the monotonic clock of the same machine. Both stand still until they are moved.
 * Safe for several threads.
 */
public final class ManualClock implements InstantSource {
  private volatile Instant now;
  private volatile long monotonicNanos;

  public ManualClock(Instant start) {
    this.now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** The time that has passed, whatever somebody set the wall clock to. */
  public long monotonicNanos() {
    return monotonicNanos;
  }

  /** Time passes. A negative duration only sets the wall clock back: time does not. */
  public synchronized void advance(Duration by) {
    now = now.plus(by);
    if (by.isPositive()) {
      monotonicNanos += by.toNanos();
    }
  }

  /** Somebody sets the wall clock; no time passes. */
  public synchronized void set(Instant instant) {
    now = instant;
  }

  /** Somebody sets the wall clock by so much, forwards or back; no time passes. */
  public synchronized void step(Duration by) {
    now = now.plus(by);
  }
}
