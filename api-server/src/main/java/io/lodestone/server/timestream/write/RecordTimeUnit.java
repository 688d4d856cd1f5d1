package io.lodestone.server.timestream.write;

/**
 * The unit in which a record counts its time since the epoch; the constants are spelled as on the
 * wire.
 */
enum RecordTimeUnit {
  MILLISECONDS(1_000_000),
  SECONDS(1_000_000_000),
  MICROSECONDS(1_000),
  NANOSECONDS(1);

  private final long nanos;

  RecordTimeUnit(long nanos) {
    this.nanos = nanos;
  }

  /** Whether this many units can be told in 64-bit nanoseconds. */
  boolean fits(long units) {
    return units <= Long.MAX_VALUE / nanos && units >= Long.MIN_VALUE / nanos;
  }

  /** Nanoseconds since the epoch of a number of units that {@link #fits}. */
  long toNanos(long units) {
    return units * nanos;
  }
}
