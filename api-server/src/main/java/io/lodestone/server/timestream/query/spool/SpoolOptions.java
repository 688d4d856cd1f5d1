package io.lodestone.server.timestream.query.spool;

/**
 * How much a spool may take.
 *
 * @param bytesMax of all its files together
 * @param freeBytesMin free bytes of the disk below which nothing more is written
 */
public record SpoolOptions(long bytesMax, long freeBytesMin) {
  public static final SpoolOptions DEFAULT = new SpoolOptions(4L << 30, 256L << 20);

  /**
   * @throws IllegalArgumentException when one of them is negative
   */
  public SpoolOptions {
    if (bytesMax < 0 || freeBytesMin < 0) {
      throw new IllegalArgumentException("limits of a spool must not be negative");
    }
  }
}
