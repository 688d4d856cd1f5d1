package io.lodestone.server.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RequestRateTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final RequestRate rate = new RequestRate(5, () -> now);

  private int taken() {
    int taken = 0;
    try {
      while (true) {
        rate.take();
        taken++;
      }
    } catch (ServiceException e) {
      assertEquals(ErrorType.THROTTLING, e.type());
      return taken;
    }
  }

  @Test
  void aSecondsRequestsMayComeAtOnceAndNoMore() {
    assertEquals(5, taken());
    assertThrows(ServiceException.class, rate::take);
  }

  @Test
  void timeGivesBackWhatItIsWorth() {
    taken();
    now = now.plusMillis(400);
    assertEquals(2, taken());
    now = now.plus(Duration.ofHours(1));
    assertEquals(5, taken());
  }

  @Test
  void aClockThatGoesBackStopsNobodyForLong() {
    taken();
    now = now.minus(Duration.ofHours(1));
    assertEquals(0, taken());
    now = now.plusSeconds(1);
    assertEquals(5, taken());
  }
}
