package io.lodestone.server.protocol;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/**
 * So many requests a second, shared by whoever holds this object: a bucket that holds the requests
 * of one second and fills up evenly. Safe for several threads.
 */
public final class RequestRate {
  private final double perSecond;
  private final InstantSource clock;
  private double left;
  private Instant filled;

  /**
   * @param perSecond at least 1
   */
  public RequestRate(int perSecond, InstantSource clock) {
    if (perSecond < 1) {
      throw new IllegalArgumentException("a rate of less than one request a second");
    }
    this.perSecond = perSecond;
    this.clock = Objects.requireNonNull(clock, "clock");
    this.left = perSecond;
    this.filled = clock.instant();
  }

  /**
   * Counts a request.
   *
   * @throws ServiceException THROTTLING, when it is one too many
   */
  public synchronized void take() {
    Instant now = clock.instant();
    if (now.isAfter(filled)) {
      double seconds = Duration.between(filled, now).toNanos() / 1e9;
      left = Math.min(perSecond, left + seconds * perSecond);
    }
    // When the clock went back, time counts from where it stands now.
    filled = now;
    if (left < 1) {
      throw new ServiceException(ErrorType.THROTTLING, "Rate exceeded");
    }
    left--;
  }
}
