package io.lodestone.engine.memtable;

/**
 * How a memtable lays out its points.
 *
 * @param blockPoints points per block: a power of two from 64 to 65,536, because a place inside a
 *     block must fit into 16 bits and presence words must not span two blocks
 */
public record MemtableOptions(int blockPoints) {
  /** Blocks of 65,536 points. */
  public static final MemtableOptions DEFAULT = new MemtableOptions(65_536);

  public MemtableOptions {
    if (blockPoints < 64 || blockPoints > 65_536 || Integer.bitCount(blockPoints) != 1) {
      throw new IllegalArgumentException(
          "block points must be a power of two from 64 to 65,536, found " + blockPoints);
    }
  }
}
