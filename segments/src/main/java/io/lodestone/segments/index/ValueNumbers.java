package io.lodestone.segments.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers byte strings in the order of their first appearance. One owner.
 *
 * <p>Of a million series, nearly each has a value that no other has, and a dozen that many have: a
 * value is looked up a dozen million times. Hence the hash beside each number, so that another
 * value in a slot is passed over without fetching its bytes, and the loops of eight bytes a step,
 * which for texts so short are faster than the library's.
 */
final class ValueNumbers {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] pool = new byte[256];
  private int[] starts = new int[17];

  /** {@code hash << 32 | number + 1}; 0 where empty. Length a power of two, at most half full. */
  private long[] table = new long[32];

  private int count;

  int count() {
    return count;
  }

  int length(int number) {
    return starts[number + 1] - starts[number];
  }

  byte[] pool() {
    return pool;
  }

  int start(int number) {
    return starts[number];
  }

  /** The number of these bytes, which is new when they are. */
  int of(byte[] bytes, int offset, int length) {
    int hash = hash(bytes, offset, length);
    int mask = table.length - 1;
    int slot = hash & mask;
    for (long entry = table[slot]; entry != 0; entry = table[slot]) {
      if ((int) (entry >>> 32) == hash && is((int) entry - 1, bytes, offset, length)) {
        return (int) entry - 1;
      }
      slot = slot + 1 & mask;
    }
    table[slot] = (long) hash << 32 | count + 1;
    add(bytes, offset, length);
    if (2 * count > table.length) {
      enlarge();
    }
    return count - 1;
  }

  private void add(byte[] bytes, int offset, int length) {
    int at = starts[count];
    if (at + length > pool.length) {
      pool = Arrays.copyOf(pool, Math.max(at + length, 2 * pool.length));
    }
    System.arraycopy(bytes, offset, pool, at, length);
    if (count + 2 > starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    starts[++count] = at + length;
  }

  private void enlarge() {
    long[] larger = new long[2 * table.length];
    int mask = larger.length - 1;
    for (long entry : table) {
      if (entry != 0) {
        int slot = (int) (entry >>> 32) & mask;
        while (larger[slot] != 0) {
          slot = slot + 1 & mask;
        }
        larger[slot] = entry;
      }
    }
    table = larger;
  }

  /** Whether a value is these bytes. */
  boolean is(int number, byte[] bytes, int offset, int length) {
    int start = starts[number];
    if (starts[number + 1] - start != length) {
      return false;
    }
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      if ((long) WORDS.get(pool, start + i) != (long) WORDS.get(bytes, offset + i)) {
        return false;
      }
    }
    for (; i < length; i++) {
      if (pool[start + i] != bytes[offset + i]) {
        return false;
      }
    }
    return true;
  }

  /** The numbers, ordered by their bytes. */
  int[] sorted() {
    int[] numbers = new int[count];
    Arrays.setAll(numbers, i -> i);
    ValueSort.sort(this, numbers);
    return numbers;
  }

  int compare(int one, int other) {
    return Arrays.compareUnsigned(
        pool, starts[one], starts[one + 1], pool, starts[other], starts[other + 1]);
  }

  /** Any hash will do: it is stored nowhere. */
  private static int hash(byte[] bytes, int offset, int length) {
    long h = length;
    int end = offset + length;
    int i = offset;
    for (; i <= end - Long.BYTES; i += Long.BYTES) {
      h = mix(h ^ (long) WORDS.get(bytes, i));
    }
    if (i < end) {
      h = mix(h ^ rest(bytes, i, end));
    }
    return (int) (h ^ h >>> 32);
  }

  /** Up to seven bytes. */
  private static long rest(byte[] bytes, int from, int end) {
    if (from + Long.BYTES <= bytes.length) {
      return (long) WORDS.get(bytes, from) & (1L << (end - from) * Byte.SIZE) - 1;
    }
    long rest = 0;
    for (int i = end - 1; i >= from; i--) {
      rest = rest << Byte.SIZE | bytes[i] & 0xFF;
    }
    return rest;
  }

  private static long mix(long h) {
    long product = h * 0x9E37_79B9_7F4A_7C15L;
    return product ^ product >>> 32;
  }
}
