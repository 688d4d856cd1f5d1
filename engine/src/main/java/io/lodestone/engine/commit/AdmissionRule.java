package io.lodestone.engine.commit;

import io.lodestone.engine.catalog.TableDefinition;

/**
 * Which times a table accepts at one moment, and into which tier. Pure.
 *
 * @param futureLimitNanos the latest time accepted
 * @param memoryHorizonNanos the oldest time of the memory store
 * @param lateHorizonNanos the oldest time accepted into the magnetic store; {@link Long#MAX_VALUE}
 *     when none is
 */
record AdmissionRule(long futureLimitNanos, long memoryHorizonNanos, long lateHorizonNanos) {

  /** What the rule says of a time. */
  enum Verdict {
    MEMORY_STORE,
    MAGNETIC_STORE,
    REJECTED
  }

  static AdmissionRule of(TableDefinition table, long nowNanos, long futureNanosMax) {
    return new AdmissionRule(
        nowNanos + futureNanosMax,
        table.retention().memoryHorizonNanos(nowNanos),
        table.magneticStoreWrites().enabled()
            ? table.retention().magneticHorizonNanos(nowNanos)
            : Long.MAX_VALUE);
  }

  Verdict judge(long timeNanos) {
    if (timeNanos > futureLimitNanos) {
      return Verdict.REJECTED;
    }
    if (timeNanos >= memoryHorizonNanos) {
      return Verdict.MEMORY_STORE;
    }
    return timeNanos >= lateHorizonNanos ? Verdict.MAGNETIC_STORE : Verdict.REJECTED;
  }

  /** The window in words, for the rejection of a time outside. */
  String describe() {
    long oldest = Math.min(memoryHorizonNanos, lateHorizonNanos);
    return "accepted from " + oldest + " to " + futureLimitNanos + " nanoseconds since the epoch";
  }
}
