package io.lodestone.sql.type;

import java.util.Arrays;

/**
 * Work on presence bits: bit i of word i / 64 is set when value i is not NULL; null stands for all
 * set.
 */
public final class Presence {
  private Presence() {}

  /** Whether value {@code index} is there. */
  public static boolean has(long[] presence, int index) {
    return presence == null || (presence[index >>> 6] >>> index & 1) != 0;
  }

  /** Words needed for so many values. */
  public static int words(int size) {
    return (size + 63) >>> 6;
  }

  /** No value is there. */
  public static long[] none(int size) {
    return new long[words(size)];
  }

  /** All values are there, as bits that may then be cleared. */
  public static long[] allOf(int size) {
    long[] bits = new long[words(size)];
    Arrays.fill(bits, -1L);
    return bits;
  }

  public static void set(long[] presence, int index) {
    presence[index >>> 6] |= 1L << index;
  }

  public static void clear(long[] presence, int index) {
    presence[index >>> 6] &= ~(1L << index);
  }

  /** What is there on both sides; may be one of the arguments. */
  public static long[] and(long[] left, long[] right, int size) {
    if (left == null) {
      return right;
    }
    if (right == null) {
      return left;
    }
    long[] both = new long[words(size)];
    for (int i = 0; i < both.length; i++) {
      both[i] = left[i] & right[i];
    }
    return both;
  }

  /** What is there in all arguments of a function. */
  public static long[] ofAll(Vector[] arguments, int size) {
    long[] all = null;
    for (Vector argument : arguments) {
      all = and(all, argument.presence(), size);
    }
    return all;
  }

  /** The bits of the given rows, in that order; null when all are set. */
  public static long[] gather(long[] presence, int[] rows, int count) {
    if (presence == null) {
      return null;
    }
    long[] bits = new long[words(count)];
    int set = 0;
    for (int i = 0; i < count; i++) {
      if (has(presence, rows[i])) {
        set(bits, i);
        set++;
      }
    }
    return set == count ? null : bits;
  }
}
