package io.lodestone.engine;

import io.lodestone.engine.catalog.RecoveryWindow;
import io.lodestone.engine.clock.Ticks;
import java.time.Instant;

/**
 * Between which instants a table can be seen as it was.
 *
 * @param earliest a whole second; it may lie after {@code latest} for a second after recovery was
 *     switched on
 * @param latest the engine's clock
 */
public record RestorableRange(Instant earliest, Instant latest) {
  static RestorableRange of(RecoveryWindow window, long nowMillis) {
    long oldest = window.oldestTick(Math.multiplyExact(nowMillis, 1_000_000L));
    return new RestorableRange(Ticks.end(oldest), Instant.ofEpochMilli(nowMillis));
  }

  /** Whether it can be seen at this instant. */
  public boolean contains(Instant instant) {
    return !instant.isBefore(earliest) && !instant.isAfter(latest);
  }
}
