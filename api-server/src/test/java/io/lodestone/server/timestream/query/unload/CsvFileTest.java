package io.lodestone.server.timestream.query.unload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SeedExtension.class)
final class CsvFileTest {
  private final Unloading unloading = new Unloading();

  private String csv(String select, String options) throws IOException {
    unloading.run(
        "UNLOAD (" + select + ") TO 's3://plant' WITH (compression = 'NONE'" + options + ")");
    return unloading.stored().get("results/Q7_1.csv");
  }

  private String csv(String select) throws IOException {
    return csv(select, "");
  }

  @Test
  void valuesAreWrittenAsInAnswers() throws Exception {
    assertEquals(
        "1,-3000000000,1.5,1.0E7,NaN,true,2024-03-01 10:00:00.000000000,2024-03-01,"
            + "0 00:15:00.000000000,2-0,a b\n",
        csv(
            "SELECT 1, -3000000000, 1.5, 1e7, nan(), true, TIMESTAMP '2024-03-01 10:00',"
                + " DATE '2024-03-01', 15m, 2y, 'a b'"));
  }

  @Test
  void whatCouldBeMistakenIsQuoted() throws Exception {
    assertEquals(
        "\"Time,stream\",\"Time\\\"stream\",\"Time\\\\stream\",\"a\nb\",\"a\rb\",Zeit,ä\n",
        csv(
            "SELECT 'Time,stream', 'Time\"stream', 'Time\\stream', 'a' || chr(10) || 'b',"
                + " 'a' || chr(13) || 'b', 'Zeit', 'ä'"));
  }

  @Test
  void nullIsNothingAndTheEmptyTextIsQuoted() throws Exception {
    assertEquals(
        ",\"\",x\n,,\n",
        csv("SELECT CAST(NULL AS double), a, b FROM (VALUES ('', 'x'), (NULL, NULL)) AS t(a, b)"));
  }

  @Test
  void delimiterAndEscapeAreThoseThatWereAskedFor() throws Exception {
    String select = "SELECT 'a,b', 'a|b', 'a\"b', 'a\\b', -1.5, TIMESTAMP '2024-03-01 10:00'";
    assertEquals(
        "a,b|\"a|b\"|\"a\"\"b\"|a\\b|-1.5|2024-03-01 10:00:00.000000000\n",
        csv(select, ", field_delimiter = '|', escaped_by = '\"'"));
    assertEquals(
        "a,b a|b \"a/\"b\" a\\b -1.5 \"2024-03-01 10:00:00.000000000\"\n",
        csv(select, ", field_delimiter = ' ', escaped_by = '/'"));
    assertEquals(
        "a,b-a|b-\"a\\\"b\"-\"a\\\\b\"-\"-1.5\"-\"2024-03-01 10:00:00.000000000\"\n",
        csv(select, ", field_delimiter = '-'"));
  }

  @Test
  void theHeaderHasTheNamesOfTheColumns() throws Exception {
    assertEquals(
        "x,\"a,b\",\"c\\\"d\"\n1,2,3\n",
        csv("SELECT 1 AS x, 2 AS \"a,b\", 3 AS \"c\"\"d\"", ", include_header = 'true'"));
  }

  @Test
  void valuesWithPartsAreTextsInJson() throws Exception {
    assertEquals(
        """
        "[23,24,null]"
        """,
        csv("SELECT ARRAY[23, 24, NULL]"));
    assertEquals(
        """
        "{\\"x\\":23.0,\\"y\\":\\"h\\\\\\"i\\\\\\\\\\",\\"field2\\":true,\\"n\\":null}"
        """,
        csv(
            "SELECT CAST(ROW(23.0, 'h\"i\\', true, NULL) AS ROW(x double, y varchar, boolean, n bigint))"));
    assertEquals(
        """
        "[{\\"time\\":\\"1970-01-01 00:00:00.000000010Z\\",\\"value\\":100.0},\
        {\\"time\\":\\"1970-01-01 00:00:00.000000012Z\\",\\"value\\":\\"NaN\\"}]"
        """,
        csv(
            "SELECT create_time_series(t, x) FROM (VALUES (from_nanoseconds(10), 100.0),"
                + " (from_nanoseconds(12), nan())) AS v(t, x)"));
    assertEquals(
        """
        "[\\"2024-03-01 10:00:00.000000000\\"]","[[],[\\"a\\\\n\\\\u0001\\"]]"
        """,
        csv(
            "SELECT ARRAY[TIMESTAMP '2024-03-01 10:00'], ARRAY[ARRAY[], ARRAY['a' || chr(10) ||"
                + " chr(1)]]"));
  }

  /** Reads all of it as a program would, field by field. */
  private static List<List<String>> read(String csv, char delimiter, char escape) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    boolean wasQuoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      boolean escapes =
          c == escape
              && quoted
              && (escape != '"' || i + 1 < csv.length() && csv.charAt(i + 1) == c);
      if (escapes) {
        field.append(csv.charAt(++i));
      } else if (c == '"') {
        quoted = !quoted;
        wasQuoted = true;
      } else if (!quoted && (c == delimiter || c == '\n')) {
        row.add(field.isEmpty() && !wasQuoted ? null : field.toString());
        field.setLength(0);
        wasQuoted = false;
        if (c == '\n') {
          rows.add(row);
          row = new ArrayList<>();
        }
      } else {
        field.append(c);
      }
    }
    return rows;
  }

  private static String randomText(SplittableRandom random, String alphabet) {
    int length = random.nextInt(6);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private static String literal(String text) {
    return text == null ? "CAST(NULL AS varchar)" : "'" + text.replace("'", "''") + "'";
  }

  @Test
  void everyTextIsReadBack(Seed seed) throws Exception {
    SplittableRandom random = seed.random();
    for (int round = 0; round < 100; round++) {
      char delimiter = ",|;\t :a0".charAt(random.nextInt(8));
      char escape = "\\\"/'!".charAt(random.nextInt(5));
      String alphabet = "ab0\n\r\t'\"\\,|;: /!äß\u20AC" + delimiter + escape;
      List<List<String>> rows = new ArrayList<>();
      for (int i = 1 + random.nextInt(20); i > 0; i--) {
        List<String> row = new ArrayList<>();
        for (int column = 0; column < 3; column++) {
          row.add(random.nextInt(8) == 0 ? null : randomText(random, alphabet));
        }
        rows.add(row);
      }
      String values =
          rows.stream()
              .map(
                  row ->
                      row.stream()
                          .map(CsvFileTest::literal)
                          .collect(Collectors.joining(", ", "(", ")")))
              .collect(Collectors.joining(", "));
      String csv =
          csv(
              "SELECT * FROM (VALUES " + values + ") AS t(a, b, c)",
              ", field_delimiter = "
                  + literal(String.valueOf(delimiter))
                  + ", escaped_by = "
                  + literal(String.valueOf(escape)));
      assertEquals(rows, read(csv, delimiter, escape), csv);
    }
  }
}
