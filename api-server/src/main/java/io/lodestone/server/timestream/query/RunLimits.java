package io.lodestone.server.timestream.query;

import java.time.Duration;
import java.util.Objects;

/**
 * How queries run, and what becomes of rows that nobody fetches.
 *
 * @param concurrentMax queries that run at a time, whatever the account's settings say
 * @param queueTimeMax how long a query waits for another one to end before it is throttled
 * @param answerTimeMax how long a client waits for a page before it is told to ask again, by a page
 *     with the rows there are, or none
 * @param aheadBytes of rows that a query may be ahead of its reader, in memory
 * @param restBytes of rows that stay in memory when the reader does not come
 * @param readerTimeMax how long a query that is ahead waits for its reader before its rows go to
 *     the disk
 */
public record RunLimits(
    int concurrentMax,
    Duration queueTimeMax,
    Duration answerTimeMax,
    int aheadBytes,
    int restBytes,
    Duration readerTimeMax) {
  public static final RunLimits DEFAULT =
      new RunLimits(
          32,
          Duration.ofSeconds(2),
          Duration.ofSeconds(15),
          2 << 20,
          128 << 10,
          Duration.ofSeconds(1));

  /**
   * @throws IllegalArgumentException when a number is not positive, or a time is negative
   */
  public RunLimits {
    Objects.requireNonNull(queueTimeMax, "queueTimeMax");
    Objects.requireNonNull(answerTimeMax, "answerTimeMax");
    Objects.requireNonNull(readerTimeMax, "readerTimeMax");
    if (concurrentMax < 1
        || aheadBytes < 1
        || restBytes < 0
        || queueTimeMax.isNegative()
        || answerTimeMax.isNegative()
        || readerTimeMax.isNegative()) {
      throw new IllegalArgumentException("limits of running queries must not be negative");
    }
  }
}
