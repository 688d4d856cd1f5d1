package io.lodestone.scan;

import java.nio.charset.StandardCharsets;

/**
 * The values of one column of a batch. Arrays are shared, not copied, and read only; they may be
 * longer than the batch.
 *
 * <p>{@code presence} has bit i of word i / 64 set when value i is there, and is null when all are;
 * the value under a cleared bit means nothing.
 */
public sealed interface ColumnVector {
  /** Presence bits, or null when every value is there. */
  long[] presence();

  default boolean isPresent(int index) {
    long[] bits = presence();
    return bits == null || (bits[index >>> 6] >>> index & 1) != 0;
  }

  /** BIGINT, or TIMESTAMP in nanoseconds since the epoch. */
  record Longs(long[] values, long[] presence) implements ColumnVector {}

  /** DOUBLE. */
  record Doubles(double[] values, long[] presence) implements ColumnVector {}

  /** BOOLEAN. */
  record Booleans(boolean[] values, long[] presence) implements ColumnVector {}

  /** VARCHAR as UTF-8: value i is {@code bytes[offsets[i] .. offsets[i + 1])}. */
  record Varchars(byte[] bytes, int[] offsets, long[] presence) implements ColumnVector {
    public String text(int index) {
      return new String(
          bytes, offsets[index], offsets[index + 1] - offsets[index], StandardCharsets.UTF_8);
    }
  }

  /**
   * VARCHAR by reference: value i is the dictionary's value {@code codes[i]}. Dimensions and
   * measure names come in this form. Within one scan the dictionary of a column only grows: a code,
   * once seen, means the same text in every later batch.
   */
  record Dictionary(int[] codes, Varchars dictionary, long[] presence) implements ColumnVector {
    public String text(int index) {
      return dictionary.text(codes[index]);
    }
  }
}
