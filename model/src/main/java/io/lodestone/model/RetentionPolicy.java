package io.lodestone.model;

import java.time.Duration;

/**
 * How long a table keeps points, counted back from now by each point's own time.
 *
 * @param memoryStoreHours 1 to 8,766: younger points are the memory store's
 * @param magneticStoreDays 1 to 73,000: older points do not exist
 */
public record RetentionPolicy(long memoryStoreHours, long magneticStoreDays) {
  public static final long MEMORY_STORE_HOURS_MAX = 8_766;
  public static final long MAGNETIC_STORE_DAYS_MAX = 73_000;

  /** What a table gets that asks for nothing: 6 hours and 73,000 days. */
  public static final RetentionPolicy DEFAULT = new RetentionPolicy(6, MAGNETIC_STORE_DAYS_MAX);

  /**
   * @throws InvalidRequestException when a period is outside its range
   */
  public RetentionPolicy {
    if (memoryStoreHours < 1 || memoryStoreHours > MEMORY_STORE_HOURS_MAX) {
      throw new InvalidRequestException(
          "MemoryStoreRetentionPeriodInHours must be between 1 and "
              + MEMORY_STORE_HOURS_MAX
              + ", found "
              + memoryStoreHours);
    }
    if (magneticStoreDays < 1 || magneticStoreDays > MAGNETIC_STORE_DAYS_MAX) {
      throw new InvalidRequestException(
          "MagneticStoreRetentionPeriodInDays must be between 1 and "
              + MAGNETIC_STORE_DAYS_MAX
              + ", found "
              + magneticStoreDays);
    }
  }

  /** The oldest time the memory store admits at {@code nowNanos}. */
  public long memoryHorizonNanos(long nowNanos) {
    return back(nowNanos, Duration.ofHours(memoryStoreHours));
  }

  /**
   * The oldest time that exists at {@code nowNanos}: the younger tier ends here only if it is the
   * longer one.
   */
  public long magneticHorizonNanos(long nowNanos) {
    return Math.min(
        back(nowNanos, Duration.ofDays(magneticStoreDays)), memoryHorizonNanos(nowNanos));
  }

  private static long back(long nowNanos, Duration period) {
    // 73,000 days are 6.3e18 ns, inside a long; the difference is not when the clock stands near
    // the epoch.
    long nanos = period.toNanos();
    return nowNanos < Long.MIN_VALUE + nanos ? Long.MIN_VALUE : nowNanos - nanos;
  }
}
