package io.lodestone.engine.memtable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Arrays that go from one generation of memtables to the next, so that writing takes no new memory
 * in the long run. One for all tables of an engine; of bounded size: what comes back beyond it is
 * left to the garbage collector.
 *
 * <p>An array comes back when nobody can read it any more, which {@link Memtable#release} sees to.
 * What stands in it then is not cleared. Safe for several threads.
 */
public final class ArrayPool {
  /** Arrays of the powers of two from here to {@link #BITS_MAX} are kept, the others never. */
  private static final int BITS_MIN = 6;

  private static final int BITS_MAX = 20;

  private final long bytesMax;

  // Guarded by this: arrays of half a megabyte move, and few smaller ones, so that a lock costs
  // nothing.
  private final Shelf<long[]> longs = new Shelf<>();
  private final Shelf<int[]> ints = new Shelf<>();
  private final Shelf<byte[]> bytes = new Shelf<>();
  private final int blockPoints;
  private long pooledBytes;

  /** Arrays of one type by their lengths. */
  private static final class Shelf<T> {
    private final List<ArrayDeque<T>> byBits = new ArrayList<>();

    Shelf() {
      for (int bits = BITS_MIN; bits <= BITS_MAX; bits++) {
        byBits.add(new ArrayDeque<>());
      }
    }

    /** An array of this length, or null when there is none. */
    T take(int length) {
      return isKept(length) ? of(length).pollLast() : null;
    }

    void put(int length, T array) {
      of(length).addLast(array);
    }

    private ArrayDeque<T> of(int length) {
      return byBits.get(Integer.numberOfTrailingZeros(length) - BITS_MIN);
    }
  }

  /** An empty pool for memtables of these options. */
  public ArrayPool(MemtableOptions options) {
    this.bytesMax = options.recycledBytesMax();
    this.blockPoints = options.blockPoints();
  }

  /** Points of a full block. */
  int blockPoints() {
    return blockPoints;
  }

  /** Bytes of the arrays kept. */
  public synchronized long memoryBytes() {
    return pooledBytes;
  }

  /** An array of this length with any content. */
  synchronized long[] longs(int length) {
    long[] kept = longs.take(length);
    if (kept == null) {
      return new long[length];
    }
    pooledBytes -= 8L * length;
    return kept;
  }

  /** An array of this length with any content. */
  synchronized int[] ints(int length) {
    int[] kept = ints.take(length);
    if (kept == null) {
      return new int[length];
    }
    pooledBytes -= 4L * length;
    return kept;
  }

  /** An array of this length with any content. */
  synchronized byte[] bytes(int length) {
    byte[] kept = bytes.take(length);
    if (kept == null) {
      return new byte[length];
    }
    pooledBytes -= length;
    return kept;
  }

  /** Takes an array back that nobody reads or writes any more. */
  synchronized void give(long[] array) {
    if (hasRoomFor(array.length, 8)) {
      longs.put(array.length, array);
    }
  }

  /** Takes an array back that nobody reads or writes any more. */
  synchronized void give(int[] array) {
    if (hasRoomFor(array.length, 4)) {
      ints.put(array.length, array);
    }
  }

  /** Takes an array back that nobody reads or writes any more. */
  synchronized void give(byte[] array) {
    if (hasRoomFor(array.length, 1)) {
      bytes.put(array.length, array);
    }
  }

  private static boolean isKept(int length) {
    return Integer.bitCount(length) == 1 && length >= 1 << BITS_MIN && length <= 1 << BITS_MAX;
  }

  private boolean hasRoomFor(int length, int elementBytes) {
    long more = (long) elementBytes * length;
    if (!isKept(length) || pooledBytes + more > bytesMax) {
      return false;
    }
    pooledBytes += more;
    return true;
  }
}
