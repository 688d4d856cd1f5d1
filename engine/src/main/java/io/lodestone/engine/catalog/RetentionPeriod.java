package io.lodestone.engine.catalog;

import io.lodestone.engine.clock.Ticks;
import io.lodestone.model.RetentionPolicy;
import java.util.Objects;

/**
 * A stretch of a table's past under one retention.
 *
 * @param sinceTick the tick in which it began; it is in force at the end of that tick
 * @param retention never null
 * @param floorNanos the horizon floor when it began
 */
public record RetentionPeriod(long sinceTick, RetentionPolicy retention, long floorNanos) {
  public RetentionPeriod {
    Objects.requireNonNull(retention, "retention");
  }

  /**
   * The oldest time that existed at the end of a tick of this period. Expiry raised the floor to no
   * more than this in the meantime.
   */
  long horizonNanos(long tick) {
    return Math.max(floorNanos, retention.magneticHorizonNanos(Ticks.endNanos(tick)));
  }
}
