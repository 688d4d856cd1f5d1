package io.lodestone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** Queries that would take for ever without reading a table. */
class EndlessQueryTest {
  private static final String ENDLESS =
      "SELECT count(*) FROM UNNEST(sequence(1, 10000)) AS a(x)"
          + " CROSS JOIN UNNEST(sequence(1, 10000)) AS b(y)"
          + " CROSS JOIN UNNEST(sequence(1, 10000)) AS c(z) WHERE x + y + z = -1";

  private Instant now = Instant.ofEpochSecond(1_767_225_600);

  @Test
  void endsWhenItIsCancelled() {
    try (QueryResult result = engine(() -> now).execute(ENDLESS)) {
      result.cancel();

      SqlException failure = assertThrows(SqlException.class, result::advance);

      assertEquals(SqlException.Kind.EXECUTION, failure.kind());
    }
  }

  @Test
  void endsWhenItsTimeIsUp() {
    // Each look at the clock takes a second.
    InstantSource clock = () -> now = now.plusSeconds(1);
    try (QueryResult result = engine(clock).execute(ENDLESS)) {
      SqlException failure = assertThrows(SqlException.class, result::advance);

      assertEquals(SqlException.Kind.LIMIT, failure.kind());
      assertTrue(failure.getMessage().contains("ran for more than 10 seconds"));
    }
  }

  private static SqlEngine engine(InstantSource clock) {
    return new SqlEngine(
        new MemoryTables(), clock, SqlOptions.DEFAULTS.withRunTimeMax(Duration.ofSeconds(10)));
  }
}
