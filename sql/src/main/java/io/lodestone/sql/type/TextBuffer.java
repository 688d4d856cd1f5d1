package io.lodestone.sql.type;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** UTF-8 bytes that grow at their end. Keeps its memory when cleared. One owner writes. */
public final class TextBuffer {
  private byte[] bytes = new byte[256];
  private int length;

  /**
   * The bytes, valid below {@link #length()}; another array after the buffer has grown. Read only
   * for all but the owner.
   */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public void clear() {
    length = 0;
  }

  public void append(byte[] utf8, int offset, int count) {
    reserve(count);
    System.arraycopy(utf8, offset, bytes, length, count);
    length += count;
  }

  /** Appends one ASCII character. */
  public void append(char ascii) {
    reserve(1);
    bytes[length++] = (byte) ascii;
  }

  public void append(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    append(utf8, 0, utf8.length);
  }

  /** Appends a number in decimal. */
  public void appendLong(long value) {
    if (value < 0) {
      if (value == Long.MIN_VALUE) {
        append("-9223372036854775808");
        return;
      }
      append('-');
      value = -value;
    }
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    appendDigits(value, digits);
  }

  /** Appends a number that is not negative, with zeros before it up to so many digits. */
  public void appendDigits(long value, int digits) {
    reserve(digits);
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + value % 10);
      value /= 10;
    }
    length += digits;
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }
}
