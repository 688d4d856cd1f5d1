package io.lodestone.engine.feed;

/**
 * How changes are kept.
 *
 * @param keepSeconds how long a change can be read after it was made, in seconds
 * @param bytesMax disk that the changes of all streams may take; the oldest go first
 * @param rollSeconds how old a shard becomes before a child takes its place, in seconds
 * @param archiveBytes heap of changes in memory, in bytes, at which they go to a file
 * @param archiveSeconds how long a change stays in memory at the longest, in seconds: the log is
 *     kept as long
 */
public record FeedOptions(
    long keepSeconds, long bytesMax, long rollSeconds, long archiveBytes, long archiveSeconds) {
  /** 24 hours, 10 GiB, shards of 4 hours, 16 MiB or 60 seconds in memory. */
  public static final FeedOptions DEFAULT =
      new FeedOptions(86_400, 10L << 30, 14_400, 16L << 20, 60);

  public FeedOptions {
    if (keepSeconds < 1
        || bytesMax < 1
        || rollSeconds < 1
        || archiveBytes < 1
        || archiveSeconds < 1) {
      throw new IllegalArgumentException("a limit below 1");
    }
  }
}
