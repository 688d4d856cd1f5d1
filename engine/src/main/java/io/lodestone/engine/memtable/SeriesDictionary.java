package io.lodestone.engine.memtable;

import io.lodestone.model.KeyOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Series keys and their handles: dense numbers from 0 in the order of arrival, valid within one
 * memtable. Open addressing over the canonical key bytes; no object per series.
 *
 * <p>The committer enters; readers look into a {@link DictionaryView}. What a view took is never
 * changed in a way it could notice: arrays are replaced when they grow, entries below its count
 * stay, and a slot of the hash table goes from empty to taken once. A view that sees a slot taken
 * after its time finds a handle beyond its count there and goes on.
 */
final class SeriesDictionary {
  private static final int FIRST_SERIES = 16;

  private final KeyOrder keyOrder;
  private final TextArena keys;
  private final AtomicReference<SeriesOrder> order = new AtomicReference<>(SeriesOrder.EMPTY);
  private final DimensionIndexes indexes = new DimensionIndexes();
  private int count;

  /** Handle + 1, or 0 where the slot is empty. Length a power of two, at most half full. */
  private int[] slots = new int[4 * FIRST_SERIES];

  private int[] hashes = new int[FIRST_SERIES];
  private long[] places = new long[FIRST_SERIES];

  /** Where the values lie that lead the order, see {@link KeyOrder}; empty when none leads. */
  private long[] leads;

  SeriesDictionary(KeyOrder keyOrder, ArrayPool pool) {
    this.keyOrder = keyOrder;
    this.leads = new long[keyOrder.isLed() ? FIRST_SERIES : 0];
    this.keys = new TextArena(pool);
  }

  int count() {
    return count;
  }

  /** Gives the memory of all keys back. Nobody may read one any more. */
  void giveBack() {
    keys.giveBack();
  }

  int find(byte[] key, int offset, int length, int hash) {
    return find(slots, hashes, places, keys.chunks(), count, key, offset, length, hash);
  }

  /** Enters a key that is not here yet. */
  int add(byte[] key, int offset, int length, int hash) {
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * count);
      places = Arrays.copyOf(places, 2 * count);
      leads = Arrays.copyOf(leads, keyOrder.isLed() ? 2 * count : 0);
    }
    if (2 * (count + 1) > slots.length) {
      rehash();
    }
    hashes[count] = hash;
    places[count] = keys.append(key, offset, length);
    if (keyOrder.isLed()) {
      leads[count] = keyOrder.lead(key, offset, length);
    }
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != 0) {
      slot = slot + 1 & mask;
    }
    slots[slot] = count + 1;
    return count++;
  }

  DictionaryView view() {
    return new DictionaryView(
        keyOrder, count, slots, hashes, places, leads, keys.chunks(), order, indexes);
  }

  long memoryBytes() {
    return keys.memoryBytes()
        + ArrayBytes.of(slots)
        + ArrayBytes.of(hashes)
        + ArrayBytes.of(places)
        + ArrayBytes.of(leads)
        + order.getPlain().memoryBytes()
        + indexes.memoryBytes();
  }

  /**
   * The handle of a key below {@code count}, or -1. Shared by the committer, with its present
   * arrays, and by views, with those they took.
   */
  static int find(
      int[] slots,
      int[] hashes,
      long[] places,
      byte[][] chunks,
      int count,
      byte[] key,
      int offset,
      int length,
      int hash) {
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (true) {
      int handle = slots[slot] - 1;
      if (handle < 0) {
        return -1;
      }
      if (handle < count && hashes[handle] == hash) {
        long place = places[handle];
        int start = TextArena.offset(place);
        if (Arrays.equals(
            chunks[TextArena.chunk(place)],
            start,
            start + TextArena.length(place),
            key,
            offset,
            offset + length)) {
          return handle;
        }
      }
      slot = slot + 1 & mask;
    }
  }

  private void rehash() {
    int[] larger = new int[2 * slots.length];
    int mask = larger.length - 1;
    for (int handle = 0; handle < count; handle++) {
      int slot = hashes[handle] & mask;
      while (larger[slot] != 0) {
        slot = slot + 1 & mask;
      }
      larger[slot] = handle + 1;
    }
    slots = larger;
  }
}
