package io.lodestone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionPolicyTest {
  private static final long HOUR = 3_600_000_000_000L;

  @Test
  void horizonsLieAPeriodBack() {
    RetentionPolicy policy = new RetentionPolicy(6, 2);
    assertEquals(100 * HOUR - 6 * HOUR, policy.memoryHorizonNanos(100 * HOUR));
    assertEquals(100 * HOUR - 48 * HOUR, policy.magneticHorizonNanos(100 * HOUR));
  }

  @Test
  void nothingInTheMemoryStoreIsBelowTheMagneticHorizon() {
    RetentionPolicy policy = new RetentionPolicy(72, 1);
    assertEquals(100 * HOUR - 72 * HOUR, policy.magneticHorizonNanos(100 * HOUR));
  }

  @Test
  void theLongestPeriodFitsAndNeverWrapsRound() {
    RetentionPolicy longest = new RetentionPolicy(8_766, 73_000);
    assertEquals(-73_000 * 24 * HOUR, longest.magneticHorizonNanos(0));
    assertEquals(Long.MIN_VALUE, longest.magneticHorizonNanos(Long.MIN_VALUE + 5));
    assertTrue(longest.magneticHorizonNanos(Long.MAX_VALUE) > 0);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "8766,73000"})
  void acceptsTheLimits(long hours, long days) {
    assertEquals(hours, new RetentionPolicy(hours, days).memoryStoreHours());
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,0", "8767,1", "1,73001", "-1,5"})
  void refusesWhatLiesOutside(long hours, long days) {
    assertThrows(InvalidRequestException.class, () -> new RetentionPolicy(hours, days));
  }
}
