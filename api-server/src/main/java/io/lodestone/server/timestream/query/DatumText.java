package io.lodestone.server.timestream.query;

import io.lodestone.sql.type.TextBuffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** What stands around the values of a result in JSON, as bytes. Stateless. */
final class DatumText {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final byte[] SCALAR = ascii("{\"ScalarValue\":\"");

  /** The same as two words: they are written faster than an array of that length is copied. */
  private static final long SCALAR_START = (long) LONGS.get(SCALAR, 0);

  private static final long SCALAR_REST = (long) LONGS.get(SCALAR, Long.BYTES);

  private static final byte[] NULL = ascii("{\"NullValue\":true}");
  private static final byte[] TRUE = ascii("{\"ScalarValue\":\"true\"}");
  private static final byte[] FALSE = ascii("{\"ScalarValue\":\"false\"}");

  private DatumText() {}

  /** Appends what stands before the text of a scalar. */
  static void startScalar(TextBuffer out) {
    int at = out.length();
    byte[] bytes = out.room(2 * Long.BYTES);
    LONGS.set(bytes, at, SCALAR_START);
    LONGS.set(bytes, at + Long.BYTES, SCALAR_REST);
    out.endAt(at + 2 * Long.BYTES);
  }

  /** Appends what stands behind the text of a scalar. */
  static void endScalar(TextBuffer out) {
    int at = out.length();
    byte[] bytes = out.room(2);
    bytes[at] = '"';
    bytes[at + 1] = '}';
    out.endAt(at + 2);
  }

  /** Appends the Datum of a truth. */
  static void append(boolean value, TextBuffer out) {
    byte[] datum = value ? TRUE : FALSE;
    out.append(datum, 0, datum.length);
  }

  /** Appends the Datum of a NULL. */
  static void appendNull(TextBuffer out) {
    out.append(NULL, 0, NULL.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
