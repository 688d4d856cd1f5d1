package io.lodestone.engine.flush;

/**
 * What flushes have done since the engine was opened, those of replay left out.
 *
 * @param flushes how many are in the manifest
 * @param segments how many segments they wrote
 * @param bytesWritten the size of those
 */
public record FlushCounts(long flushes, long segments, long bytesWritten) {
  /** Nothing yet. */
  public static final FlushCounts NONE = new FlushCounts(0, 0, 0);

  FlushCounts flushed(int moreSegments, long moreBytes) {
    return new FlushCounts(flushes + 1, segments + moreSegments, bytesWritten + moreBytes);
  }
}
