package io.lodestone.sql.type;

import java.nio.charset.StandardCharsets;

/**
 * Many values of one type. Arrays are shared, not copied, and read only; they may be longer than
 * the vector, whose length is that of its batch.
 *
 * <p>{@code presence} has bit i of word i / 64 set when value i is not NULL, and is null when none
 * is; the value under a cleared bit means nothing. This mirrors {@link
 * io.lodestone.scan.ColumnVector} and adds what cannot be stored: constants, arrays and rows.
 */
public sealed interface Vector {
  /** Presence bits, or null when no value is NULL. */
  long[] presence();

  default boolean isPresent(int index) {
    return Presence.has(presence(), index);
  }

  /** BIGINT, INTEGER and all types of time. */
  record Longs(long[] values, long[] presence) implements Vector {}

  /** DOUBLE. */
  record Doubles(double[] values, long[] presence) implements Vector {}

  /** BOOLEAN. */
  record Booleans(boolean[] values, long[] presence) implements Vector {}

  /** VARCHAR as UTF-8: value i is {@code bytes[offsets[i] .. offsets[i + 1])}. */
  record Text(byte[] bytes, int[] offsets, long[] presence) implements Vector {
    public String text(int index) {
      return new String(bytes, offsets[index], length(index), StandardCharsets.UTF_8);
    }

    public int length(int index) {
      return offsets[index + 1] - offsets[index];
    }
  }

  /**
   * VARCHAR by reference: value i is the dictionary's value {@code codes[i]}. Different codes may
   * mean the same text.
   *
   * @param origin vectors of the same origin agree on what a code means, even when their
   *     dictionaries are not the same object; the dictionary of one that came later knows all codes
   *     of one that came before
   */
  record Dictionary(int[] codes, Text dictionary, long[] presence, Object origin)
      implements Vector {}

  /**
   * One value at every index.
   *
   * @param value a vector of one value, itself neither constant nor a dictionary
   */
  record Constant(Vector value) implements Vector {
    private static final long[] NOTHING = new long[Batch.ROWS_MAX >>> 6];

    /** Bits for {@link Batch#ROWS_MAX} values; longer vectors ask {@link #isPresent}. */
    @Override
    public long[] presence() {
      return value.isPresent(0) ? null : NOTHING;
    }

    @Override
    public boolean isPresent(int index) {
      return value.isPresent(0);
    }
  }

  /** Arrays and timeseries: value i is {@code elements[offsets[i] .. offsets[i + 1])}. */
  record Arrays(int[] offsets, Vector elements, long[] presence) implements Vector {
    public int length(int index) {
      return offsets[index + 1] - offsets[index];
    }
  }

  /** Rows: value i has the part {@code fields[k]} at index i. */
  record Rows(java.util.List<Vector> fields, long[] presence) implements Vector {
    public Rows {
      fields = java.util.List.copyOf(fields);
    }
  }
}
