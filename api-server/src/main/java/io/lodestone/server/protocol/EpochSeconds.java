package io.lodestone.server.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;

/**
 * Timestamps as the AWS JSON protocols spell them: seconds since the epoch, as a JSON number.
 * Stateless.
 */
public final class EpochSeconds {
  /** Year 9999 and its mirror image: what an Instant's consumers can print. */
  private static final BigDecimal MAX = BigDecimal.valueOf(253_402_300_799L);

  private EpochSeconds() {}

  /** Writes a member in plain decimals with milliseconds: {@code 1767225600.123}. */
  public static void write(JsonGenerator out, String member, Instant instant) throws IOException {
    out.writeFieldName(member);
    out.writeNumber(BigDecimal.valueOf(instant.toEpochMilli(), 3));
  }

  /**
   * Empty when the number is no time of the years that people use. Cuts what is below a nanosecond.
   */
  static Optional<Instant> toInstant(BigDecimal seconds) {
    // Digits left of the point, before anything is expanded: "1e999999999" is a short text and a
    // huge number.
    long magnitude = (long) seconds.precision() - seconds.scale();
    if (seconds.signum() == 0 || magnitude < -9) {
      return Optional.of(Instant.EPOCH);
    }
    if (magnitude > 12 || seconds.abs().compareTo(MAX) > 0) {
      return Optional.empty();
    }
    BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
    int nanos = seconds.subtract(whole).movePointRight(9).intValue();
    return Optional.of(Instant.ofEpochSecond(whole.longValueExact(), nanos));
  }
}
