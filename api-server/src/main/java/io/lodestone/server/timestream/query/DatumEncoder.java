package io.lodestone.server.timestream.query;

import io.lodestone.server.timestream.query.json.JsonEscapes;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.TextBuffer;
import io.lodestone.sql.type.TextForm;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.nio.charset.StandardCharsets;

/**
 * Writes values as the JSON of a Datum, straight into UTF-8. A page has tens of thousands of them;
 * the generator that writes the rest of the answer would make a string of each.
 */
final class DatumEncoder {
  private static final byte[] ARRAY = utf8("{\"ArrayValue\":[");
  private static final byte[] LIST_END = utf8("]}");
  private static final byte[] ROW = utf8("{\"RowValue\":{\"Data\":[");
  private static final byte[] ROW_END = utf8("]}}");
  private static final byte[] SERIES = utf8("{\"TimeSeriesValue\":[");
  private static final byte[] TIME = utf8("{\"Time\":\"");
  private static final byte[] VALUE = utf8("\",\"Value\":");

  private final TextBuffer out;

  /**
   * @param out what is written to, the caller's
   */
  DatumEncoder(TextBuffer out) {
    this.out = out;
  }

  /** Writes one value. */
  void write(SqlType type, Vector vector, int index) {
    if (!vector.isPresent(index)) {
      DatumText.appendNull(out);
    } else if (vector instanceof Vector.Constant(Vector value)) {
      write(type, value, 0);
    } else {
      writePresent(type, vector, index);
    }
  }

  private void writePresent(SqlType type, Vector vector, int index) {
    switch (type) {
      case SqlType.Scalar scalar -> {
        DatumText.startScalar(out);
        if (scalar == SqlType.Scalar.VARCHAR) {
          Vector.Text text = Vectors.textOf(vector);
          int entry = Vectors.entryOf(vector, index);
          JsonEscapes.append(text.bytes(), text.offsets()[entry], text.offsets()[entry + 1], out);
        } else {
          TextForm.append(type, vector, index, out);
        }
        DatumText.endScalar(out);
      }
      case SqlType.HyperLogLog _ -> {
        DatumText.startScalar(out);
        TextForm.append(type, vector, index, out);
        DatumText.endScalar(out);
      }
      case SqlType.ArrayOf(SqlType element) -> {
        Vector.Arrays arrays = (Vector.Arrays) vector;
        append(ARRAY);
        for (int i = arrays.offsets()[index]; i < arrays.offsets()[index + 1]; i++) {
          separate(i > arrays.offsets()[index]);
          write(element, arrays.elements(), i);
        }
        append(LIST_END);
      }
      case SqlType.RowOf row -> {
        Vector.Rows rows = (Vector.Rows) vector;
        append(ROW);
        for (int i = 0; i < row.fields().size(); i++) {
          separate(i > 0);
          write(row.fields().get(i).type(), rows.fields().get(i), index);
        }
        append(ROW_END);
      }
      case SqlType.TimeSeriesOf(SqlType value) -> {
        Vector.Arrays points = (Vector.Arrays) vector;
        append(SERIES);
        for (int i = points.offsets()[index]; i < points.offsets()[index + 1]; i++) {
          separate(i > points.offsets()[index]);
          writePoint(value, (Vector.Rows) points.elements(), i);
        }
        append(LIST_END);
      }
    }
  }

  private void writePoint(SqlType value, Vector.Rows points, int index) {
    append(TIME);
    TextForm.append(SqlType.Scalar.TIMESTAMP, points.fields().get(0), index, out);
    append(VALUE);
    write(value, points.fields().get(1), index);
    out.append('}');
  }

  private void separate(boolean needed) {
    if (needed) {
      out.append(',');
    }
  }

  private void append(byte[] utf8) {
    out.append(utf8, 0, utf8.length);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
