package io.lodestone.model;

import java.util.Arrays;

/**
 * A growing list of different series, each known by its place: what the points of a batch, or of
 * all batches of one writer, name their series by. A writer that keeps its list pays for a key once
 * and not with every point.
 *
 * <p>Keys lie one after the other in one array, so that a list holds at most 2 GiB of them, about
 * ten million keys of 200 bytes.
 *
 * <p>One thread at a time adds. What stood in the list when a {@link PointBatch} was built may be
 * read through that batch by any thread it was handed to, whatever is added meanwhile: arrays are
 * replaced when they grow, and entries are never changed.
 */
public final class SeriesList {
  private int size;
  private byte[] keyBytes = new byte[1024];
  private int[] keyOffsets = new int[17];
  private int[] keyHashes = new int[16];

  /** Place + 1, or 0 where the slot is empty. Length a power of two, at most half full. */
  private int[] slots = new int[32];

  /**
   * The place of a series, entered if it is new. The bytes are copied.
   *
   * @param key the array that holds the canonical key, see {@link SeriesKeyEncoder}
   * @throws InvalidRequestException when the list is full
   */
  public int add(byte[] key, int offset, int length) {
    int hash = SeriesKey.hash(key, offset, length);
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != 0) {
      int candidate = slots[slot] - 1;
      if (keyHashes[candidate] == hash
          && Arrays.equals(
              keyBytes,
              keyOffsets[candidate],
              keyOffsets[candidate + 1],
              key,
              offset,
              offset + length)) {
        return candidate;
      }
      slot = slot + 1 & mask;
    }
    makeRoom(length);
    int end = keyOffsets[size] + length;
    System.arraycopy(key, offset, keyBytes, keyOffsets[size], length);
    keyOffsets[size + 1] = end;
    keyHashes[size] = hash;
    slots[slot] = ++size;
    if (2 * size > slots.length) {
      rehash();
    }
    return size - 1;
  }

  /** The place of a series, entered if it is new. */
  public int add(SeriesKey key) {
    return add(key.encoded(), 0, key.encoded().length);
  }

  /** How many series. */
  public int size() {
    return size;
  }

  byte[] keyBytes() {
    return keyBytes;
  }

  int[] keyOffsets() {
    return keyOffsets;
  }

  int[] keyHashes() {
    return keyHashes;
  }

  private void makeRoom(int keyLength) {
    long end = (long) keyOffsets[size] + keyLength;
    if (end > Integer.MAX_VALUE - 16 || size == 1 << 29) {
      throw new InvalidRequestException("A list of series holds at most 2 GiB of keys.");
    }
    if (end > keyBytes.length) {
      long larger = Math.min(Integer.MAX_VALUE - 16, Math.max(end, 2L * keyBytes.length));
      keyBytes = Arrays.copyOf(keyBytes, (int) larger);
    }
    if (size == keyHashes.length) {
      keyHashes = Arrays.copyOf(keyHashes, 2 * size);
      keyOffsets = Arrays.copyOf(keyOffsets, 2 * size + 1);
    }
  }

  private void rehash() {
    slots = new int[2 * slots.length];
    int mask = slots.length - 1;
    for (int i = 0; i < size; i++) {
      int slot = keyHashes[i] & mask;
      while (slots[slot] != 0) {
        slot = slot + 1 & mask;
      }
      slots[slot] = i + 1;
    }
  }
}
