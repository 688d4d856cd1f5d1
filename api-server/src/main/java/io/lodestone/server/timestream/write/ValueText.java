package io.lodestone.server.timestream.write;

import java.nio.charset.StandardCharsets;

/**
 * Reads the text of a measure value out of UTF-8 bytes. The grammar is the wire's, not that of
 * {@link Double#parseDouble}: no blanks, no hexadecimal, no type suffix, no NaN and no infinities.
 * One reader, reused value by value: {@link #readDouble} and its siblings say whether the text is
 * one, {@link #word} has the value afterwards. Allocates only for doubles that need more than 53
 * bits on the way.
 */
final class ValueText {
  /** Powers of ten that a double holds exactly. */
  private static final double[] EXACT_POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** Nineteen decimal digits always fit an unsigned 64-bit number. */
  private static final int DIGITS_MAX = 19;

  private static final long EXACT_MANTISSA_MAX = 1L << 53;

  private long word;

  /** The value read last, as the engine stores it. */
  long word() {
    return word;
  }

  /** Whether the text is a decimal number that is a finite double. */
  boolean readDouble(byte[] text, int start, int length) {
    int end = start + length;
    int at = start;
    boolean negative = at < end && text[at] == '-';
    if (negative || at < end && text[at] == '+') {
      at++;
    }
    long mantissa = 0;
    int significant = 0;
    int exponent = 0;
    int digits = 0;
    boolean fraction = false;
    for (; at < end; at++) {
      int digit = text[at] - '0';
      if (digit >= 0 && digit <= 9) {
        digits++;
        if (significant > 0 || digit != 0) {
          significant++;
        }
        if (significant <= DIGITS_MAX) {
          mantissa = 10 * mantissa + digit;
          exponent -= fraction ? 1 : 0;
        } else {
          exponent += fraction ? 0 : 1;
        }
      } else if (text[at] == '.' && !fraction) {
        fraction = true;
      } else {
        break;
      }
    }
    if (digits == 0) {
      return false;
    }
    if (at < end) {
      if ((text[at] | 0x20) != 'e' || !readWhole(text, at + 1, end)) {
        return false;
      }
      exponent += Math.clamp(word, -100_000, 100_000);
    }
    double magnitude;
    // Clinger's fast path: both factors exact, so that one IEEE operation rounds correctly.
    if (significant <= DIGITS_MAX
        && mantissa >= 0
        && mantissa <= EXACT_MANTISSA_MAX
        && exponent >= -22
        && exponent <= 22) {
      magnitude =
          exponent < 0 ? mantissa / EXACT_POWERS[-exponent] : mantissa * EXACT_POWERS[exponent];
    } else {
      magnitude =
          Math.abs(
              Double.parseDouble(new String(text, start, length, StandardCharsets.ISO_8859_1)));
    }
    if (Double.isInfinite(magnitude)) {
      return false;
    }
    word = Double.doubleToRawLongBits(negative ? -magnitude : magnitude);
    return true;
  }

  /** Whether the text is a whole number inside 64 signed bits. */
  boolean readBigint(byte[] text, int start, int length) {
    return readWhole(text, start, start + length);
  }

  /** Whether the text is true or false in any case. */
  boolean readBoolean(byte[] text, int start, int length) {
    if (matches("true", text, start, length)) {
      word = 1;
      return true;
    }
    word = 0;
    return matches("false", text, start, length);
  }

  /**
   * Whether the text is a whole number of units since the epoch that nanoseconds can tell; the word
   * is in nanoseconds.
   */
  boolean readTimestamp(byte[] text, int start, int length, RecordTimeUnit unit) {
    if (!readWhole(text, start, start + length) || !unit.fits(word)) {
      return false;
    }
    word = unit.toNanos(word);
    return true;
  }

  /** Whether the text is an optional sign and digits only, however many. */
  static boolean isWhole(byte[] text, int start, int length) {
    int end = start + length;
    int at = start;
    if (at < end && (text[at] == '-' || text[at] == '+')) {
      at++;
    }
    if (at == end) {
      return false;
    }
    for (; at < end; at++) {
      if (text[at] < '0' || text[at] > '9') {
        return false;
      }
    }
    return true;
  }

  private boolean readWhole(byte[] text, int start, int end) {
    int at = start;
    boolean negative = at < end && text[at] == '-';
    if (negative || at < end && text[at] == '+') {
      at++;
    }
    if (at == end) {
      return false;
    }
    // Counted downwards, because the negative range is the larger one.
    long value = 0;
    for (; at < end; at++) {
      int digit = text[at] - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      if (value < Long.MIN_VALUE / 10) {
        return false;
      }
      value *= 10;
      if (value < Long.MIN_VALUE + digit) {
        return false;
      }
      value -= digit;
    }
    if (!negative && value == Long.MIN_VALUE) {
      return false;
    }
    word = negative ? value : -value;
    return true;
  }

  private static boolean matches(String lowerCase, byte[] text, int start, int length) {
    if (length != lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if ((text[start + i] | 0x20) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
