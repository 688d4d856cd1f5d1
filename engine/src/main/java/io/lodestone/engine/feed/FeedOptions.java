package io.lodestone.engine.feed;

import java.util.Objects;

/**
 * How changes are kept.
 *
 * @param keepSeconds how long a change can be read after it was made, in seconds
 * @param bytesMax disk that the changes of all streams may take, expired points that are held for
 *     them included
 * @param onFull what happens when that is used up
 * @param rollSeconds how old a shard becomes before a child takes its place, in seconds
 * @param rollBytes how large a shard's changes become in files before a child takes its place
 * @param archiveBytes heap of changes in memory, in bytes, at which they go to a file, which takes
 *     four syncs; twice as much is held at most, when the disk does not keep up
 * @param archiveSeconds how long a change stays in memory at the longest, in seconds: the log is
 *     kept as long
 */
public record FeedOptions(
    long keepSeconds,
    long bytesMax,
    OnFull onFull,
    long rollSeconds,
    long rollBytes,
    long archiveBytes,
    long archiveSeconds) {
  /** What is given up when changes take all the disk that they may take. */
  public enum OnFull {
    /** The oldest changes, whether they were read or not. */
    TRIM,
    /**
     * The writes into tables with a stream, until the oldest changes have been kept for their time.
     */
    THROTTLE
  }

  /** 24 hours, 10 GiB, trimmed, shards of 4 hours or 1 GiB, 16 MiB or 60 seconds in memory. */
  public static final FeedOptions DEFAULT =
      new FeedOptions(86_400, 10L << 30, OnFull.TRIM, 14_400, 1L << 30, 16L << 20, 60);

  public FeedOptions {
    Objects.requireNonNull(onFull, "onFull");
    if (keepSeconds < 1
        || bytesMax < 1
        || rollSeconds < 1
        || rollBytes < 1
        || archiveBytes < 1
        || archiveSeconds < 1) {
      throw new IllegalArgumentException("a limit below 1");
    }
  }

  /** Whether what was made in a second has been kept long enough. */
  boolean isOld(long madeTick, long tick) {
    return madeTick <= tick - keepSeconds;
  }

  /** Whether everything in front of a shard has been kept long enough, because it is a child. */
  boolean isParentOld(FeedShard shard, long tick) {
    return shard.parent() != FeedShard.NO_PARENT && isOld(shard.openedTick(), tick);
  }

  /** Whether a child is to take the place of a shard. */
  boolean isToRoll(FeedShard shard, long tick) {
    boolean isOld = shard.openedTick() <= tick - rollSeconds;
    return shard.isOpen() && (isOld || shard.bytes() >= rollBytes);
  }

  /** Kept for so many seconds. */
  public FeedOptions withKeepSeconds(long seconds) {
    return new FeedOptions(
        seconds, bytesMax, onFull, rollSeconds, rollBytes, archiveBytes, archiveSeconds);
  }

  /** Within so many bytes of disk. */
  public FeedOptions withBytesMax(long bytes, OnFull whenFull) {
    return new FeedOptions(
        keepSeconds, bytes, whenFull, rollSeconds, rollBytes, archiveBytes, archiveSeconds);
  }

  /** With shards of at most this age and size. */
  public FeedOptions withRoll(long seconds, long bytes) {
    return new FeedOptions(
        keepSeconds, bytesMax, onFull, seconds, bytes, archiveBytes, archiveSeconds);
  }

  /** With at most so much in memory, for so long. */
  public FeedOptions withArchive(long bytes, long seconds) {
    return new FeedOptions(keepSeconds, bytesMax, onFull, rollSeconds, rollBytes, bytes, seconds);
  }
}
