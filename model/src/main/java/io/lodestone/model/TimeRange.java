package io.lodestone.model;

/**
 * A half-open range of point times, in nanoseconds since 1970-01-01T00:00:00Z.
 *
 * @param startInclusiveNanos first nanosecond inside
 * @param endExclusiveNanos first nanosecond after; not below the start
 */
public record TimeRange(long startInclusiveNanos, long endExclusiveNanos) {
  /**
   * Every time that can be stored: times are not negative and {@link Long#MAX_VALUE} itself is
   * never admitted.
   */
  public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

  public TimeRange {
    if (endExclusiveNanos < startInclusiveNanos) {
      throw new IllegalArgumentException(
          "end " + endExclusiveNanos + " lies before start " + startInclusiveNanos);
    }
  }

  /** The range that holds exactly one instant. */
  public static TimeRange at(long nanos) {
    return new TimeRange(nanos, nanos + 1);
  }

  public boolean isEmpty() {
    return startInclusiveNanos == endExclusiveNanos;
  }

  public boolean contains(long nanos) {
    return nanos >= startInclusiveNanos && nanos < endExclusiveNanos;
  }

  /**
   * Whether any time between {@code minNanos} and {@code maxNanos}, both included, lies in this
   * range.
   */
  public boolean overlaps(long minNanos, long maxNanos) {
    return !isEmpty() && maxNanos >= startInclusiveNanos && minNanos < endExclusiveNanos;
  }

  /**
   * Whether all times between {@code minNanos} and {@code maxNanos}, both included, lie in this
   * range.
   */
  public boolean covers(long minNanos, long maxNanos) {
    return minNanos >= startInclusiveNanos && maxNanos < endExclusiveNanos;
  }

  /** The common part, empty at the later start when there is none. */
  public TimeRange intersect(TimeRange other) {
    long start = Math.max(startInclusiveNanos, other.startInclusiveNanos);
    long end = Math.min(endExclusiveNanos, other.endExclusiveNanos);
    return new TimeRange(start, Math.max(start, end));
  }
}
