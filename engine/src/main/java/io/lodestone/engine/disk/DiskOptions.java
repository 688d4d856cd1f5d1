package io.lodestone.engine.disk;

/**
 * What is to stay free on the disk.
 *
 * @param freeBytesMin below this many free bytes writes of points are told to come again; reads,
 *     flushes, expiry and deletes go on, and need this room; a compaction leaves it alone. 0 to go
 *     on until the disk is full
 */
public record DiskOptions(long freeBytesMin) {
  /** 256 MiB. */
  public static final DiskOptions DEFAULT = new DiskOptions(256L << 20);

  /**
   * @throws IllegalArgumentException when it is negative
   */
  public DiskOptions {
    if (freeBytesMin < 0) {
      throw new IllegalArgumentException("a disk with " + freeBytesMin + " bytes free");
    }
  }
}
