package io.lodestone.storage;

import java.nio.charset.StandardCharsets;

/**
 * What a file is, in four characters that can be read in a hex dump.
 *
 * @param code four characters of {@code A-Z0-9}
 */
public record FileKind(String code) {
  public FileKind {
    if (!code.matches("[A-Z0-9]{4}")) {
      throw new IllegalArgumentException("not four characters of A-Z0-9: \"" + code + '"');
    }
  }

  /** The four characters as they lie in the file, read as a little-endian number. */
  int bits() {
    byte[] ascii = code.getBytes(StandardCharsets.US_ASCII);
    return ascii[0] | ascii[1] << 8 | ascii[2] << 16 | ascii[3] << 24;
  }

  /** How messages show four bytes that stand where a code should. */
  static String text(int bits) {
    StringBuilder text = new StringBuilder();
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      char c = (char) (bits >>> shift & 0xFF);
      text.append(c > ' ' && c < 0x7F ? String.valueOf(c) : String.format("\\x%02x", (int) c));
    }
    return text.toString();
  }
}
