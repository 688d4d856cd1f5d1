package io.lodestone.engine.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The clock behind admission, retention, ticks and catalog times. It follows the wall clock, under
 * three rules, because a wrong time lets points go that nothing brings back:
 *
 * <ul>
 *   <li><b>It never goes back.</b> While the wall clock stands before the latest time given out,
 *       that time is given out again; also over a restart, as far as the time was confirmed.
 *   <li><b>A jump ahead has to be confirmed.</b> A step of more than {@link #STEP_MAX} against the
 *       monotonic clock is not followed before a second reading, {@link #CONFIRMATION} later,
 *       agrees with the first; until then time goes on at the pace of the monotonic clock.
 *   <li><b>What cannot be taken back waits for a confirmed time.</b> After a start there is nothing
 *       to compare the first reading with but the time of the last checkpoint. One that lies more
 *       than {@link #STEP_MAX} after it is followed at once, since the process may have been down
 *       for long, but {@link #confirmedMillis()} stays behind for as long as a confirmation takes.
 * </ul>
 *
 * <p>Each call is a reading; somebody has to call now and then, or no step is ever confirmed. Safe
 * for several threads.
 */
public final class GuardedClock {
  /** The largest step of the wall clock that is followed at once: an hour. */
  public static final Duration STEP_MAX = Duration.ofHours(1);

  /** How long a larger step has to stand before it is followed: a minute. */
  public static final Duration CONFIRMATION = Duration.ofMinutes(1);

  private static final long STEP_MILLIS_MAX = STEP_MAX.toMillis();
  private static final long NANOS_PER_MILLI = 1_000_000L;

  private final InstantSource wall;
  private final LongSupplier monotonicNanos;
  private final long floorMillis;

  // All below is guarded by this.

  private long latestMillis;

  /** The last reading of the wall clock that was followed, and the monotonic clock at it. */
  private long followedMillis;

  private long followedAtNanos;

  /** Whether {@link #latestMillis} rests on two readings. */
  private boolean confirmed;

  /** Whether a step waits for its confirmation; since when, and what was read then. */
  private boolean stepping;

  private long steppedAtNanos;
  private long steppedToMillis;

  private long offsetMillis;

  /**
   * @param wall what to follow
   * @param monotonicNanos a clock of any origin that nobody sets, in nanoseconds
   * @param floorMillis a confirmed time of an earlier process, in milliseconds since the epoch; 0
   *     when there was none
   */
  public GuardedClock(InstantSource wall, LongSupplier monotonicNanos, long floorMillis) {
    this.wall = wall;
    this.monotonicNanos = monotonicNanos;
    this.floorMillis = floorMillis;
    long reading = wall.millis();
    this.latestMillis = Math.max(floorMillis, reading);
    this.followedMillis = latestMillis;
    this.followedAtNanos = monotonicNanos.getAsLong();
    this.confirmed = reading - floorMillis <= STEP_MILLIS_MAX;
    // Until it is confirmed the first reading is like a step that was followed at once.
    this.steppedAtNanos = followedAtNanos;
  }

  /** Milliseconds since the epoch; never less than an earlier answer. */
  public synchronized long millis() {
    read();
    return latestMillis;
  }

  /** Nanoseconds since the epoch, in steps of a millisecond; never less than an earlier answer. */
  public long nanos() {
    return Math.multiplyExact(millis(), NANOS_PER_MILLI);
  }

  /** The same as an instant, in steps of a millisecond. */
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  /**
   * The latest time that rests on two readings, in milliseconds since the epoch: what may be
   * remembered over a restart, and by which points may be let go for good. Never less than an
   * earlier answer, never more than {@link #millis()}.
   */
  public synchronized long confirmedMillis() {
    read();
    return confirmed ? latestMillis : floorMillis;
  }

  /** The same in nanoseconds, in steps of a millisecond. */
  public long confirmedNanos() {
    return Math.multiplyExact(confirmedMillis(), NANOS_PER_MILLI);
  }

  /**
   * Takes note of a time that an earlier process gave out, as its log shows. It may have been a
   * wrong one: if it lies more than {@link #STEP_MAX} after the wall clock it is passed over.
   */
  public synchronized void resume(long millis) {
    read();
    if (millis > latestMillis && millis - wall.millis() <= STEP_MILLIS_MAX) {
      latestMillis = millis;
    }
  }

  /**
   * How far the wall clock stood ahead of this one at the last reading, in milliseconds: more than
   * 0 while a step waits for its confirmation, less while the wall clock is set back.
   */
  public synchronized long offsetMillis() {
    return offsetMillis;
  }

  private void read() {
    long reading = wall.millis();
    long nanos = monotonicNanos.getAsLong();
    long expected = followedMillis + (nanos - followedAtNanos) / NANOS_PER_MILLI;
    if (reading - expected <= STEP_MILLIS_MAX) {
      stepping = false;
      confirmStart(expected - reading, nanos);
      follow(reading, nanos);
    } else if (isConfirmedStep(reading, nanos)) {
      stepping = false;
      confirmed = true;
      follow(reading, nanos);
    } else {
      latestMillis = Math.max(latestMillis, expected);
    }
    offsetMillis = reading - latestMillis;
  }

  private void follow(long reading, long nanos) {
    if (reading >= latestMillis) {
      latestMillis = reading;
      followedMillis = reading;
      followedAtNanos = nanos;
    }
  }

  private void confirmStart(long behindMillis, long nanos) {
    if (!confirmed && behindMillis <= STEP_MILLIS_MAX) {
      confirmed = nanos - steppedAtNanos >= CONFIRMATION.toNanos();
    }
  }

  /** Whether this reading confirms an earlier one; notes it as the first of its kind if not. */
  private boolean isConfirmedStep(long reading, long nanos) {
    long sinceMillis = (nanos - steppedAtNanos) / NANOS_PER_MILLI;
    if (!stepping || Math.abs(reading - steppedToMillis - sinceMillis) > STEP_MILLIS_MAX) {
      stepping = true;
      steppedAtNanos = nanos;
      steppedToMillis = reading;
      return false;
    }
    return sinceMillis >= CONFIRMATION.toMillis();
  }
}
