package io.lodestone.engine.commit;

import io.lodestone.engine.catalog.TableEntry;

/**
 * Which times a table accepts at one moment, and into which tier. Pure.
 *
 * @param futureLimitNanos the latest time accepted
 * @param memoryHorizonNanos the oldest time of the memory store
 * @param lateHorizonNanos the oldest time accepted into the magnetic store; {@link Long#MAX_VALUE}
 *     when none is
 */
public record AdmissionRule(long futureLimitNanos, long memoryHorizonNanos, long lateHorizonNanos) {

  /** What the rule says of a time. */
  public enum Verdict {
    MEMORY_STORE,
    MAGNETIC_STORE,
    REJECTED
  }

  /**
   * Nothing below the table's horizon floor is ever accepted again, whatever the retention allows:
   * a point that has gone must not come back.
   *
   * @param futureNanosMax how far ahead of now a time may lie
   */
  public static AdmissionRule of(TableEntry table, long nowNanos, long futureNanosMax) {
    long memoryHorizon = table.definition().retention().memoryHorizonNanos(nowNanos);
    return new AdmissionRule(
        nowNanos + futureNanosMax,
        Math.max(memoryHorizon, table.horizonFloorNanos()),
        table.definition().magneticStoreWrites().enabled()
            ? table.horizonNanos(nowNanos)
            : Long.MAX_VALUE);
  }

  /** What becomes of a point with this time. */
  public Verdict judge(long timeNanos) {
    if (timeNanos > futureLimitNanos) {
      return Verdict.REJECTED;
    }
    if (timeNanos >= memoryHorizonNanos) {
      return Verdict.MEMORY_STORE;
    }
    return timeNanos >= lateHorizonNanos ? Verdict.MAGNETIC_STORE : Verdict.REJECTED;
  }

  /** The oldest time accepted into either tier. */
  public long oldestNanos() {
    return Math.min(memoryHorizonNanos, lateHorizonNanos);
  }

  /** Whether points older than the memory store are accepted. */
  public boolean acceptsLate() {
    return lateHorizonNanos != Long.MAX_VALUE;
  }

  /** The window in words, for the rejection of a time outside. */
  String describe() {
    return "accepted from "
        + oldestNanos()
        + " to "
        + futureLimitNanos
        + " nanoseconds since the epoch";
  }
}
