package io.lodestone.engine.memtable;

import java.util.ArrayDeque;

/**
 * Large arrays that go from one generation of memtables to the next, so that writing takes no new
 * memory in the long run. One for all tables of an engine; of bounded size: what comes back beyond
 * it is left to the garbage collector.
 *
 * <p>An array comes back when nobody can read it any more, which {@link Memtable#release} sees to.
 * What stands in it then is not cleared. Safe for several threads.
 */
public final class ArrayPool {
  private final long bytesMax;

  // Guarded by this: few arrays of half a megabyte each move, so that a lock costs nothing.
  private final ArrayDeque<long[]> longs = new ArrayDeque<>();
  private final ArrayDeque<int[]> ints = new ArrayDeque<>();
  private final ArrayDeque<byte[]> bytes = new ArrayDeque<>();
  private final int blockPoints;
  private long pooledBytes;

  /** An empty pool for memtables of these options. */
  public ArrayPool(MemtableOptions options) {
    this.bytesMax = options.recycledBytesMax();
    this.blockPoints = options.blockPoints();
  }

  /** Points of a full block, the length of the arrays that are kept. */
  int blockPoints() {
    return blockPoints;
  }

  /** Bytes of the arrays kept. */
  public synchronized long memoryBytes() {
    return pooledBytes;
  }

  /** An array of this length with any content. */
  synchronized long[] longs(int length) {
    long[] kept = length == blockPoints ? longs.pollLast() : null;
    if (kept == null) {
      return new long[length];
    }
    pooledBytes -= 8L * length;
    return kept;
  }

  /** An array of this length with any content. */
  synchronized int[] ints(int length) {
    int[] kept = length == blockPoints ? ints.pollLast() : null;
    if (kept == null) {
      return new int[length];
    }
    pooledBytes -= 4L * length;
    return kept;
  }

  /** An array of this length with any content. */
  synchronized byte[] bytes(int length) {
    byte[] kept = length == TextArena.CHUNK_BYTES_MAX ? bytes.pollLast() : null;
    if (kept == null) {
      return new byte[length];
    }
    pooledBytes -= length;
    return kept;
  }

  /** Takes an array back that nobody reads or writes any more. */
  synchronized void give(long[] array) {
    if (array.length == blockPoints && hasRoomFor(8L * array.length)) {
      longs.addLast(array);
    }
  }

  /** Takes an array back that nobody reads or writes any more. */
  synchronized void give(int[] array) {
    if (array.length == blockPoints && hasRoomFor(4L * array.length)) {
      ints.addLast(array);
    }
  }

  /** Takes an array back that nobody reads or writes any more. */
  synchronized void give(byte[] array) {
    if (array.length == TextArena.CHUNK_BYTES_MAX && hasRoomFor(array.length)) {
      bytes.addLast(array);
    }
  }

  private boolean hasRoomFor(long more) {
    if (pooledBytes + more > bytesMax) {
      return false;
    }
    pooledBytes += more;
    return true;
  }
}
