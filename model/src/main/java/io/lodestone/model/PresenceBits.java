package io.lodestone.model;

import java.util.Arrays;

/**
 * The form in which presence is told everywhere: bit i of word i / 64 is set when value i is there.
 * Stateless.
 */
public final class PresenceBits {
  private PresenceBits() {}

  /** How many words hold this many bits. */
  public static int words(int bits) {
    return (bits + 63) >>> 6;
  }

  public static boolean isSet(long[] bits, int index) {
    return (bits[index >>> 6] >>> index & 1) != 0;
  }

  /** Whether all bits {@code from} to {@code to}, exclusive, are set; true when there is none. */
  public static boolean areSet(long[] bits, int from, int to) {
    boolean set = true;
    for (int at = from; at < to && set; at = (at | 63) + 1) {
      int length = Math.min(to, (at | 63) + 1) - at;
      set = bits(bits, at, length) == -1L >>> -length;
    }
    return set;
  }

  public static void set(long[] bits, int index) {
    bits[index >>> 6] |= 1L << index;
  }

  /** Sets the bits {@code from} to {@code to}, exclusive, and touches no other. */
  public static void set(long[] bits, int from, int to) {
    if (from >= to) {
      return;
    }
    int first = from >>> 6;
    int last = (to - 1) >>> 6;
    long head = -1L << from;
    long tail = -1L >>> -to;
    if (first == last) {
      bits[first] |= head & tail;
      return;
    }
    bits[first] |= head;
    Arrays.fill(bits, first + 1, last, -1L);
    bits[last] |= tail;
  }

  /** Sets those of {@code count} bits that are set in another array, and touches no other. */
  public static void copy(long[] from, int start, long[] to, int at, int count) {
    for (int done = 0; done < count; done += Long.SIZE) {
      int length = Math.min(Long.SIZE, count - done);
      long word = bits(from, start + done, length);
      int place = at + done;
      to[place >>> 6] |= word << place;
      if ((place & 63) + length > Long.SIZE) {
        to[(place >>> 6) + 1] |= word >>> -place;
      }
    }
  }

  /** Up to 64 bits from any place on, as the low ones of a word. */
  private static long bits(long[] from, int start, int length) {
    long word = from[start >>> 6] >>> start;
    if ((start & 63) + length > Long.SIZE) {
      word |= from[(start >>> 6) + 1] << -start;
    }
    return length == Long.SIZE ? word : word & (1L << length) - 1;
  }
}
