package io.lodestone.server.parquet;

import java.util.Arrays;

/**
 * Different texts by numbers from 0 in the order of their coming. A hash table of open addresses.
 */
final class TextDictionary {
  /**
   * A reader keeps the dictionary of each column that it reads in memory. This is room for some
   * thousand values of a dimension.
   */
  private static final int BYTES_MAX = 256 << 10;

  /** Codes then fit in 15 bits, and the table stays half empty. */
  private static final int SIZE_MAX = 1 << 15;

  /** Far above what chance brings about; texts made to collide fill the dictionary early. */
  private static final int PROBES_MAX = 256;

  /** The texts as they stand in the dictionary's page: four bytes of length, then the bytes. */
  private final GrowingBuffer entries = new GrowingBuffer();

  private int[] starts = new int[64];
  private int[] hashes = new int[64];
  private int size;

  /** A code plus one, or zero; twice as many at least as there are texts. */
  private int[] table = new int[256];

  int size() {
    return size;
  }

  /** The texts in the order of their codes, in the encoding PLAIN. */
  GrowingBuffer entries() {
    return entries;
  }

  void clear() {
    entries.clear();
    size = 0;
    Arrays.fill(table, 0);
  }

  /** The code of a text, entered if it is new; -1 when there is no room for it. */
  int codeOf(byte[] bytes, int offset, int length) {
    int hash = hash(bytes, offset, length);
    int slot = hash & table.length - 1;
    for (int probe = 0; probe < PROBES_MAX; probe++) {
      if (table[slot] == 0) {
        return enter(slot, hash, bytes, offset, length);
      }
      int code = table[slot] - 1;
      if (hashes[code] == hash && isEntry(code, bytes, offset, length)) {
        return code;
      }
      slot = slot + 1 & table.length - 1;
    }
    return -1;
  }

  /** Appends a text in the encoding PLAIN. */
  void spellOut(int code, GrowingBuffer target) {
    int start = starts[code];
    target.put(entries.bytes(), start, Integer.BYTES + entries.intAt(start));
  }

  private boolean isEntry(int code, byte[] bytes, int offset, int length) {
    int start = starts[code] + Integer.BYTES;
    return entries.intAt(starts[code]) == length
        && Arrays.equals(entries.bytes(), start, start + length, bytes, offset, offset + length);
  }

  private int enter(int slot, int hash, byte[] bytes, int offset, int length) {
    if (size == SIZE_MAX || length > BYTES_MAX - Integer.BYTES - entries.length()) {
      return -1;
    }
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, 2 * size);
      hashes = Arrays.copyOf(hashes, 2 * size);
    }
    int code = size++;
    starts[code] = entries.length();
    hashes[code] = hash;
    entries.putInt(length);
    entries.put(bytes, offset, length);
    table[slot] = code + 1;
    if (2 * size > table.length) {
      grow();
    }
    return code;
  }

  private void grow() {
    table = new int[2 * table.length];
    for (int code = 0; code < size; code++) {
      int slot = hashes[code] & table.length - 1;
      while (table[slot] != 0) {
        slot = slot + 1 & table.length - 1;
      }
      table[slot] = code + 1;
    }
  }

  private static int hash(byte[] bytes, int offset, int length) {
    int hash = length;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    // The table goes by the low bits: the golden ratio spreads all of them over the high ones.
    hash *= 0x9E3779B9;
    return hash ^ hash >>> 16;
  }
}
