package io.lodestone.storage.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8: what cannot be said, or is said wrongly, is refused and not replaced. */
final class Utf8 {
  private static final char REPLACEMENT = '\uFFFD';

  private Utf8() {}

  /** The JDK writes a question mark where a surrogate stands alone; there are as many as before. */
  static void requireEncodable(String value, byte[] encoded) {
    if (encoded.length == value.length()) {
      // One byte for each char: all of it is ASCII, or a surrogate became a question mark.
      for (int i = 0; i < encoded.length; i++) {
        if (encoded[i] != value.charAt(i)) {
          throw alone(value);
        }
      }
    } else if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw alone(value);
    }
  }

  static String decode(byte[] bytes, int offset, int length, int position)
      throws MalformedBytesException {
    String decoded = new String(bytes, offset, length, StandardCharsets.UTF_8);
    if (decoded.indexOf(REPLACEMENT) >= 0) {
      // Either it was written there, or the JDK put it in the place of bytes it could not read.
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
      } catch (CharacterCodingException e) {
        throw new MalformedBytesException(position, "UTF-8", "other bytes");
      }
    }
    return decoded;
  }

  private static IllegalArgumentException alone(String value) {
    return new IllegalArgumentException(
        "half a surrogate pair stands alone in a string of " + value.length() + " chars");
  }
}
