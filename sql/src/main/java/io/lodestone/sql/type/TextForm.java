package io.lodestone.sql.type;

import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.RowOf;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.SqlType.TimeSeriesOf;
import java.util.Arrays;
import java.util.Base64;

/**
 * How values are written: the text that the Query API returns for scalars, and the console's way
 * for values with parts; sketches as Base64 of their bytes. The values given are not NULL; NULL
 * parts are written as {@code -}.
 */
public final class TextForm {
  private TextForm() {}

  public static String of(SqlType type, Vector vector, int index) {
    TextBuffer target = new TextBuffer();
    append(type, vector, index, target);
    return target.toString();
  }

  public static void append(SqlType type, Vector vector, int index, TextBuffer target) {
    if (vector instanceof Vector.Constant(Vector value)) {
      append(type, value, 0, target);
      return;
    }
    switch (type) {
      case Scalar scalar -> appendScalar(scalar, vector, index, target);
      case SqlType.HyperLogLog _ -> appendBytes(vector, index, target);
      case ArrayOf(SqlType element) -> appendParts(element, (Vector.Arrays) vector, index, target);
      case TimeSeriesOf series ->
          appendParts(Timeseries.elementType(series), (Vector.Arrays) vector, index, target);
      case RowOf row -> appendRow(row, (Vector.Rows) vector, index, target);
    }
  }

  private static void appendScalar(Scalar type, Vector vector, int index, TextBuffer target) {
    switch (type) {
      case BIGINT, INTEGER -> target.appendLong(Vectors.word(vector, index));
      case DOUBLE -> DoubleText.append(Vectors.doubleAt(vector, index), target);
      case BOOLEAN -> target.append(Vectors.booleanAt(vector, index) ? "true" : "false");
      case VARCHAR -> Vectors.appendText(vector, index, target);
      case TIMESTAMP -> TimeText.appendTimestamp(Vectors.word(vector, index), target);
      case DATE -> TimeText.appendDate(Vectors.word(vector, index), target);
      case TIME -> TimeText.appendTime(Vectors.word(vector, index), target);
      case INTERVAL_DAY_TO_SECOND ->
          TimeText.appendDayToSecond(Vectors.word(vector, index), target);
      case INTERVAL_YEAR_TO_MONTH ->
          TimeText.appendYearToMonth(Vectors.word(vector, index), target);
      case UNKNOWN -> throw new IllegalStateException("a value of type unknown is always NULL");
    }
  }

  private static void appendBytes(Vector vector, int index, TextBuffer target) {
    Vector.Text text = Vectors.textOf(vector);
    int entry = Vectors.entryOf(vector, index);
    byte[] bytes =
        Arrays.copyOfRange(text.bytes(), text.offsets()[entry], text.offsets()[entry + 1]);
    target.append(Base64.getEncoder().encodeToString(bytes));
  }

  private static void appendParts(
      SqlType element, Vector.Arrays arrays, int index, TextBuffer target) {
    target.append("[ ");
    for (int i = arrays.offsets()[index]; i < arrays.offsets()[index + 1]; i++) {
      if (i > arrays.offsets()[index]) {
        target.append(',');
      }
      appendPart(element, arrays.elements(), i, target);
    }
    target.append(" ]");
  }

  private static void appendRow(RowOf type, Vector.Rows rows, int index, TextBuffer target) {
    target.append("( ");
    for (int i = 0; i < type.fields().size(); i++) {
      if (i > 0) {
        target.append(", ");
      }
      appendPart(type.fields().get(i).type(), rows.fields().get(i), index, target);
    }
    target.append(" )");
  }

  private static void appendPart(SqlType type, Vector vector, int index, TextBuffer target) {
    if (vector.isPresent(index)) {
      append(type, vector, index, target);
    } else {
      target.append('-');
    }
  }
}
