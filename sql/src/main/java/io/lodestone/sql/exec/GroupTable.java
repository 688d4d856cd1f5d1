package io.lodestone.sql.exec;

import java.util.Arrays;

/**
 * Gives each different key a number, from 0 in the order of appearance. A key is a fixed count of
 * 64-bit words; the keys lie in columns, without an object for any of them.
 */
final class GroupTable {
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final int words;
  private long[][] keys;
  private int count;

  /** Open addressing; a group plus one, 0 for a free slot. */
  private int[] slots = new int[256];

  /** For each row but the first: not 0 when its key differs from that of the row before. */
  private long[] changes = new long[0];

  /**
   * @param words in a key, at least 1
   */
  GroupTable(int words) {
    this.words = words;
    this.keys = new long[words][64];
  }

  /** How many keys there are. */
  int count() {
    return count;
  }

  /** Word {@code word} of every key, valid below {@link #count}. */
  long[] keyWords(int word) {
    return keys[word];
  }

  /**
   * Finds or adds the keys of some rows.
   *
   * @param rows one array per word of the key
   * @param groups takes the number of each row's key
   */
  void find(long[][] rows, int size, int[] groups) {
    find(rows, size, groups, true);
  }

  /** As {@link #find}, but a key that is not there stays so, and has the number -1. */
  void lookUp(long[][] rows, int size, int[] groups) {
    find(rows, size, groups, false);
  }

  private void find(long[][] rows, int size, int[] groups, boolean adding) {
    markChanges(rows, size);
    int group = size == 0 ? 0 : find(rows, 0, adding);
    for (int i = 0; i < size; i++) {
      if (changes[i] != 0) {
        group = find(rows, i, adding);
      }
      groups[i] = group;
    }
  }

  /**
   * Rows of one series and one bin of time come one after the other, so that most rows have the key
   * of the row before. These are found first, a word at a time, in loops without a branch.
   */
  private void markChanges(long[][] rows, int size) {
    if (changes.length < size) {
      changes = new long[size];
    }
    long[] first = rows[0];
    for (int i = 1; i < size; i++) {
      changes[i] = first[i] ^ first[i - 1];
    }
    for (int w = 1; w < rows.length; w++) {
      long[] word = rows[w];
      for (int i = 1; i < size; i++) {
        changes[i] |= word[i] ^ word[i - 1];
      }
    }
  }

  long memoryBytes() {
    return 8L * words * keys[0].length + 4L * slots.length;
  }

  private int find(long[][] rows, int row, boolean adding) {
    int slot = home(rows, row);
    while (slots[slot] != 0) {
      int group = slots[slot] - 1;
      if (isKey(group, rows, row)) {
        return group;
      }
      slot = slot + 1 & slots.length - 1;
    }
    return adding ? add(rows, row, slot) : -1;
  }

  private boolean isKey(int group, long[][] rows, int row) {
    for (int w = 0; w < words; w++) {
      if (keys[w][group] != rows[w][row]) {
        return false;
      }
    }
    return true;
  }

  private int add(long[][] rows, int row, int slot) {
    if (count == keys[0].length) {
      for (int w = 0; w < words; w++) {
        keys[w] = Arrays.copyOf(keys[w], 2 * count);
      }
    }
    for (int w = 0; w < words; w++) {
      keys[w][count] = rows[w][row];
    }
    slots[slot] = ++count;
    if (2 * count > slots.length) {
      rehash();
    }
    return count - 1;
  }

  private void rehash() {
    slots = new int[2 * slots.length];
    for (int group = 0; group < count; group++) {
      int slot = home(keys, group);
      while (slots[slot] != 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = group + 1;
    }
  }

  /** The slot at which the search for a key begins. */
  private int home(long[][] columns, int index) {
    long hash = 0;
    for (long[] word : columns) {
      hash = (hash ^ word[index]) * MIX;
      hash ^= hash >>> 32;
    }
    return (int) hash & slots.length - 1;
  }
}
