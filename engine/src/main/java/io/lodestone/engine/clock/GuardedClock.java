package io.lodestone.engine.clock;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The clock behind admission, retention and catalog times. It never goes back: while the wall clock
 * stands before the latest time given out, that time is given out again. Safe for several threads.
 */
public final class GuardedClock {
  private final InstantSource wall;
  private final AtomicLong latestMillis;

  /**
   * @param wall what to read
   * @param floorMillis a time that was given out earlier (before a restart), in milliseconds since
   *     the epoch
   */
  public GuardedClock(InstantSource wall, long floorMillis) {
    this.wall = wall;
    this.latestMillis = new AtomicLong(floorMillis);
  }

  /** Milliseconds since the epoch; never less than an earlier answer. */
  public long millis() {
    long reading = wall.millis();
    return latestMillis.accumulateAndGet(reading, Math::max);
  }

  /** Nanoseconds since the epoch, in steps of a millisecond; never less than an earlier answer. */
  public long nanos() {
    return Math.multiplyExact(millis(), 1_000_000L);
  }

  /** The same as an instant, in steps of a millisecond. */
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }
}
