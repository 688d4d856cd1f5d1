package io.lodestone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.sql.type.TextBuffer;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class QueryResultTest {
  private final MemoryTables tables = SampleTables.create();
  private final SqlEngine engine =
      new SqlEngine(tables, InstantSource.fixed(SampleTables.NOW), SqlOptions.DEFAULTS);

  @Test
  void nothingIsReadBeforeTheFirstAdvance() {
    try (QueryResult result = engine.execute("SELECT cpu FROM shop.hosts ORDER BY cpu")) {
      assertEquals(QueryStatistics.NONE, result.statistics());
      assertEquals(0, tables.table("shop", "hosts").requests().size());
      assertTrue(result.advance());
      assertEquals(8, result.statistics().rowsScanned());
    }
  }

  @Test
  void aLimitStopsReading() {
    try (QueryResult result = engine.execute("SELECT cpu FROM shop.hosts LIMIT 2")) {
      assertTrue(result.advance());
      assertFalse(result.advance());
      assertEquals(new QueryStatistics(2, 16), result.statistics());
    }
  }

  @Test
  void closingClosesTheSnapshots() {
    QueryResult result = engine.execute("SELECT 1 FROM (SELECT a.cpu FROM shop.hosts a)");
    assertEquals(0, tables.table("shop", "hosts").timesClosed());
    result.close();
    result.close();
    assertEquals(1, tables.table("shop", "hosts").timesClosed());
    assertFalse(result.advance());
  }

  @Test
  void aStatementThatFailsLeavesNoSnapshotOpen() {
    assertThrows(SqlException.class, () -> engine.execute("SELECT nope FROM shop.hosts"));
    assertEquals(1, tables.table("shop", "hosts").timesClosed());
  }

  @Test
  void aFailedResultHasEnded() {
    try (QueryResult result = engine.execute("SELECT requests / 0 FROM shop.hosts")) {
      assertThrows(SqlException.class, result::advance);
      assertFalse(result.advance());
    }
  }

  @Test
  void metadataSaysSo() {
    try (QueryResult result = engine.execute("DESCRIBE shop.hosts")) {
      assertTrue(result.isMetadata());
      assertTrue(result.advance());
      assertEquals(QueryStatistics.NONE, result.statistics());
    }
    assertEquals(1, tables.table("shop", "hosts").timesClosed());
    try (QueryResult result = engine.execute("SELECT 1")) {
      assertFalse(result.isMetadata());
    }
  }

  @Test
  void textIsAppendedAsUtf8() {
    try (QueryResult result =
        engine.execute("SELECT note, time FROM shop.hosts WHERE note = 'über'")) {
      assertTrue(result.advance());
      TextBuffer target = new TextBuffer();
      result.batch().appendText(0, 0, target);
      target.append('|');
      result.batch().appendText(0, 1, target);
      assertEquals("über|2024-03-01 10:00:00.000000000", target.toString());
      assertEquals(35, target.length());
    }
  }

  @Test
  void errorsCarryTheirPlace() {
    SqlException e =
        assertThrows(
            SqlException.class,
            () -> engine.execute("SELECT 15m,\n  1h, vehicleName FROM shop.hosts"));
    assertEquals(2, e.line());
    assertEquals(7, e.column());
    assertEquals("line 2:7: Column 'vehicleName' does not exist", e.getMessage());
  }
}
