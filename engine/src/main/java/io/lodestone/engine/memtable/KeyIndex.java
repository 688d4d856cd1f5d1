package io.lodestone.engine.memtable;

import java.util.Arrays;

/**
 * Where the current point of each (series, time) stands. Used by the committer alone.
 *
 * <p>Each series has a chain of chunks, the youngest first; a chunk holds up to its capacity of
 * times in ascending order with the position of each, and all of a chunk's times lie before those
 * of the chunk that follows it. A time later than all goes to the end of the youngest chunk, which
 * is the usual case. A late one goes into the chunk where it belongs; a full one is split. Chunks
 * start at 4 places and double to 64: a series of ten points must not pay for one of a thousand.
 *
 * <p>Chunks lie in slabs of two parallel arrays. An address is {@code slab << slabBits | offset}; 0
 * is none:
 *
 * <pre>
 *   times      | previous, jump | depth    | time 0     | time 1     | …
 *   positions  | count          | capacity | position 0 | position 1 | …
 * </pre>
 *
 * <p>Besides the previous chunk, each chunk knows one further back, chosen so that any chunk is
 * reached from the youngest in a logarithmic number of steps (Eugene Myers, "An applicative
 * random-access stack", 1983). Splits only make these jumps a little less even.
 */
final class KeyIndex {
  /** Chunks have at most this many places, headers included; slabs must have more. */
  private static final int SLAB_PLACES_MIN = 1 << 10;

  private static final int FIRST_SLAB_PLACES = 256;
  private static final int HEADER = 2;
  private static final int FIRST_CAPACITY = 4;
  private static final int CAPACITY_MAX = 64;
  private static final int NONE = 0;

  /** Per series: its youngest chunk. */
  private int[] tails = new int[16];

  private final ArrayPool pool;

  /** Places of a slab, a power of two: as many as a block has points, for which arrays are kept. */
  private final int slabPlaces;

  private final int slabBits;
  private final int slabMask;
  private long[][] times = new long[4][];
  private int[][] positions = new int[4][];
  private int slabCount;
  private int slabUsed;
  private long memoryBytes;

  KeyIndex(ArrayPool pool) {
    this.pool = pool;
    this.slabPlaces = Math.max(SLAB_PLACES_MIN, pool.blockPoints());
    this.slabBits = Integer.numberOfTrailingZeros(slabPlaces);
    this.slabMask = slabPlaces - 1;
    times[0] = new long[FIRST_SLAB_PLACES];
    positions[0] = new int[FIRST_SLAB_PLACES];
    slabCount = 1;
    // Address 0 means none, so that nothing may stand there.
    slabUsed = 1;
    memoryBytes = 12L * FIRST_SLAB_PLACES + 4L * tails.length;
  }

  /** Gives all slabs back; nothing is found any more. */
  void giveBack() {
    for (int i = 0; i < slabCount; i++) {
      pool.give(times[i]);
      pool.give(positions[i]);
    }
    slabCount = 0;
    Arrays.fill(times, null);
    Arrays.fill(positions, null);
  }

  long memoryBytes() {
    return memoryBytes;
  }

  /** The position of the current point of this key, or -1. */
  int find(int series, long time) {
    if (series >= tails.length || tails[series] == NONE) {
      return -1;
    }
    int chunk = chunkOf(tails[series], time);
    int[] p = positions[chunk >>> slabBits];
    int first = (chunk & slabMask) + HEADER;
    int count = p[first - HEADER];
    int found = Arrays.binarySearch(times[chunk >>> slabBits], first, first + count, time);
    return found < 0 ? -1 : p[found];
  }

  /** Notes that the current point of this key stands at a position from now on. */
  void put(int series, long time, int position) {
    if (series >= tails.length) {
      growTails(series);
    }
    int chunk = tails[series];
    if (chunk == NONE) {
      chunk = allocate(FIRST_CAPACITY, NONE, NONE, 0);
      tails[series] = chunk;
    }
    int slab = chunk >>> slabBits;
    int at = chunk & slabMask;
    int count = positions[slab][at];
    if (count > 0 && time <= times[slab][at + HEADER + count - 1]) {
      insert(chunkOf(chunk, time), time, position);
      return;
    }
    if (count == positions[slab][at + 1]) {
      chunk = addTail(series, chunk);
      slab = chunk >>> slabBits;
      at = chunk & slabMask;
      count = 0;
    }
    times[slab][at + HEADER + count] = time;
    positions[slab][at + HEADER + count] = position;
    positions[slab][at] = count + 1;
  }

  /** The youngest chunk whose first time is not after this one, or the oldest chunk. */
  private int chunkOf(int tail, long time) {
    int chunk = tail;
    while (time < firstTime(chunk)) {
      int jump = jump(chunk);
      if (jump != NONE && time < firstTime(jump)) {
        chunk = jump;
      } else {
        int previous = previous(chunk);
        if (previous == NONE) {
          break;
        }
        chunk = previous;
      }
    }
    return chunk;
  }

  private void insert(int chunk, long time, int position) {
    long[] t = times[chunk >>> slabBits];
    int[] p = positions[chunk >>> slabBits];
    int header = chunk & slabMask;
    int first = header + HEADER;
    int count = p[header];
    int found = Arrays.binarySearch(t, first, first + count, time);
    if (found >= 0) {
      p[found] = position;
      return;
    }
    if (count == p[header + 1]) {
      int older = split(chunk);
      insert(time < firstTime(chunk) ? older : chunk, time, position);
      return;
    }
    int place = -found - 1;
    int after = first + count - place;
    System.arraycopy(t, place, t, place + 1, after);
    System.arraycopy(p, place, p, place + 1, after);
    t[place] = time;
    p[place] = position;
    p[header] = count + 1;
  }

  /** Moves the older half of a full chunk into a new one before it, which is returned. */
  private int split(int chunk) {
    int header = chunk & slabMask;
    int capacity = positions[chunk >>> slabBits][header + 1];
    int moved = capacity / 2;
    int kept = capacity - moved;
    int jump = jump(chunk);
    int older = allocate(capacity, previous(chunk), jump, depth(chunk));
    long[] t = times[chunk >>> slabBits];
    int[] p = positions[chunk >>> slabBits];
    long[] olderTimes = times[older >>> slabBits];
    int[] olderPositions = positions[older >>> slabBits];
    int to = older & slabMask;
    int first = header + HEADER;
    System.arraycopy(t, first, olderTimes, to + HEADER, moved);
    System.arraycopy(p, first, olderPositions, to + HEADER, moved);
    olderPositions[to] = moved;
    System.arraycopy(t, first + moved, t, first, kept);
    System.arraycopy(p, first + moved, p, first, kept);
    p[header] = kept;
    link(chunk, older, jump, depth(chunk));
    return older;
  }

  /** A new youngest chunk, twice as large as the last up to the limit. */
  private int addTail(int series, int last) {
    int capacity = Math.min(CAPACITY_MAX, 2 * positions[last >>> slabBits][(last & slabMask) + 1]);
    int jump = jump(last);
    int far = jump == NONE ? NONE : jump(jump);
    boolean even = far != NONE && depth(last) - depth(jump) == depth(jump) - depth(far);
    int tail = allocate(capacity, last, even ? far : last, depth(last) + 1);
    tails[series] = tail;
    return tail;
  }

  private int allocate(int capacity, int previous, int jump, int depth) {
    int needed = HEADER + capacity;
    int slab = slabCount - 1;
    if (slabUsed + needed > times[slab].length) {
      if (times[slab].length < slabPlaces) {
        // Only the first slab starts small. Nobody else reads, so that it may move.
        int larger = Math.min(slabPlaces, 4 * times[slab].length);
        memoryBytes += 12L * (larger - times[slab].length);
        long[] largerTimes = pool.longs(larger);
        int[] largerPositions = pool.ints(larger);
        System.arraycopy(times[slab], 0, largerTimes, 0, slabUsed);
        System.arraycopy(positions[slab], 0, largerPositions, 0, slabUsed);
        times[slab] = largerTimes;
        positions[slab] = largerPositions;
      } else {
        addSlab();
        slab++;
      }
    }
    int at = slabUsed;
    slabUsed += needed;
    positions[slab][at] = 0;
    positions[slab][at + 1] = capacity;
    int chunk = slab << slabBits | at;
    link(chunk, previous, jump, depth);
    return chunk;
  }

  private void addSlab() {
    if (slabCount == 1 << (31 - slabBits)) {
      throw new IllegalStateException("the key index of a memtable is full");
    }
    if (slabCount == times.length) {
      times = Arrays.copyOf(times, 2 * slabCount);
      positions = Arrays.copyOf(positions, 2 * slabCount);
      memoryBytes += 16L * slabCount;
    }
    times[slabCount] = pool.longs(slabPlaces);
    positions[slabCount] = pool.ints(slabPlaces);
    slabCount++;
    slabUsed = 0;
    memoryBytes += 12L * slabPlaces;
  }

  private void growTails(int series) {
    int larger = Math.max(series + 1, 2 * tails.length);
    memoryBytes += 4L * (larger - tails.length);
    tails = Arrays.copyOf(tails, larger);
  }

  private void link(int chunk, int previous, int jump, int depth) {
    long[] t = times[chunk >>> slabBits];
    int at = chunk & slabMask;
    t[at] = (long) previous << 32 | jump;
    t[at + 1] = depth;
  }

  private int previous(int chunk) {
    return (int) (times[chunk >>> slabBits][chunk & slabMask] >>> 32);
  }

  private int jump(int chunk) {
    return (int) times[chunk >>> slabBits][chunk & slabMask];
  }

  private int depth(int chunk) {
    return (int) times[chunk >>> slabBits][(chunk & slabMask) + 1];
  }

  private long firstTime(int chunk) {
    return times[chunk >>> slabBits][(chunk & slabMask) + HEADER];
  }
}
