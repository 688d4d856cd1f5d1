package io.lodestone.server.auth;

import java.util.Optional;

/** Percent-encoding of RFC 3986 over text that holds one char for each byte. Stateless. */
final class PercentEncoding {
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private PercentEncoding() {}

  /**
   * Appends text with everything encoded but letters, digits and {@code -_.~}.
   *
   * @param keep one more character that stays as it is
   */
  static void encode(String text, char keep, StringBuilder into) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isUnreserved(c) || c == keep) {
        into.append(c);
      } else {
        into.append('%').append(HEX[(c >> 4) & 15]).append(HEX[c & 15]);
      }
    }
  }

  static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    encode(text, '~', encoded);
    return encoded.toString();
  }

  /**
   * Decodes once. A plus is a plus. Empty when a percent sign is not followed by two hexadecimal
   * digits.
   */
  static Optional<String> decode(String text) {
    if (text.indexOf('%') < 0) {
      return Optional.of(text);
    }
    StringBuilder decoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        decoded.append(c);
        continue;
      }
      int high = i + 1 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      decoded.append((char) (high << 4 | low));
      i += 2;
    }
    return Optional.of(decoded.toString());
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.'
        || c == '~';
  }
}
