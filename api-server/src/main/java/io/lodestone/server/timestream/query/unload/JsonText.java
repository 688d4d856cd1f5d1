package io.lodestone.server.timestream.query.unload;

import io.lodestone.server.timestream.query.json.JsonEscapes;
import io.lodestone.sql.type.DoubleText;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TextBuffer;
import io.lodestone.sql.type.TextForm;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Values with parts as JSON:
 *
 * <pre>
 *   array        [23,24,null]
 *   row          {"x":23.0,"y":"hello","field2":true}      a field without a name has its number
 *   timeseries   [{"time":"1970-01-01 00:00:00.000000010Z","value":100.0},…]
 * </pre>
 *
 * Numbers and truth values are what they are in JSON, NaN and infinities are texts; everything else
 * is the text of the Query API. Stateless.
 */
final class JsonText {
  private JsonText() {}

  /** Appends a value, or {@code null}. */
  static void append(SqlType type, Vector vector, int index, TextBuffer out) {
    if (!vector.isPresent(index)) {
      out.append("null");
    } else if (vector instanceof Vector.Constant(Vector value)) {
      append(type, value, 0, out);
    } else {
      appendPresent(type, vector, index, out);
    }
  }

  private static void appendPresent(SqlType type, Vector vector, int index, TextBuffer out) {
    switch (type) {
      case Scalar scalar -> appendScalar(scalar, vector, index, out);
      case SqlType.HyperLogLog _ -> appendQuoted(type, vector, index, out);
      case SqlType.ArrayOf(SqlType element) -> {
        Vector.Arrays arrays = Vectors.arraysOf(vector);
        out.append('[');
        for (int i = arrays.offsets()[index]; i < arrays.offsets()[index + 1]; i++) {
          separate(i > arrays.offsets()[index], out);
          append(element, arrays.elements(), i, out);
        }
        out.append(']');
      }
      case SqlType.TimeSeriesOf(SqlType value) -> {
        Vector.Arrays points = Vectors.arraysOf(vector);
        out.append('[');
        for (int i = points.offsets()[index]; i < points.offsets()[index + 1]; i++) {
          separate(i > points.offsets()[index], out);
          appendPoint(value, points.elements(), i, out);
        }
        out.append(']');
      }
      case SqlType.RowOf row -> appendRow(row, Vectors.rowsOf(vector), index, out);
    }
  }

  private static void appendScalar(Scalar type, Vector vector, int index, TextBuffer out) {
    switch (type) {
      case BIGINT, INTEGER, BOOLEAN -> TextForm.append(type, vector, index, out);
      case DOUBLE -> {
        double number = Vectors.doubleAt(vector, index);
        quoteUnlessFinite(number, out);
        DoubleText.append(number, out);
        quoteUnlessFinite(number, out);
      }
      case VARCHAR -> {
        Vector.Text text = Vectors.textOf(vector);
        int entry = Vectors.entryOf(vector, index);
        appendText(text.bytes(), text.offsets()[entry], text.offsets()[entry + 1], out);
      }
      default -> appendQuoted(type, vector, index, out);
    }
  }

  private static void quoteUnlessFinite(double number, TextBuffer out) {
    if (!Double.isFinite(number)) {
      out.append('"');
    }
  }

  /** For texts that have nothing in them that JSON would escape. */
  private static void appendQuoted(SqlType type, Vector vector, int index, TextBuffer out) {
    out.append('"');
    TextForm.append(type, vector, index, out);
    out.append('"');
  }

  private static void appendPoint(SqlType value, Vector elements, int index, TextBuffer out) {
    List<Vector> parts = Vectors.rowsOf(elements).fields();
    int entry = Vectors.entryOf(elements, index);
    out.append("{\"time\":\"");
    TextForm.append(Scalar.TIMESTAMP, parts.get(0), entry, out);
    out.append("Z\",\"value\":");
    append(value, parts.get(1), entry, out);
    out.append('}');
  }

  private static void appendRow(SqlType.RowOf type, Vector.Rows rows, int index, TextBuffer out) {
    out.append('{');
    for (int i = 0; i < type.fields().size(); i++) {
      SqlType.Field field = type.fields().get(i);
      separate(i > 0, out);
      byte[] name = field.name().orElse("field" + i).getBytes(StandardCharsets.UTF_8);
      appendText(name, 0, name.length, out);
      out.append(':');
      append(field.type(), rows.fields().get(i), index, out);
    }
    out.append('}');
  }

  private static void separate(boolean needed, TextBuffer out) {
    if (needed) {
      out.append(',');
    }
  }

  private static void appendText(byte[] utf8, int start, int end, TextBuffer out) {
    out.append('"');
    JsonEscapes.append(utf8, start, end, out);
    out.append('"');
  }
}
