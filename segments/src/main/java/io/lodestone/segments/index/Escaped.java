package io.lodestone.segments.index;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The form that names and values have inside series keys: UTF-8 with every 00 written as 00 FF. */
final class Escaped {
  private Escaped() {}

  static byte[] encode(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (text.indexOf('\0') < 0) {
      return utf8;
    }
    ByteArrayOutputStream escaped = new ByteArrayOutputStream(utf8.length + 8);
    for (byte b : utf8) {
      escaped.write(b);
      if (b == 0) {
        escaped.write(0xFF);
      }
    }
    return escaped.toByteArray();
  }

  static String decode(byte[] bytes, int offset, int length) {
    ByteArrayOutputStream utf8 = new ByteArrayOutputStream(length);
    for (int i = offset; i < offset + length; i++) {
      utf8.write(bytes[i]);
      if (bytes[i] == 0) {
        i++;
      }
    }
    return utf8.toString(StandardCharsets.UTF_8);
  }
}
