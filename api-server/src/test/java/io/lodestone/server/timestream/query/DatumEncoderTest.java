package io.lodestone.server.timestream.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TextBuffer;
import io.lodestone.sql.type.Vector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatumEncoderTest {
  @ParameterizedTest
  @CsvSource({
    "BIGINT, -223, -223",
    "INTEGER, 1, 1",
    "TIMESTAMP, 1620282938000000000, 2021-05-06 06:35:38.000000000",
    "DATE, 18482, 2020-08-08",
    "TIME, 3600000000000, 01:00:00.000000000",
    "INTERVAL_DAY_TO_SECOND, 162000000000000, 1 21:00:00.000000000",
    "INTERVAL_YEAR_TO_MONTH, 31, 2-7"
  })
  void scalarsOfWordsAreText(Scalar type, long word, String text) {
    assertEquals(
        "{'ScalarValue':'" + text + "'}",
        encode(type, new Vector.Longs(new long[] {word}, null), 0));
  }

  @Test
  void doublesAndBooleansAreText() {
    Vector doubles = new Vector.Doubles(new double[] {35.1, 1.0, 1.6554878837710001E9}, null);
    Vector booleans = new Vector.Booleans(new boolean[] {true, false}, null);

    assertEquals("{'ScalarValue':'35.1'}", encode(Scalar.DOUBLE, doubles, 0));
    assertEquals("{'ScalarValue':'1.0'}", encode(Scalar.DOUBLE, doubles, 1));
    assertEquals("{'ScalarValue':'1.6554878837710001E9'}", encode(Scalar.DOUBLE, doubles, 2));
    assertEquals("{'ScalarValue':'true'}", encode(Scalar.BOOLEAN, booleans, 0));
    assertEquals("{'ScalarValue':'false'}", encode(Scalar.BOOLEAN, booleans, 1));
  }

  @Test
  void nullIsNothingElse() {
    long[] secondOnly = {2};

    assertEquals(
        "{'NullValue':true}", encode(Scalar.BIGINT, new Vector.Longs(new long[2], secondOnly), 0));
    assertEquals(
        "{'NullValue':true}",
        encode(
            SqlType.Scalar.UNKNOWN,
            new Vector.Constant(new Vector.Longs(new long[1], new long[1])),
            7));
  }

  @Test
  void constantsHaveOneValueEverywhere() {
    assertEquals(
        "{'ScalarValue':'5'}",
        encode(Scalar.BIGINT, new Vector.Constant(new Vector.Longs(new long[] {5}, null)), 1_000));
  }

  @Test
  void anyTextSurvivesJson() throws IOException {
    StringBuilder every = new StringBuilder();
    for (int c = 0; c < 0x100; c++) {
      every.append((char) c);
    }
    every.append("\"\\ €😀");
    Vector text = text("x", every.toString(), "");

    assertEquals(every.toString(), scalarOf(encodeBytes(Scalar.VARCHAR, text, 1)));
    assertEquals("x", scalarOf(encodeBytes(Scalar.VARCHAR, text, 0)));
    assertEquals("", scalarOf(encodeBytes(Scalar.VARCHAR, text, 2)));
  }

  @Test
  void dictionariesAreLookedUp() {
    Vector codes = new Vector.Dictionary(new int[] {1, 0}, text("a", "b"), null, "one dictionary");

    assertEquals("{'ScalarValue':'b'}", encode(Scalar.VARCHAR, codes, 0));
    assertEquals("{'ScalarValue':'a'}", encode(Scalar.VARCHAR, codes, 1));
  }

  @Test
  void arraysRowsAndTimeSeriesNest() {
    Vector numbers = new Vector.Longs(new long[] {1, 2, 3}, new long[] {0b101});
    Vector arrays = new Vector.Arrays(new int[] {0, 0, 3}, numbers, null);
    Vector rows = new Vector.Rows(List.of(numbers, text("a", "b", "c")), null);
    SqlType row =
        new SqlType.RowOf(
            List.of(
                new SqlType.Field(Optional.of("n"), Scalar.BIGINT),
                new SqlType.Field(Optional.empty(), Scalar.VARCHAR)));
    Vector series =
        new Vector.Arrays(
            new int[] {0, 2},
            new Vector.Rows(
                List.of(
                    new Vector.Longs(new long[] {0, 1_000_000_000}, null),
                    new Vector.Doubles(new double[] {0.5, 0.25}, null)),
                null),
            null);

    assertEquals("{'ArrayValue':[]}", encode(new SqlType.ArrayOf(Scalar.BIGINT), arrays, 0));
    assertEquals(
        "{'ArrayValue':[{'ScalarValue':'1'},{'NullValue':true},{'ScalarValue':'3'}]}",
        encode(new SqlType.ArrayOf(Scalar.BIGINT), arrays, 1));
    assertEquals(
        "{'RowValue':{'Data':[{'NullValue':true},{'ScalarValue':'b'}]}}", encode(row, rows, 1));
    assertEquals(
        "{'TimeSeriesValue':[{'Time':'1970-01-01 00:00:00.000000000','Value':{'ScalarValue':'0.5'}},"
            + "{'Time':'1970-01-01 00:00:01.000000000','Value':{'ScalarValue':'0.25'}}]}",
        encode(new SqlType.TimeSeriesOf(Scalar.DOUBLE), series, 0));
  }

  private static String encode(SqlType type, Vector vector, int index) {
    return new String(encodeBytes(type, vector, index), StandardCharsets.UTF_8).replace('"', '\'');
  }

  private static byte[] encodeBytes(SqlType type, Vector vector, int index) {
    TextBuffer out = new TextBuffer();
    new DatumEncoder(out).write(type, vector, index);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String scalarOf(byte[] datum) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(datum)) {
      parser.nextToken();
      parser.nextToken();
      assertEquals("ScalarValue", parser.currentName());
      parser.nextToken();
      return parser.getText();
    }
  }

  private static Vector.Text text(String... values) {
    int[] offsets = new int[values.length + 1];
    TextBuffer bytes = new TextBuffer();
    for (int i = 0; i < values.length; i++) {
      bytes.append(values[i]);
      offsets[i + 1] = bytes.length();
    }
    return new Vector.Text(bytes.bytes(), offsets, null);
  }
}
