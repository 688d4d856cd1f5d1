package io.lodestone.engine.read;

/**
 * How tables are read.
 *
 * @param workers threads that lend a hand with large scans, besides those that scan; 0 for none, at
 *     most 64. They are started by the first large scan
 */
public record ScanOptions(int workers) {
  /** One worker: the smallest machine that is worth it has two cores. */
  public static final ScanOptions DEFAULT = new ScanOptions(1);

  private static final int WORKERS_MAX = 64;

  /**
   * @throws IllegalArgumentException when there are less than none or more than 64
   */
  public ScanOptions {
    if (workers < 0 || workers > WORKERS_MAX) {
      throw new IllegalArgumentException(
          "scan workers must be 0 to " + WORKERS_MAX + ", found " + workers);
    }
  }
}
