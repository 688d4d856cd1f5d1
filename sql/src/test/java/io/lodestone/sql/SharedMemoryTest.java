package io.lodestone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** The memory that all queries of an engine may hold together. */
final class SharedMemoryTest {
  private static final String SORTED = "SELECT cpu FROM shop.hosts ORDER BY cpu";

  private final MemoryTables tables = SampleTables.create();

  private SqlEngine engine(long bytesOfAll) {
    return new SqlEngine(
        tables,
        InstantSource.fixed(SampleTables.NOW),
        SqlOptions.DEFAULTS.withMemoryOfAllBytesMax(bytesOfAll));
  }

  /** What the sorted rows take. */
  private long bytesOfOne() {
    SqlEngine engine = engine(Long.MAX_VALUE);
    try (QueryResult result = engine.execute(SORTED)) {
      assertTrue(result.advance());
      return engine.memoryBytes();
    }
  }

  @Test
  void aQueryThatFindsTooLittleLeftFailsAlone() {
    SqlEngine engine = engine(2 * bytesOfOne() - 1);
    try (QueryResult first = engine.execute(SORTED)) {
      assertTrue(first.advance());
      try (QueryResult second = engine.execute(SORTED)) {
        SqlException failure = assertThrows(SqlException.class, second::advance);
        assertEquals(SqlException.Kind.LIMIT, failure.kind());
        assertTrue(failure.getMessage().contains("together"), failure.getMessage());
      }
      assertEquals(8, first.batch().rowCount());
    }
    assertEquals(9, Answer.of(engine, SORTED).size());
  }

  @Test
  void whatWasTakenIsGivenBackHoweverAQueryEnds() {
    SqlEngine engine = engine(Long.MAX_VALUE);
    for (String sql :
        new String[] {
          SORTED,
          "WITH s AS (SELECT note, cpu FROM shop.hosts ORDER BY cpu LIMIT 5)"
              + " SELECT count(*) FROM s UNION ALL SELECT 1 / (cpu - cpu) FROM s",
          "SELECT note, count(DISTINCT cpu) FROM shop.hosts GROUP BY note",
          "SELECT a.cpu FROM shop.hosts a JOIN shop.hosts b ON a.time = b.time ORDER BY 1 LIMIT 1",
          "SELECT 1 / (x - x) FROM (SELECT cpu AS x FROM shop.hosts ORDER BY cpu)"
        }) {
      Answer.of(engine, sql);
      assertEquals(0, engine.memoryBytes(), sql);
    }
    QueryResult abandoned = engine.execute(SORTED);
    assertTrue(abandoned.advance());
    assertTrue(engine.memoryBytes() > 0);
    abandoned.close();
    abandoned.close();
    assertEquals(0, engine.memoryBytes());
  }
}
