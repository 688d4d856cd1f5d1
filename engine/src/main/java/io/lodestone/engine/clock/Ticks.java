package io.lodestone.engine.clock;

import java.time.Instant;

/**
 * Ticks: the grain of history. A tick is one second of the guarded clock, named by the seconds
 * between the epoch and its beginning; a frame belongs to the tick in which it was decided. Since
 * that clock never goes back, the frames of a tick and of all ticks before it are a prefix of the
 * log. Pure.
 */
public final class Ticks {
  /** Before every tick: the commit of a point that nobody noted because no history was kept. */
  public static final long NONE = Long.MIN_VALUE;

  private static final long NANOS = 1_000_000_000L;

  private Ticks() {}

  /** The tick that a reading of the guarded clock lies in. */
  public static long of(long nanos) {
    return Math.floorDiv(nanos, NANOS);
  }

  /** The tick that an instant lies in. */
  public static long of(Instant instant) {
    return instant.getEpochSecond();
  }

  /** The last tick that had ended at an instant. */
  public static long endedBy(Instant instant) {
    return instant.getEpochSecond() - 1;
  }

  /** When a tick begins, in nanoseconds since the epoch. */
  public static long nanos(long tick) {
    return Math.multiplyExact(tick, NANOS);
  }

  /** When a tick ends, in nanoseconds since the epoch. */
  public static long endNanos(long tick) {
    return Math.multiplyExact(tick + 1, NANOS);
  }

  /** When a tick ends. */
  public static Instant end(long tick) {
    return Instant.ofEpochSecond(tick + 1);
  }

  /**
   * How many ticks after the one of its own time a point was committed: a small number that hardly
   * changes within a series, which is the form in which history files keep ticks.
   */
  public static long lag(long tick, long timeNanos) {
    return tick - of(timeNanos);
  }

  /** The tick of a {@link #lag}. */
  public static long ofLag(long lag, long timeNanos) {
    return lag + of(timeNanos);
  }
}
