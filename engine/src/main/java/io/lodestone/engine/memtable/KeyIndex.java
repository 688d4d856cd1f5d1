package io.lodestone.engine.memtable;

import java.util.Arrays;

/**
 * Where the current point of each (series, time) stands, and the newest time of each series. Used
 * by the committer alone.
 *
 * <p>Most series are sampled at a regular distance, or nearly so. Therefore the times of a series
 * are hashed by a straight line: its <em>step</em> cuts time into slots, 64 of them into a chunk,
 * and a slot holds the position of one point. A point finds its slot by a division, be it in order
 * or late; nothing is searched and nothing moved:
 *
 * <pre>
 *   start     + step    + 2 step   …
 *   | 4711    |         | 8142    | …      a chunk: positions, one in the middle is missing
 * </pre>
 *
 * <p>Where a point stands need not be what its slot promises: its time is read from its block. What
 * the line does not catch goes into a {@link KeyTable} instead, the series' <em>strays</em>: a time
 * whose slot has another one, and one whose chunk does not exist. A key is looked for in its slot
 * first, so that a stray may stay behind when its slot comes into being later.
 *
 * <p>The step is the distance of the first two times of a series. While a series has but one chunk,
 * a time that finds its slot taken makes the step as small as the smallest distance in the chunk,
 * if all of the chunk then still fits into one. The first chunk is as small as its points allow;
 * each further one has to be earned with 16 points of the series, so that a series of irregular
 * times cannot take more than four slots a point.
 */
final class KeyIndex {
  /** What a further point of a series of regular times takes. */
  static final int POINT_BYTES = Integer.BYTES;

  /** Words of slabs are at least so many, headers of series and parts of tables included. */
  private static final int SLAB_PLACES_MIN = 1 << 10;

  private static final int FIRST_HEADER_WORDS = 64;

  /** A series' header has four words. */
  private static final int HEADER_BITS = 2;

  /** The words: the newest time noted, durable or not. */
  private static final int NEWEST = 0;

  /** Nanoseconds of a slot; 0 while the series has at most one time. */
  private static final int STEP = 1;

  /** The time with which the youngest chunk begins; that of the only point when there is one. */
  private static final int START = 2;

  /**
   * <pre>
   *   63        32 31     8 7 4    3         2        1 0
   *   | chunk      | earned |   | strays | further | size |
   * </pre>
   *
   * The address of the youngest chunk, or the position of the only point; points put less those
   * spent on chunks; whether there are strays; whether there are further chunks, all of which are
   * in {@link #chunks} then; the size of the only chunk.
   */
  private static final int STATE = 3;

  private static final int SIZE_MASK = 3;
  private static final int FURTHER = 1 << 2;
  private static final int STRAYS = 1 << 3;
  private static final int EARNED_SHIFT = 8;
  private static final int EARNED_MAX = (1 << 24) - 1;

  /** What a chunk after the first costs. */
  private static final int CHUNK_POINTS = 16;

  private static final int CHUNK_BITS = Integer.numberOfTrailingZeros(PositionChunks.SLOTS_MAX);

  /** A fortnight: the span of a chunk stays far from what a long can hold. */
  private static final long STEP_MAX = 1L << 50;

  /** Earlier times, of the year 1679 or before, are always strays: no chunk begins before them. */
  private static final long CHUNKED_TIME_MIN = Long.MIN_VALUE + (STEP_MAX << CHUNK_BITS);

  private static final int NONE = -1;

  private final ArrayPool pool;
  private final PositionTimes times;
  private final int slabPlaces;
  private final int headerSlabBits;
  private long[][] headers = new long[4][];
  private int seriesCount;
  private final PositionChunks slots;

  /** By series and first time: the chunks of series that have several. */
  private final KeyTable chunks;

  private final KeyTable strays;

  /** The times of a chunk, for a smaller step, and the positions. */
  private final long[] sorted = new long[PositionChunks.SLOTS_MAX + 1];

  private final int[] moved = new int[PositionChunks.SLOTS_MAX];

  private long headerBytes;

  /** Tells what an index of positions does not keep: the time of the point at a position. */
  @FunctionalInterface
  interface PositionTimes {
    long timeAt(int position);
  }

  /**
   * @param times of all positions that are put
   */
  KeyIndex(ArrayPool pool, PositionTimes times) {
    this.pool = pool;
    this.times = times;
    this.slabPlaces = Math.max(SLAB_PLACES_MIN, pool.blockPoints());
    this.headerSlabBits = Integer.numberOfTrailingZeros(slabPlaces) - HEADER_BITS;
    this.slots = new PositionChunks(pool, slabPlaces);
    this.chunks = new KeyTable(pool, slabPlaces);
    this.strays = new KeyTable(pool, slabPlaces);
    this.headerBytes = ArrayBytes.of(headers);
  }

  /** Gives all memory back; nothing is found any more. */
  void giveBack() {
    for (long[] slab : headers) {
      if (slab != null) {
        pool.give(slab);
      }
    }
    Arrays.fill(headers, null);
    seriesCount = 0;
    slots.giveBack();
    chunks.giveBack();
    strays.giveBack();
  }

  long memoryBytes() {
    return headerBytes
        + slots.memoryBytes()
        + chunks.memoryBytes()
        + strays.memoryBytes()
        + ArrayBytes.of(sorted)
        + ArrayBytes.of(moved);
  }

  /** Begins the next series, without a point; series count from 0. */
  void addSeries() {
    int slab = seriesCount >>> headerSlabBits;
    int at = headerAt(seriesCount);
    if (slab == headers.length || headers[slab] == null || at == headers[slab].length) {
      addHeaders(slab);
    }
    long[] words = headers[slab];
    words[at + NEWEST] = Long.MIN_VALUE;
    words[at + STEP] = 0;
    words[at + START] = 0;
    words[at + STATE] = 0;
    seriesCount++;
  }

  /** The newest time noted of a series; {@link Long#MIN_VALUE} when there is none. */
  long newestTime(int series) {
    return headers[series >>> headerSlabBits][headerAt(series) + NEWEST];
  }

  /** Raises the newest time of a series. */
  void noteTime(int series, long time) {
    long[] words = headers[series >>> headerSlabBits];
    int at = headerAt(series) + NEWEST;
    if (time > words[at]) {
      words[at] = time;
    }
  }

  /** The position of the current point of this key, or -1. */
  int find(int series, long time) {
    if (series >= seriesCount) {
      return NONE;
    }
    long[] words = headers[series >>> headerSlabBits];
    int at = headerAt(series);
    long state = words[at + STATE];
    if (time >= CHUNKED_TIME_MIN && earned(state) + (state & FURTHER) > 0) {
      int position =
          words[at + STEP] == 0 ? (int) (state >>> 32) : positionInChunk(words, at, series, time);
      if (position >= 0 && times.timeAt(position) == time) {
        return position;
      }
    }
    return (state & STRAYS) == 0 ? NONE : strays.find(series, time);
  }

  /** Notes that the current point of this key stands at a position from now on. */
  void put(int series, long time, int position) {
    long[] words = headers[series >>> headerSlabBits];
    int at = headerAt(series);
    if (time < CHUNKED_TIME_MIN) {
      putStray(words, at, series, time, position);
      return;
    }
    if (words[at + STEP] == 0 && !startGrid(words, at, time, position)) {
      return;
    }
    long step = words[at + STEP];
    earn(words, at);
    long start = words[at + START];
    if (!isInChunk(start, step, time)) {
      putElsewhere(words, at, series, time, position);
      return;
    }
    int slot = (int) ((time - start) / step);
    growChunk(words, at, PositionChunks.sizeFor(slot));
    enter(words, at, series, time, position, (int) (words[at + STATE] >>> 32) + slot);
  }

  /**
   * The position that the slot of a time holds, or a negative number where it holds none or does
   * not exist.
   */
  private int positionInChunk(long[] words, int at, int series, long time) {
    long step = words[at + STEP];
    long start = words[at + START];
    long state = words[at + STATE];
    if (isInChunk(start, step, time)) {
      int slot = (int) ((time - start) / step);
      return slot < PositionChunks.slots((int) state & SIZE_MASK)
          ? slots.get((int) (state >>> 32) + slot)
          : NONE;
    }
    if ((state & FURTHER) == 0) {
      return NONE;
    }
    long chunkStart = chunkStart(start, step, time);
    int chunk = chunks.find(series, chunkStart);
    return chunk < 0 ? NONE : slots.get(chunk + (int) ((time - chunkStart) / step));
  }

  private static boolean isInChunk(long start, long step, long time) {
    // The difference of distant times overflows and is negative then.
    long past = time - start;
    return time >= start && past >= 0 && past < step << CHUNK_BITS;
  }

  /** The start of a time's chunk, given the start of another one of the same series. */
  private static long chunkStart(long start, long step, long time) {
    long span = step << CHUNK_BITS;
    return time - Math.floorMod(Math.floorMod(time, span) - Math.floorMod(start, span), span);
  }

  /**
   * Puts a point of a series that has at most one time so far.
   *
   * @return whether there are two times now, and a chunk with the first of them
   */
  private boolean startGrid(long[] words, int at, long time, int position) {
    long state = words[at + STATE];
    long start = words[at + START];
    if (earned(state) == 0) {
      words[at + START] = time;
      words[at + STATE] = withChunk(state, position);
      earn(words, at);
      return false;
    }
    if (time == start) {
      words[at + STATE] = withChunk(state, position);
      return false;
    }
    long distance = time > start ? time - start : start - time;
    boolean isNear = distance > 0 && distance <= STEP_MAX;
    words[at + STEP] = isNear ? distance : STEP_MAX;
    words[at + START] = isNear ? Math.min(time, start) : start;
    int chunk = slots.add(0);
    slots.set(chunk + (isNear && time < start ? 1 : 0), (int) (state >>> 32));
    words[at + STATE] = withChunk(state, chunk);
    return true;
  }

  /** Puts a point whose chunk is not the youngest one. */
  private void putElsewhere(long[] words, int at, int series, long time, int position) {
    long step = words[at + STEP];
    long start = words[at + START];
    long chunkStart = chunkStart(start, step, time);
    int chunk = (words[at + STATE] & FURTHER) == 0 ? NONE : chunks.find(series, chunkStart);
    if (chunk < 0) {
      if (earned(words[at + STATE]) < CHUNK_POINTS) {
        putStray(words, at, series, time, position);
        return;
      }
      chunk = addChunk(words, at, series, chunkStart);
    }
    int slot = (int) ((time - chunkStart) / step);
    enter(words, at, series, time, position, chunk + slot);
  }

  private void enter(long[] words, int at, int series, long time, int position, int address) {
    int known = slots.get(address);
    if (known == PositionChunks.EMPTY || times.timeAt(known) == time) {
      slots.set(address, position);
    } else if ((words[at + STATE] & FURTHER) != 0 || !refine(words, at, time, position)) {
      putStray(words, at, series, time, position);
    }
  }

  /**
   * Puts a point into the only chunk of its series with a smaller step; false if they do not fit.
   */
  private boolean refine(long[] words, int at, long time, int position) {
    long state = words[at + STATE];
    int size = (int) state & SIZE_MASK;
    int chunk = (int) (state >>> 32);
    int count = 0;
    for (int slot = 0; slot < PositionChunks.slots(size); slot++) {
      int known = slots.get(chunk + slot);
      if (known != PositionChunks.EMPTY) {
        moved[count] = known;
        sorted[count++] = times.timeAt(known);
      }
    }
    sorted[count] = time;
    Arrays.sort(sorted, 0, count + 1);
    long step = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      step = Math.min(step, sorted[i + 1] - sorted[i]);
    }
    long start = sorted[0];
    long last = (sorted[count] - start) / step;
    if (last >= PositionChunks.SLOTS_MAX) {
      return false;
    }
    int needed = PositionChunks.sizeFor((int) last);
    if (needed > size) {
      growChunk(words, at, needed);
      chunk = (int) (words[at + STATE] >>> 32);
      size = needed;
    }
    slots.clear(chunk, size);
    words[at + STEP] = step;
    words[at + START] = start;
    // No two times are nearer to each other than a step, so that each has a slot of its own.
    for (int i = 0; i < count; i++) {
      slots.set(chunk + (int) ((times.timeAt(moved[i]) - start) / step), moved[i]);
    }
    slots.set(chunk + (int) ((time - start) / step), position);
    return true;
  }

  private void putStray(long[] words, int at, int series, long time, int position) {
    words[at + STATE] |= STRAYS;
    strays.put(series, time, position);
  }

  /** One more chunk of the largest size, which all chunks of a series with several have. */
  private int addChunk(long[] words, int at, int series, long chunkStart) {
    if ((words[at + STATE] & FURTHER) == 0) {
      growChunk(words, at, PositionChunks.LARGEST);
      chunks.put(series, words[at + START], (int) (words[at + STATE] >>> 32));
      words[at + STATE] |= FURTHER;
    }
    int chunk = slots.add(PositionChunks.LARGEST);
    chunks.put(series, chunkStart, chunk);
    words[at + STATE] -= (long) CHUNK_POINTS << EARNED_SHIFT;
    if (chunkStart > words[at + START]) {
      words[at + START] = chunkStart;
      words[at + STATE] = withChunk(words[at + STATE], chunk);
    }
    return chunk;
  }

  /** Makes the only chunk of a series at least so large. */
  private void growChunk(long[] words, int at, int size) {
    long state = words[at + STATE];
    int before = (int) state & SIZE_MASK;
    if (before < size) {
      int chunk = slots.grow((int) (state >>> 32), before, size);
      words[at + STATE] = withChunk(state & ~(long) SIZE_MASK | size, chunk);
    }
  }

  private static void earn(long[] words, int at) {
    if (earned(words[at + STATE]) < EARNED_MAX) {
      words[at + STATE] += 1L << EARNED_SHIFT;
    }
  }

  private static int earned(long state) {
    return (int) state >>> EARNED_SHIFT;
  }

  private static long withChunk(long state, int chunk) {
    return (long) chunk << 32 | state & 0xFFFF_FFFFL;
  }

  private int headerAt(int series) {
    return series << HEADER_BITS & slabPlaces - 1;
  }

  private void addHeaders(int slab) {
    if (slab == headers.length) {
      headerBytes -= ArrayBytes.of(headers);
      headers = Arrays.copyOf(headers, 2 * slab);
      headerBytes += ArrayBytes.of(headers);
    }
    long[] before = headers[slab];
    if (before == null) {
      headers[slab] = pool.longs(slab == 0 ? FIRST_HEADER_WORDS : slabPlaces);
    } else {
      // Only the first slab starts small. Nobody else reads, so that it may move.
      headers[slab] = pool.longs(Math.min(slabPlaces, 4 * before.length));
      System.arraycopy(before, 0, headers[slab], 0, before.length);
      headerBytes -= ArrayBytes.of(before);
      pool.give(before);
    }
    headerBytes += ArrayBytes.of(headers[slab]);
  }
}
