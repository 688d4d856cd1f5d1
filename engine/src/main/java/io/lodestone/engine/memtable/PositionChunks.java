package io.lodestone.engine.memtable;

import java.util.Arrays;

/**
 * Chunks of 4, 16 or 64 slots for positions, cut from slabs of ints; the chunk of a series that
 * stays small stays small. A chunk is known by the address of its first slot. Used by the committer
 * alone.
 */
final class PositionChunks {
  /** Slots of a chunk of each size. */
  private static final int[] SLOTS = {4, 16, 64};

  /** The size of the largest chunks. */
  static final int LARGEST = SLOTS.length - 1;

  /** Slots of the largest chunks. */
  static final int SLOTS_MAX = 64;

  /** What a slot holds when it holds no position. */
  static final int EMPTY = -1;

  private static final int FIRST_SLAB_SLOTS = 256;

  private final ArrayPool pool;
  private final int slabSlots;
  private final int slabBits;
  private int[][] slabs = new int[4][];
  private int slabCount;

  /** Slots of the last slab that have been cut. */
  private int used;

  /** Per size: the first chunk that nobody uses, which holds the next one's address in a slot. */
  private final int[] free = {EMPTY, EMPTY, EMPTY};

  private long memoryBytes = ArrayBytes.of(slabs) + ArrayBytes.of(free);

  /**
   * @param slabSlots slots of a slab, a power of two
   */
  PositionChunks(ArrayPool pool, int slabSlots) {
    this.pool = pool;
    this.slabSlots = slabSlots;
    this.slabBits = Integer.numberOfTrailingZeros(slabSlots);
  }

  /** Gives all memory back. */
  void giveBack() {
    for (int i = 0; i < slabCount; i++) {
      pool.give(slabs[i]);
    }
    Arrays.fill(slabs, null);
    slabCount = 0;
  }

  long memoryBytes() {
    return memoryBytes;
  }

  /** Slots of a chunk of a size. */
  static int slots(int size) {
    return SLOTS[size];
  }

  /** The smallest size that has a slot of this number. */
  static int sizeFor(int slot) {
    return slot < SLOTS[0] ? 0 : slot < SLOTS[1] ? 1 : 2;
  }

  /** The position in a slot, or {@link #EMPTY}. */
  int get(int address) {
    return slabs[address >>> slabBits][address & slabSlots - 1];
  }

  void set(int address, int position) {
    slabs[address >>> slabBits][address & slabSlots - 1] = position;
  }

  /** A chunk of empty slots. */
  int add(int size) {
    if (free[size] == EMPTY) {
      cut(size);
    }
    int chunk = free[size];
    free[size] = get(chunk);
    clear(chunk, size);
    return chunk;
  }

  /** A larger chunk with the positions of another one, which is no longer one. */
  int grow(int chunk, int size, int largerSize) {
    int larger = add(largerSize);
    int from = chunk & slabSlots - 1;
    int to = larger & slabSlots - 1;
    System.arraycopy(slabs[chunk >>> slabBits], from, slabs[larger >>> slabBits], to, SLOTS[size]);
    set(chunk, free[size]);
    free[size] = chunk;
    return larger;
  }

  /** Empties all slots. */
  void clear(int chunk, int size) {
    int at = chunk & slabSlots - 1;
    Arrays.fill(slabs[chunk >>> slabBits], at, at + SLOTS[size], EMPTY);
  }

  /** Makes free chunks of a size out of room for one of the largest. */
  private void cut(int size) {
    if (slabCount == 0 || used == slabs[slabCount - 1].length) {
      addRoom();
    }
    int first = (slabCount - 1 << slabBits) + used;
    used += SLOTS_MAX;
    for (int chunk = first + SLOTS_MAX - SLOTS[size]; chunk >= first; chunk -= SLOTS[size]) {
      set(chunk, free[size]);
      free[size] = chunk;
    }
  }

  private void addRoom() {
    int slab = slabCount - 1;
    if (slabCount == 1 && used < slabSlots) {
      // Only the first slab starts small. Nobody else reads, so that it may move.
      int[] larger = pool.ints(Math.min(slabSlots, 4 * used));
      System.arraycopy(slabs[slab], 0, larger, 0, used);
      memoryBytes += ArrayBytes.of(larger) - ArrayBytes.of(slabs[slab]);
      pool.give(slabs[slab]);
      slabs[slab] = larger;
      return;
    }
    if (slabCount == 1 << 31 - slabBits) {
      throw new IllegalStateException("the key index of a memtable is full");
    }
    if (slabCount == slabs.length) {
      memoryBytes -= ArrayBytes.of(slabs);
      slabs = Arrays.copyOf(slabs, 2 * slabCount);
      memoryBytes += ArrayBytes.of(slabs);
    }
    slabs[slabCount] = pool.ints(slabCount == 0 ? FIRST_SLAB_SLOTS : slabSlots);
    memoryBytes += ArrayBytes.of(slabs[slabCount]);
    slabCount++;
    used = 0;
  }
}
