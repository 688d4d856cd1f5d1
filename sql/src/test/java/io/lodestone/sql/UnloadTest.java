package io.lodestone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.sql.unload.Unload;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class UnloadTest {
  private static final String QUERY = "SELECT hostname, 1 AS a, 'x' AS b FROM shop.hosts";

  private final Tables tables = SampleTables.create();
  private final SqlEngine engine =
      new SqlEngine(tables, InstantSource.fixed(SampleTables.NOW), SqlOptions.DEFAULTS);

  private Unload unload(String options) {
    try (QueryResult result =
        engine.executeOrUnload(
            "UNLOAD (" + QUERY + ") TO 's3://plant/day' WITH (" + options + ")", tables)) {
      return result.unload().orElseThrow();
    }
  }

  private void assertError(String message, String sql) {
    SqlException error =
        assertThrows(SqlException.class, () -> engine.executeOrUnload(sql, tables).close(), sql);
    assertEquals(message, error.getMessage());
    assertEquals(SqlException.Kind.SEMANTIC, error.kind());
    assertTrue(message.startsWith("line " + error.line() + ":" + error.column()), message);
  }

  /**
   * @param marked options with a ^ before what is wrong
   */
  private void assertOptionError(String message, String marked) {
    String sql = "UNLOAD (SELECT 1 AS a, 2 AS b) TO 's3://plant' WITH (" + marked + ")";
    int column = sql.indexOf('^') + 1;
    assertError("line 1:" + column + ": " + message, sql.replace("^", ""));
  }

  private static List<String> rows(QueryResult result) {
    List<String> rows = new ArrayList<>();
    while (result.advance()) {
      for (int row = 0; row < result.batch().rowCount(); row++) {
        rows.add(result.batch().text(row, 0));
      }
    }
    return rows;
  }

  @Test
  void theResultHasTheRowsOfTheQueryAndSaysWhereTheyGo() {
    try (QueryResult result =
        engine.executeOrUnload(
            "UNLOAD (SELECT * FROM (VALUES 1, 2) AS t(x)) TO 's3://plant'", tables)) {
      assertEquals(
          Optional.of(
              new Unload(
                  new Unload.Target("plant", ""),
                  Unload.Format.CSV,
                  Unload.Compression.GZIP,
                  Unload.Encryption.SSE_S3,
                  Optional.empty(),
                  0,
                  Unload.CsvForm.DEFAULT,
                  78L << 30)),
          result.unload());
      assertEquals(List.of("1", "2"), rows(result));
    }
  }

  @Test
  void optionsAreReadInAnyCase() {
    Unload unload =
        unload(
            "FORMAT = 'parquet', Compression='none', encryption = 'sse_kms', kms_key = 'k',"
                + " field_delimiter = '|', escaped_by = '\"', include_header = 'TRUE',"
                + " max_file_size = '24.5mb', partitioned_by = ARRAY['A', 'b']");

    assertEquals(new Unload.Target("plant", "day"), unload.target());
    assertEquals(Unload.Format.PARQUET, unload.format());
    assertEquals(Unload.Compression.NONE, unload.compression());
    assertEquals(Unload.Encryption.SSE_KMS, unload.encryption());
    assertEquals(Optional.of("k"), unload.encryptionKey());
    assertEquals(new Unload.CsvForm('|', '"', true), unload.csv());
    assertEquals(24 * 1024 * 1024 + 512 * 1024, unload.fileBytesMax());
    assertEquals(2, unload.partitionColumns());
  }

  @Test
  void sizesOfFilesHaveBounds() {
    assertEquals(16L << 20, unload("max_file_size = '16MB'").fileBytesMax());
    assertEquals(78L << 30, unload("max_file_size = '78 GB'").fileBytesMax());
    assertEquals(1L << 29, unload("max_file_size = '0.5GB'").fileBytesMax());
    for (String wrong :
        List.of("15.9MB", "78.1GB", "16", "16KB", "-16MB", "1e9GB", "", "999999999999GB")) {
      assertOptionError(
          "The option 'max_file_size' must be between '16MB' and '78GB', not '" + wrong + "'",
          "max_file_size = ^'" + wrong + "'");
    }
  }

  @Test
  void optionsThatMakeNoSenseAreNamed() {
    assertOptionError("UNLOAD has no option 'colour'", "^colour = 'red'");
    assertOptionError(
        "The option 'format' is given more than once", "format = 'CSV', ^FORMAT = 'CSV'");
    assertOptionError(
        "The option 'format' must be one of CSV, PARQUET, not 'ORC'", "format = ^'ORC'");
    assertOptionError(
        "The option 'compression' must be one of GZIP, NONE, not 'ZIP'", "compression = ^'ZIP'");
    assertOptionError(
        "The option 'encryption' must be one of SSE_S3, SSE_KMS, not 'AES'", "encryption = ^'AES'");
    assertOptionError("The option 'kms_key' needs encryption = 'SSE_KMS'", "kms_key = ^'k'");
    assertOptionError(
        "The option 'include_header' must be one of true, false, not 'yes'",
        "include_header = ^'yes'");
    assertOptionError("The option 'format' must be a text", "format = ^ARRAY['CSV']");
  }

  @Test
  void delimiterAndEscapeAreOneCharacter() {
    assertEquals('\t', unload("field_delimiter = '\t'").csv().delimiter());
    assertEquals('\t', unload("field_delimiter = '\\t'").csv().delimiter());
    for (String wrong : List.of("", "||", "ä", "\n", "\r", "\u0000")) {
      assertOptionError(
          "The option 'field_delimiter' must be one ASCII character that does not end a" + " line",
          "field_delimiter = ^'" + wrong + "'");
    }
    String same = "The option 'field_delimiter' must differ from the quote and from 'escaped_by'";
    assertOptionError(same, "field_delimiter = ^'\"'");
    assertOptionError(same, "field_delimiter = ^'\\'");
    assertOptionError(same, "escaped_by = ^','");
  }

  @Test
  void partitionsAreTheLastColumns() {
    assertEquals(1, unload("partitioned_by = ARRAY['b']").partitionColumns());
    assertOptionError("Column 'c' does not exist", "partitioned_by = ARRAY[^'c']");
    assertOptionError(
        "The columns of 'partitioned_by' must be the last of the query, in the same"
            + " order; found 'b' in the place of 'a'",
        "partitioned_by = ARRAY[^'a']");
    assertOptionError(
        "Not all columns can be in 'partitioned_by'", "partitioned_by = ARRAY[^'a', 'b']");
    assertOptionError(
        "The option 'partitioned_by' must be an array of one or more columns",
        "partitioned_by = ^ARRAY[]");
    assertOptionError(
        "The option 'partitioned_by' must be an array of one or more columns",
        "partitioned_by = ^'a'");
    assertError(
        "line 1:84: Column 'b' of type array(integer) cannot be in 'partitioned_by'",
        "UNLOAD (SELECT 1 AS a, ARRAY[1] AS b) TO 's3://plant' WITH (partitioned_by = ARRAY['b'])");
  }

  @Test
  void someTypesCannotBeUnloaded() {
    assertError(
        "line 1:9: Column 't' of type time cannot be unloaded",
        "UNLOAD (SELECT 1 AS a, TIME '10:00' AS t) TO 's3://plant'");
    assertError(
        "line 1:9: Column '_col0' of type unknown cannot be unloaded",
        "UNLOAD (SELECT NULL) TO 's3://plant'");
    assertError(
        "line 1:9: Column 'a' of type array(time) cannot be unloaded",
        "UNLOAD (SELECT ARRAY[TIME '10:00'] AS a) TO 's3://plant'");
  }

  @Test
  void targetsAreFoldersOfBuckets() {
    for (String wrong :
        List.of(
            "", "plant", "file:///x", "s3://", "s3:///x", "s3://a b/x", "s3://../x", "s3://x")) {
      assertError(
          "line 1:22: The target must be 's3://bucket/folder', not '" + wrong + "'",
          "UNLOAD (SELECT 1) TO '" + wrong + "'");
    }
  }

  @Test
  void errorsOfTheQueryStandWhereTheyStandInTheStatement() {
    assertError(
        "line 2:8: Column 'nope' does not exist",
        "UNLOAD (\nSELECT nope FROM shop.hosts) TO 's3://plant'");
  }

  @Test
  void onlyQueriesCanBeUnloaded() {
    SqlException error =
        assertThrows(
            SqlException.class,
            () -> engine.executeOrUnload("UNLOAD (SHOW DATABASES) TO 's3://plant'", tables));
    assertEquals("The query syntax is invalid at line 1:9", error.getMessage());
    assertEquals(SqlException.Kind.SYNTAX, error.kind());
  }

  @Test
  void whoDoesNotAskForItIsNotGivenIt() {
    String sql = "UNLOAD (SELECT 1) TO 's3://plant'";
    engine.executeOrUnload(sql, tables).close();

    assertEquals(
        "line 1:1: UNLOAD is not possible here",
        assertThrows(SqlException.class, () -> engine.execute(sql)).getMessage());
    assertEquals(
        "line 1:1: Only a SELECT can be prepared",
        assertThrows(SqlException.class, () -> engine.prepare(sql)).getMessage());
  }

  @Test
  void aPlanThatIsRunAgainStillUnloads() {
    String sql = "UNLOAD (SELECT hostname FROM shop.hosts) TO 's3://plant'";
    Optional<Unload> first;
    try (QueryResult result = engine.executeOrUnload(sql, tables)) {
      first = result.unload();
    }
    long plannings = engine.plans().plannings();
    try (QueryResult result = engine.executeOrUnload(sql, tables)) {
      assertEquals(first, result.unload());
    }
    assertEquals(plannings, engine.plans().plannings());
  }
}
