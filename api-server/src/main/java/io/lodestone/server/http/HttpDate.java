package io.lodestone.server.http;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;

/**
 * The Date header, made once a second. AWS clients correct their own clock by it after a refused
 * signature. Safe for several threads.
 */
final class HttpDate {
  /** The fixed form of RFC 9110, section 5.6.7. */
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private record Second(long epochSecond, String text) {}

  private final InstantSource clock;
  private volatile Second latest = new Second(Long.MIN_VALUE, "");

  HttpDate(InstantSource clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  String now() {
    long second = Math.floorDiv(clock.millis(), 1000L);
    Second known = latest;
    if (known.epochSecond() != second) {
      known = new Second(second, FORMAT.format(Instant.ofEpochSecond(second)));
      latest = known;
    }
    return known.text();
  }
}
