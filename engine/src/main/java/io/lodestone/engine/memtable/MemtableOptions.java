package io.lodestone.engine.memtable;

/**
 * How a memtable lays out its points.
 *
 * @param blockPoints points per block: a power of two from 64 to 65,536, because a place inside a
 *     block must fit into 16 bits and presence words must not span two blocks
 * @param recycledBytesMax heap that flushed memtables may leave to those that follow, over all
 *     tables, in bytes; 0 to leave it to the garbage collector. As much as one generation takes, or
 *     less where memory is short
 */
public record MemtableOptions(int blockPoints, long recycledBytesMax) {
  /**
   * Blocks of 65,536 points, 512 MiB of them kept: a generation as large as a flush lets it get.
   */
  public static final MemtableOptions DEFAULT = new MemtableOptions(65_536);

  public MemtableOptions {
    if (blockPoints < 64 || blockPoints > 65_536 || Integer.bitCount(blockPoints) != 1) {
      throw new IllegalArgumentException(
          "block points must be a power of two from 64 to 65,536, found " + blockPoints);
    }
    if (recycledBytesMax < 0) {
      throw new IllegalArgumentException("less than no memory kept: " + recycledBytesMax);
    }
  }

  /** The default with other blocks. */
  public MemtableOptions(int blockPoints) {
    this(blockPoints, 512L << 20);
  }
}
