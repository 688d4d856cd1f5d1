package io.lodestone.segments.index;

import io.lodestone.model.SeriesKey;
import java.util.Arrays;

/** Numbers byte strings in the order of their first appearance. One owner. */
final class ValueNumbers {
  private byte[] pool = new byte[256];
  private int[] starts = new int[17];
  private int[] table = new int[32];
  private int count;
  private int last = -1;

  ValueNumbers() {
    Arrays.fill(table, -1);
  }

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
    // Series come in order: what a dimension held last it mostly holds again.
    if (last >= 0 && is(last, bytes, offset, length)) {
      return last;
    }
    // And names of dimensions come by turns.
    int next = last + 1 < count ? last + 1 : 0;
    if (next < count && is(next, bytes, offset, length)) {
      last = next;
      return last;
    }
    int slot = hash(bytes, offset, length) & (table.length - 1);
    while (table[slot] >= 0) {
      if (is(table[slot], bytes, offset, length)) {
        last = table[slot];
        return last;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    table[slot] = count;
    last = add(bytes, offset, length);
    if (2 * count > table.length) {
      rehash();
    }
    return last;
  }

  private int add(byte[] bytes, int offset, int length) {
    int at = starts[count];
    if (at + length > pool.length) {
      pool = Arrays.copyOf(pool, Math.max(at + length, 2 * pool.length));
    }
    System.arraycopy(bytes, offset, pool, at, length);
    if (count + 2 > starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    starts[count + 1] = at + length;
    return count++;
  }

  private void rehash() {
    table = new int[2 * table.length];
    Arrays.fill(table, -1);
    for (int i = 0; i < count; i++) {
      int slot = hash(pool, starts[i], length(i)) & (table.length - 1);
      while (table[slot] >= 0) {
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = i;
    }
  }

  private boolean is(int number, byte[] bytes, int offset, int length) {
    return Arrays.equals(pool, starts[number], starts[number + 1], bytes, offset, offset + length);
  }

  /** The numbers, ordered by their bytes. */
  int[] sorted() {
    boolean ordered = true;
    for (int i = 1; i < count && ordered; i++) {
      ordered = compare(i - 1, i) < 0;
    }
    int[] numbers = new int[count];
    Arrays.setAll(numbers, i -> i);
    if (ordered) {
      return numbers;
    }
    return Arrays.stream(numbers).boxed().sorted(this::compare).mapToInt(i -> i).toArray();
  }

  private int compare(int a, int b) {
    return Arrays.compareUnsigned(pool, starts[a], starts[a + 1], pool, starts[b], starts[b + 1]);
  }

  private static int hash(byte[] bytes, int offset, int length) {
    int h = SeriesKey.hash(bytes, offset, length);
    return h ^ h >>> 15;
  }
}
