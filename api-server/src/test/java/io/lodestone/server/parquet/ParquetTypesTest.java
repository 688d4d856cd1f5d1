package io.lodestone.server.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.Field;
import io.lodestone.sql.type.SqlType.RowOf;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.SqlType.TimeSeriesOf;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which type of the format a type of SQL becomes. Everything is optional. */
class ParquetTypesTest {
  private static final List<String> PHYSICAL =
      List.of("BOOLEAN", "INT32", "INT64", "INT96", "FLOAT", "DOUBLE", "BYTE_ARRAY");
  private static final List<String> REPETITION = List.of("required", "optional", "repeated");
  private static final Map<Integer, String> CONVERTED = Map.of(0, "UTF8", 3, "LIST", 6, "DATE");
  private static final Map<Integer, String> LOGICAL = Map.of(1, "STRING", 3, "LIST", 6, "DATE");

  @Test
  void scalars() throws IOException {
    assertEquals("optional BOOLEAN c", schema(Scalar.BOOLEAN));
    assertEquals("optional INT32 c", schema(Scalar.INTEGER));
    assertEquals("optional INT64 c", schema(Scalar.BIGINT));
    assertEquals("optional DOUBLE c", schema(Scalar.DOUBLE));
    assertEquals("optional INT96 c", schema(Scalar.TIMESTAMP));
    assertEquals("optional INT32 c DATE DATE", schema(Scalar.DATE));
    for (SqlType type :
        List.of(
            Scalar.VARCHAR,
            Scalar.INTERVAL_DAY_TO_SECOND,
            Scalar.INTERVAL_YEAR_TO_MONTH,
            SqlType.HyperLogLog.TYPE)) {
      assertEquals("optional BYTE_ARRAY c UTF8 STRING", schema(type));
    }
  }

  @Test
  void arraysAreListsOfThreeLevels() throws IOException {
    assertEquals(
        "optional group c LIST LIST { repeated group list { optional INT64 element } }",
        schema(new ArrayOf(Scalar.BIGINT)));
  }

  @Test
  void timeseriesAreListsOfTimeAndValue() throws IOException {
    assertEquals(
        "optional group c LIST LIST { repeated group list { optional group element"
            + " { optional INT96 time optional DOUBLE value } } }",
        schema(new TimeSeriesOf(Scalar.DOUBLE)));
  }

  @Test
  void fieldsWithoutANameAreNumbered() throws IOException {
    RowOf row =
        new RowOf(
            List.of(
                new Field(Optional.empty(), Scalar.BIGINT),
                new Field(Optional.of("ok"), Scalar.BOOLEAN),
                new Field(Optional.empty(), Scalar.DOUBLE)));

    assertEquals(
        "optional group c { optional INT64 field0 optional BOOLEAN ok optional DOUBLE field2 }",
        schema(row));
  }

  @Test
  void intervalsAreTheTextOfAnswers() throws IOException {
    Vector nanos = new Vector.Longs(new long[] {90_000_000_000L}, null);
    Vector months = new Vector.Longs(new long[] {14}, null);

    assertEquals(
        List.of(List.of("0 00:01:30.000000000")),
        WrittenFile.of(Scalar.INTERVAL_DAY_TO_SECOND, nanos, 1).rows());
    assertEquals(
        List.of(List.of("1-2")), WrittenFile.of(Scalar.INTERVAL_YEAR_TO_MONTH, months, 1).rows());
  }

  @Test
  void sketchesAreBase64() throws IOException {
    Vector sketch = new Vector.Text(new byte[] {(byte) 0xff, 0, 1}, new int[] {0, 3}, null);

    assertEquals(
        List.of(List.of("/wAB")), WrittenFile.of(SqlType.HyperLogLog.TYPE, sketch, 1).rows());
  }

  /** The schema of a column in the words of the format. */
  private static String schema(SqlType type) throws IOException {
    ReadParquet file = WrittenFile.of(type, Vectors.nulls(type), 1);
    return text(file.root.children().getFirst());
  }

  private static String text(ReadParquet.Node node) {
    List<String> words = new ArrayList<>();
    words.add(REPETITION.get(node.element().code(3)));
    words.add(node.children().isEmpty() ? PHYSICAL.get(node.element().code(1)) : "group");
    words.add(node.name());
    if (node.element().containsKey(6)) {
      words.add(CONVERTED.get(node.element().code(6)));
      words.add(LOGICAL.get(node.element().struct(10).firstKey()));
    }
    if (!node.children().isEmpty()) {
      words.add("{");
      node.children().forEach(child -> words.add(text(child)));
      words.add("}");
    }
    return String.join(" ", words);
  }
}
