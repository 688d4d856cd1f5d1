package io.lodestone.segments.index;

/**
 * The canonical keys of some neighbouring series, put together once for all readers. Immutable,
 * safe for several threads.
 *
 * @param bytes the keys, one after the other
 * @param offsets where each starts, and where the last one ends
 */
record KeyGroup(byte[] bytes, int[] offsets) {
  /** Series of a group; only the last one may have fewer. */
  static final int SERIES = 64;
}
