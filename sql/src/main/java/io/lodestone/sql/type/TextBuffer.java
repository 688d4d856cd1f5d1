package io.lodestone.sql.type;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** UTF-8 bytes that grow at their end. Keeps its memory when cleared. One owner writes. */
public final class TextBuffer {
  private static final int FIRST_BYTES = 256;

  private static final int LONG_BYTES_MAX = 20;

  /** The digits of the numbers from 0 to 99, two each. */
  private static final byte[] PAIRS = new byte[200];

  static {
    for (int i = 0; i < 100; i++) {
      PAIRS[2 * i] = (byte) ('0' + i / 10);
      PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
    }
  }

  private byte[] bytes;
  private int length;

  public TextBuffer() {
    this(FIRST_BYTES);
  }

  /**
   * @param bytesExpected room that there is from the beginning, at least 1
   */
  public TextBuffer(int bytesExpected) {
    this.bytes = new byte[bytesExpected];
  }

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

  /**
   * Appends bytes by hand: after this call there is room for so many more in {@link #bytes()} from
   * {@link #length()} on. {@link #endAt} says how many have been written there.
   */
  public byte[] room(int more) {
    reserve(more);
    return bytes;
  }

  /** Ends what has been written into {@link #room}, or takes the end of what there is back. */
  public void endAt(int end) {
    length = end;
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
    reserve(LONG_BYTES_MAX);
    if (value < 0) {
      if (value == Long.MIN_VALUE) {
        append("-9223372036854775808");
        return;
      }
      bytes[length++] = '-';
      value = -value;
    }
    if (value < 100) {
      appendSmall((int) value);
    } else {
      appendDigits(value, digits(value));
    }
  }

  /** Most numbers that are counted or measured have one digit or two. */
  private void appendSmall(int value) {
    int at = length;
    if (value >= 10) {
      bytes[at++] = PAIRS[2 * value];
    }
    bytes[at++] = PAIRS[2 * value + 1];
    length = at;
  }

  private static int digits(long value) {
    int digits = 1;
    long above = 10;
    while (digits < 19 && value >= above) {
      digits++;
      above *= 10;
    }
    return digits;
  }

  /** Appends a number that is not negative, with zeros before it up to so many digits. */
  public void appendDigits(long value, int digits) {
    reserve(digits);
    int at = length + digits;
    while (at - length >= 2) {
      long rest = value / 100;
      int pair = 2 * (int) (value - 100 * rest);
      bytes[--at] = PAIRS[pair + 1];
      bytes[--at] = PAIRS[pair];
      value = rest;
    }
    if (at > length) {
      bytes[--at] = (byte) ('0' + value % 10);
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
