package io.lodestone.server.timestream.query.json;

import io.lodestone.sql.type.TextBuffer;
import java.nio.charset.StandardCharsets;

/** Texts between the quotes of JSON, from UTF-8 to UTF-8. Stateless. */
public final class JsonEscapes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private JsonEscapes() {}

  /** Appends the text {@code utf8[start .. end)}, without quotes around it. */
  public static void append(byte[] utf8, int start, int end, TextBuffer out) {
    int clean = start;
    for (int i = start; i < end; i++) {
      byte b = utf8[i];
      // Negative bytes are parts of characters beyond ASCII, which JSON takes as they are.
      if (b == '"' || b == '\\' || b >= 0 && b < ' ') {
        out.append(utf8, clean, i - clean);
        clean = i + 1;
        appendEscape(b, out);
      }
    }
    out.append(utf8, clean, end - clean);
  }

  private static void appendEscape(byte b, TextBuffer out) {
    out.append('\\');
    switch (b) {
      case '"', '\\' -> out.append((char) b);
      case '\n' -> out.append('n');
      case '\r' -> out.append('r');
      case '\t' -> out.append('t');
      default -> {
        out.append('u');
        out.append('0');
        out.append('0');
        out.append((char) HEX[b >> 4]);
        out.append((char) HEX[b & 15]);
      }
    }
  }
}
