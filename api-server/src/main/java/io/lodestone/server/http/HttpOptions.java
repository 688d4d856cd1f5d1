package io.lodestone.server.http;

import java.time.Duration;
import java.util.Objects;

/**
 * What a listener puts up with.
 *
 * @param bodyBytesMax of a request as sent
 * @param bodiesBytesMax of all requests together that are arriving or being handled, the first 4
 *     KiB of each not counted
 * @param headerBytesMax of all header lines of a request together
 * @param headerCountMax header lines of a request
 * @param headerTimeout from a request's first byte to the end of its header
 * @param bodyWindow the stretch of time over which the rate of an arriving body is measured
 * @param bodyBytesPerSecondMin the rate below which a body is given up
 * @param idleTimeout of a connection between requests, and of a client that does not read its
 *     answer
 * @param connectionsMax open at a time
 * @param connectionsPerAddressMax of these, from one address
 * @param stopTimeout how long requests in flight may take after a stop
 */
public record HttpOptions(
    int bodyBytesMax,
    long bodiesBytesMax,
    int headerBytesMax,
    int headerCountMax,
    Duration headerTimeout,
    Duration bodyWindow,
    int bodyBytesPerSecondMin,
    Duration idleTimeout,
    int connectionsMax,
    int connectionsPerAddressMax,
    Duration stopTimeout) {
  public static final HttpOptions DEFAULT =
      new HttpOptions(
          16 << 20,
          64 << 20,
          16 << 10,
          100,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          1 << 10,
          Duration.ofSeconds(60),
          10_000,
          2_500,
          Duration.ofSeconds(30));

  /**
   * @throws IllegalArgumentException when a limit is not positive
   */
  public HttpOptions {
    requirePositive("bodyBytesMax", bodyBytesMax);
    requirePositive("bodiesBytesMax", bodiesBytesMax);
    requirePositive("headerBytesMax", headerBytesMax);
    requirePositive("headerCountMax", headerCountMax);
    requirePositive("headerTimeout", headerTimeout);
    requirePositive("bodyWindow", bodyWindow);
    requirePositive("bodyBytesPerSecondMin", bodyBytesPerSecondMin);
    requirePositive("idleTimeout", idleTimeout);
    requirePositive("connectionsMax", connectionsMax);
    requirePositive("connectionsPerAddressMax", connectionsPerAddressMax);
    requirePositive("stopTimeout", stopTimeout);
  }

  private static void requirePositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, found " + value);
    }
  }

  private static void requirePositive(String name, Duration value) {
    Objects.requireNonNull(value, name);
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " must be positive, found " + value);
    }
  }
}
