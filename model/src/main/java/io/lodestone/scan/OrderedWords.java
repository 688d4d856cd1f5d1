package io.lodestone.scan;

import io.lodestone.model.ValueType;

/**
 * Values of all types but VARCHAR as integers with the same order. Only doubles are not that
 * already: theirs are ordered from negative NaN over -Infinity, -0.0 and 0.0, neighbours, to
 * Infinity and NaN. Stateless.
 */
public final class OrderedWords {
  private OrderedWords() {}

  /** The ordered integer of a column's word. */
  public static long of(ValueType type, long word) {
    return type == ValueType.DOUBLE ? ofBits(word) : word;
  }

  /** The ordered integer of a double's raw bits; the same turns it back. */
  public static long ofBits(long bits) {
    return bits ^ (bits >> 63 & Long.MAX_VALUE);
  }

  public static long ofDouble(double value) {
    return ofBits(Double.doubleToRawLongBits(value));
  }

  public static double toDouble(long ordered) {
    return Double.longBitsToDouble(ofBits(ordered));
  }
}
