package io.lodestone.engine.catalog;

import io.lodestone.engine.clock.Ticks;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * How far back a table with point-in-time recovery can be seen as it was.
 *
 * @param days 1 to 35: what is older may be forgotten
 * @param sinceTick nothing is known of how the table was before the end of this tick, because
 *     recovery was switched on in it, or the window was shorter then
 * @param periods the retentions in force since, oldest first, at least one
 */
public record RecoveryWindow(int days, long sinceTick, List<RetentionPeriod> periods) {
  /** The longest window, and the one of those who name none. */
  public static final int DAYS_MAX = 35;

  /**
   * So many retention periods are remembered. Whoever changes retention more often within the
   * window can go back less far: to the beginning of the oldest of them.
   */
  public static final int PERIODS_MAX = 256;

  private static final long TICKS_PER_DAY = 86_400;

  /**
   * @throws InvalidRequestException when the number of days is out of range
   */
  public RecoveryWindow {
    if (days < 1 || days > DAYS_MAX) {
      throw new InvalidRequestException(
          "RecoveryPeriodInDays must be between 1 and " + DAYS_MAX + ", found " + days);
    }
    periods = List.copyOf(periods);
    if (periods.isEmpty()) {
      throw new InvalidRequestException("A recovery window needs a retention period.");
    }
  }

  /** A window that begins now. */
  static RecoveryWindow begin(int days, long nowNanos, RetentionPolicy retention, long floorNanos) {
    long tick = Ticks.of(nowNanos);
    return new RecoveryWindow(
        days, tick, List.of(new RetentionPeriod(tick, retention, floorNanos)));
  }

  /**
   * The oldest tick at whose end the table can still be seen. It only rises, whatever happens to
   * the window.
   */
  public long oldestTick(long nowNanos) {
    // The state at an instant is the one at the end of the tick before it.
    return Math.max(sinceTick, Ticks.of(nowNanos) - days * TICKS_PER_DAY - 1);
  }

  /** The oldest time of a point that existed at the end of a tick. */
  public long horizonNanos(long tick) {
    RetentionPeriod inForce = periods.getFirst();
    for (RetentionPeriod period : periods) {
      if (period.sinceTick() <= tick) {
        inForce = period;
      }
    }
    return inForce.horizonNanos(tick);
  }

  /** With another length. What was forgotten stays forgotten. */
  RecoveryWindow withDays(int newDays, long nowNanos) {
    return new RecoveryWindow(newDays, oldestTick(nowNanos), periods);
  }

  /** With a retention that is in force from now on. */
  RecoveryWindow withRetention(RetentionPolicy retention, long floorNanos, long nowNanos) {
    RetentionPeriod added = new RetentionPeriod(Ticks.of(nowNanos), retention, floorNanos);
    List<RetentionPeriod> kept = new ArrayList<>(periods);
    // Of several changes within one tick only the last is in force at its end.
    kept.removeIf(period -> period.sinceTick() >= added.sinceTick());
    kept.add(added);
    long oldest = oldestTick(nowNanos);
    while (kept.size() > 1 && kept.get(1).sinceTick() <= oldest) {
      kept.removeFirst();
    }
    long since = sinceTick;
    while (kept.size() > PERIODS_MAX) {
      kept.removeFirst();
      since = Math.max(since, kept.getFirst().sinceTick());
    }
    return new RecoveryWindow(days, since, kept);
  }
}
