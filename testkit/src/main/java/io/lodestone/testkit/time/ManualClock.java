package io.lodestone.testkit.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Stands still until it is moved, forwards or back. Safe for several threads. */
public final class ManualClock implements InstantSource {
  private volatile Instant now;

  public ManualClock(Instant start) {
    this.now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Moves by a duration, which may be negative. */
  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }

  /** Moves to an instant. */
  public void set(Instant instant) {
    now = instant;
  }
}
