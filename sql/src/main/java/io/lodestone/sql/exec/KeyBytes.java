package io.lodestone.sql.exec;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.RowOf;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.SqlType.TimeSeriesOf;
import io.lodestone.sql.type.TextBuffer;
import io.lodestone.sql.type.Timeseries;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Values with parts as bytes, so that two are one group exactly when their bytes are the same, and
 * back again. NULL is a value of its own here, NaN is one value, and the two zeros are one.
 *
 * <pre>
 *   value    0x00                       NULL
 *          | 0x01 word                  a number, a boolean, a time: 8 bytes
 *          | 0x01 length bytes          a text; the length has 4 bytes
 *          | 0x01 count value*          an array or timeseries; the count has 4 bytes
 *          | 0x01 value*                a row
 * </pre>
 */
final class KeyBytes {
  private final byte[] word = new byte[Long.BYTES];

  /** Appends a value. */
  void write(SqlType type, Vector vector, int index, TextBuffer target) {
    if (!vector.isPresent(index)) {
      target.append((char) 0);
      return;
    }
    target.append((char) 1);
    switch (type) {
      case Scalar scalar -> writeScalar(scalar, vector, index, target);
      case SqlType.HyperLogLog _ -> writeText(vector, index, target);
      case ArrayOf(SqlType element) -> writeElements(element, vector, index, target);
      case TimeSeriesOf series ->
          writeElements(Timeseries.elementType(series), vector, index, target);
      case RowOf(List<SqlType.Field> fields) -> {
        Vector.Rows rows = Vectors.rowsOf(vector);
        int entry = Vectors.entryOf(vector, index);
        for (int i = 0; i < fields.size(); i++) {
          write(fields.get(i).type(), rows.fields().get(i), entry, target);
        }
      }
    }
  }

  private void writeScalar(Scalar scalar, Vector vector, int index, TextBuffer target) {
    switch (scalar.layout()) {
      case LONGS -> writeWord(Vectors.word(vector, index), target);
      // Adding zero turns minus zero into zero.
      case DOUBLES ->
          writeWord(Double.doubleToLongBits(Vectors.doubleAt(vector, index) + 0.0), target);
      case BOOLEANS -> writeWord(Vectors.booleanAt(vector, index) ? 1 : 0, target);
      case TEXT -> writeText(vector, index, target);
    }
  }

  private void writeText(Vector vector, int index, TextBuffer target) {
    Vector.Text text = Vectors.textOf(vector);
    int entry = Vectors.entryOf(vector, index);
    writeCount(text.length(entry), target);
    target.append(text.bytes(), text.offsets()[entry], text.length(entry));
  }

  private void writeElements(SqlType element, Vector vector, int index, TextBuffer target) {
    Vector.Arrays arrays = Vectors.arraysOf(vector);
    int entry = Vectors.entryOf(vector, index);
    writeCount(arrays.length(entry), target);
    for (int i = arrays.offsets()[entry]; i < arrays.offsets()[entry + 1]; i++) {
      write(element, arrays.elements(), i, target);
    }
  }

  private void writeWord(long value, TextBuffer target) {
    ByteBuffer.wrap(word).putLong(value);
    target.append(word, 0, Long.BYTES);
  }

  private void writeCount(int count, TextBuffer target) {
    ByteBuffer.wrap(word).putInt(count);
    target.append(word, 0, Integer.BYTES);
  }

  /** Reads one value, as it was written, and appends it. */
  static void read(SqlType type, ByteBuffer from, VectorBuilder target) {
    if (from.get() == 0) {
      target.appendNull();
      return;
    }
    switch (type) {
      case Scalar scalar -> {
        switch (scalar.layout()) {
          case LONGS -> target.appendWord(from.getLong());
          case DOUBLES -> target.appendDouble(Double.longBitsToDouble(from.getLong()));
          case BOOLEANS -> target.appendBoolean(from.getLong() != 0);
          case TEXT -> readText(from, target);
        }
      }
      case SqlType.HyperLogLog _ -> readText(from, target);
      case ArrayOf(SqlType element) -> readElements(element, from, target);
      case TimeSeriesOf series -> readElements(Timeseries.elementType(series), from, target);
      case RowOf(List<SqlType.Field> fields) -> {
        for (int i = 0; i < fields.size(); i++) {
          read(fields.get(i).type(), from, target.field(i));
        }
        target.appendRow();
      }
    }
  }

  private static void readText(ByteBuffer from, VectorBuilder target) {
    int length = from.getInt();
    target.appendText(from.array(), from.position(), length);
    from.position(from.position() + length);
  }

  private static void readElements(SqlType element, ByteBuffer from, VectorBuilder target) {
    int count = from.getInt();
    for (int i = 0; i < count; i++) {
      read(element, from, target.elements());
    }
    target.appendArray();
  }
}
