package io.lodestone.server.timestream.query.unload;

import io.lodestone.sql.ResultColumn;
import io.lodestone.sql.type.TextBuffer;
import io.lodestone.sql.type.TextForm;
import io.lodestone.sql.type.Vector;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The folders that rows belong to by the values of some columns: {@code region=eu/host=a%2Fb/}.
 * They are written as Hive and Athena do: what would not be a name is {@code %} and two digits, and
 * NULL, like the empty text, is {@code __HIVE_DEFAULT_PARTITION__}. Used by one thread.
 */
final class FolderNames {
  private static final String NONE = "__HIVE_DEFAULT_PARTITION__";
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final boolean[] ESCAPED = new boolean[128];

  static {
    for (int c = 0; c < ' '; c++) {
      ESCAPED[c] = true;
    }
    for (char c : "\"#%'*/:=?\\{[]^\u007F".toCharArray()) {
      ESCAPED[c] = true;
    }
  }

  private final List<ResultColumn> columns;
  private final TextBuffer value = new TextBuffer();

  /**
   * @param columns whose values tell the folder
   */
  FolderNames(List<ResultColumn> columns) {
    this.columns = columns;
  }

  /**
   * Appends the name of a row's folder.
   *
   * @param values of the columns
   */
  void append(List<Vector> values, int row, TextBuffer out) {
    for (int i = 0; i < columns.size(); i++) {
      value.clear();
      value.append(columns.get(i).name());
      appendEscaped(out);
      out.append('=');
      value.clear();
      if (values.get(i).isPresent(row)) {
        TextForm.append(columns.get(i).type(), values.get(i), row, value);
      }
      if (value.length() == 0) {
        out.append(NONE);
      } else {
        appendEscaped(out);
      }
      out.append('/');
    }
  }

  private void appendEscaped(TextBuffer out) {
    byte[] utf8 = value.bytes();
    for (int i = 0; i < value.length(); i++) {
      if (utf8[i] >= 0 && ESCAPED[utf8[i]]) {
        out.append('%');
        out.append((char) HEX[utf8[i] >> 4]);
        out.append((char) HEX[utf8[i] & 15]);
      } else {
        out.append(utf8, i, 1);
      }
    }
  }
}
