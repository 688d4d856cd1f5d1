package io.lodestone.sql.type;

/**
 * Doubles as text: the same characters as {@link Double#toString(double)}, and no object for
 * numbers with few digits, which most measured values are.
 *
 * <p>Why this is right: a decimal of at most 15 digits is the only one of its length that is read
 * as its double. If {@code m / 10^k} in the arithmetic of doubles, where the quotient of two exact
 * numbers is rounded once, as a reader does it, gives the number back, and no smaller {@code k}
 * does, then {@code m} has the digits of the shortest decimal that stands for it. Stateless.
 */
public final class DoubleText {
  /** Double.toString writes smaller and greater ones with an exponent. */
  private static final double PLAIN_MIN = 1e-3;

  private static final double PLAIN_MAX = 1e7;

  /** Powers of ten; each is exact. */
  private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8};

  private static final long DIGITS_MAX = 1_000_000_000_000_000L;

  private DoubleText() {}

  public static void append(double value, TextBuffer out) {
    double size = Math.abs(value);
    if (size >= PLAIN_MIN && size < PLAIN_MAX && appendShort(value, size, out)) {
      return;
    }
    if (size == 0) {
      appendSign(value, out);
      out.append('0');
      out.append('.');
      out.append('0');
      return;
    }
    appendAscii(Double.toString(value), out);
  }

  private static boolean appendShort(double value, double size, TextBuffer out) {
    // A number that is not short with all decimals is not with fewer: most of those that are
    // quotients leave here.
    double finest = POWERS[POWERS.length - 1];
    if (Math.round(size * finest) / finest != size) {
      return false;
    }
    for (int decimals = 0; decimals < POWERS.length; decimals++) {
      double power = POWERS[decimals];
      long digits = Math.round(size * power);
      if (digits >= DIGITS_MAX) {
        return false;
      }
      if (digits / power == size) {
        appendSign(value, out);
        long whole = digits / (long) power;
        out.appendLong(whole);
        out.append('.');
        if (decimals == 0) {
          out.append('0');
        } else {
          out.appendDigits(digits - whole * (long) power, decimals);
        }
        return true;
      }
    }
    return false;
  }

  private static void appendAscii(String text, TextBuffer out) {
    int length = text.length();
    int at = out.length();
    byte[] bytes = out.room(length);
    for (int i = 0; i < length; i++) {
      bytes[at + i] = (byte) text.charAt(i);
    }
    out.endAt(at + length);
  }

  private static void appendSign(double value, TextBuffer out) {
    if (Double.doubleToRawLongBits(value) < 0) {
      out.append('-');
    }
  }
}
