package io.lodestone.server.dynamodb.tables;

import io.lodestone.model.Dimension;
import io.lodestone.model.SeriesKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A series as one text, the HASH key of its points: measure name and dimensions in ascending order
 * of their names, {@code cpu,host=a,region=eu}. A backslash stands before a comma, an equals sign
 * or a backslash of a name or value. A text of more than 2,048 bytes, DynamoDB's limit for a key,
 * is cut, and {@code #} and the SHA-256 of the whole stand at its end.
 */
final class SeriesText {
  static final int BYTES_MAX = 2_048;
  private static final int HASH_CHARS = 64;

  private SeriesText() {}

  static String of(SeriesKey key) {
    StringBuilder text = new StringBuilder(64);
    append(text, key.measureName());
    for (Dimension dimension : key.dimensions()) {
      text.append(',');
      append(text, dimension.name());
      text.append('=');
      append(text, dimension.value());
    }
    String whole = text.toString();
    byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= BYTES_MAX ? whole : cut(bytes);
  }

  private static void append(StringBuilder text, String piece) {
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      if (c == ',' || c == '=' || c == '\\') {
        text.append('\\');
      }
      text.append(c);
    }
  }

  private static String cut(byte[] bytes) {
    int end = BYTES_MAX - 1 - HASH_CHARS;
    // Never within a character.
    while ((bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new String(Arrays.copyOf(bytes, end), StandardCharsets.UTF_8)
          + "#"
          + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
