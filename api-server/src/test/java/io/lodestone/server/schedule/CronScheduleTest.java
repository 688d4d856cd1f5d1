package io.lodestone.server.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expressions whose next time was worked out with a calendar in hand. */
class CronScheduleTest {
  @ParameterizedTest(name = "{0} after {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cron(0 10 * * ? *)           | 2026-01-01T09:59:59.999Z | 2026-01-01T10:00:00Z
          cron(0 10 * * ? *)           | 2026-01-01T10:00:00Z     | 2026-01-02T10:00:00Z
          cron(15 12 * * ? *)          | 2025-12-31T12:15:00Z     | 2026-01-01T12:15:00Z
          cron(0/30 * * * ? *)         | 2026-01-01T00:29:00.5Z   | 2026-01-01T00:30:00Z
          cron(1/10 * * * ? *)         | 2026-01-01T00:51:00Z     | 2026-01-01T01:01:00Z
          cron(0 18 ? * MON-FRI *)     | 2026-01-02T18:00:00Z     | 2026-01-05T18:00:00Z
          cron(0 18 ? * mon-fri *)     | 2026-01-02T18:00:00Z     | 2026-01-05T18:00:00Z
          cron(0 8 1 * ? *)            | 2026-01-01T08:00:00Z     | 2026-02-01T08:00:00Z
          cron(0 0 31 * ? *)           | 2026-01-31T00:00:00Z     | 2026-03-31T00:00:00Z
          cron(0 0 29 2 ? *)           | 2026-01-01T00:00:00Z     | 2028-02-29T00:00:00Z
          cron(0 0 29 2 ? *)           | 2096-03-01T00:00:00Z     | 2104-02-29T00:00:00Z
          cron(0 0 L * ? *)            | 2024-02-01T00:00:00Z     | 2024-02-29T00:00:00Z
          cron(0 0 LW * ? *)           | 2026-01-31T00:00:00Z     | 2026-02-27T00:00:00Z
          cron(0 0 3W * ? *)           | 2026-01-01T00:00:00Z     | 2026-01-02T00:00:00Z
          cron(0 0 1W * ? *)           | 2026-07-31T00:00:00Z     | 2026-08-03T00:00:00Z
          cron(0 0 31W 5 ? *)          | 2026-01-01T00:00:00Z     | 2026-05-29T00:00:00Z
          cron(0 0 ? * 6L *)           | 2026-01-01T00:00:00Z     | 2026-01-30T00:00:00Z
          cron(0 0 ? * FRIL *)         | 2026-01-30T00:00:00Z     | 2026-02-27T00:00:00Z
          cron(0 0 ? * L *)            | 2026-01-01T00:00:00Z     | 2026-01-03T00:00:00Z
          cron(0 0 ? * 3#2 *)          | 2026-01-01T00:00:00Z     | 2026-01-13T00:00:00Z
          cron(0 0 ? * 7#5 *)          | 2026-02-01T00:00:00Z     | 2026-05-30T00:00:00Z
          cron(0 0 ? * FRI-MON *)      | 2026-01-05T00:00:00Z     | 2026-01-09T00:00:00Z
          cron(0 22-2/2 * * ? *)       | 2026-01-01T02:00:00Z     | 2026-01-01T22:00:00Z
          cron(0,20,40 9-17 ? NOV-JAN SUN 2026/2) | 2026-12-27T17:40:00Z | 2028-01-02T09:00:00Z
          cron( 5   0  1  1  ?  2199 ) | 2026-01-01T00:00:00Z     | 2199-01-01T00:05:00Z
          rate(1 minute)               | 1999-12-31T23:00:00Z     | 2000-01-01T00:01:30Z
          rate(1 minute)               | 2000-01-01T00:00:30Z     | 2000-01-01T00:01:30Z
          rate(5 minutes)              | 2000-01-01T00:05:30Z     | 2000-01-01T00:10:30Z
          rate(36 hours)               | 2000-01-02T12:00:29.999Z | 2000-01-02T12:00:30Z
          rate(1 day)                  | 2000-02-28T12:00:00Z     | 2000-02-29T00:00:30Z
          """)
  void nextTimeIsTheFirstOneAfterwards(String expression, Instant after, Instant expected)
      throws Exception {
    // The origin of the rates, which counts by whole seconds.
    Instant origin = Instant.parse("2000-01-01T00:00:30.750Z");

    assertEquals(Optional.of(expected), Schedule.parse(expression, origin).next(after));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cron(0 0 1 1 ? 2020)   | 2020-01-01T00:00:00Z
          cron(0 0 31 2 ? *)     | 2026-01-01T00:00:00Z
          cron(0 0 31W 2,4 ? *)  | 2026-01-01T00:00:00Z
          cron(* * * * ? *)      | 2199-12-31T23:59:00Z
          """)
  void thereMayBeNoneAnyMore(String expression, Instant after) throws Exception {
    assertEquals(Optional.empty(), Schedule.parse(expression, Instant.EPOCH).next(after));
  }
}
