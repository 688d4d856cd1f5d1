package io.lodestone.engine.memtable;

/**
 * What arrays take of the heap, as HotSpot lays them out with compressed references: a header of 16
 * bytes, then the elements, in multiples of eight bytes.
 */
final class ArrayBytes {
  private static final int HEADER = 16;

  private ArrayBytes() {}

  static long of(long[] array) {
    return HEADER + 8L * array.length;
  }

  static long of(int[] array) {
    return padded(4L * array.length);
  }

  static long of(char[] array) {
    return padded(2L * array.length);
  }

  static long of(byte[] array) {
    return padded(array.length);
  }

  /** The references alone, not what they refer to. */
  static long of(Object[] array) {
    return padded(4L * array.length);
  }

  private static long padded(long elements) {
    return HEADER + (elements + 7 & -8);
  }
}
