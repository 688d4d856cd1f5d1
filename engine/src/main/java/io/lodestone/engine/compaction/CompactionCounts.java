package io.lodestone.engine.compaction;

/**
 * What compaction has done since the engine was opened.
 *
 * @param merges plans carried out
 * @param bytesRead size of the segments that were replaced
 * @param bytesWritten size of those that took their place
 * @param abandoned plans given up, because the disk refused, the table was dropped, or an input is
 *     damaged
 * @param damaged segments that are left as they are because they cannot be read
 */
public record CompactionCounts(
    long merges, long bytesRead, long bytesWritten, long abandoned, int damaged) {
  /** Nothing yet. */
  public static final CompactionCounts NONE = new CompactionCounts(0, 0, 0, 0, 0);

  CompactionCounts merged(long read, long written) {
    return new CompactionCounts(
        merges + 1, bytesRead + read, bytesWritten + written, abandoned, damaged);
  }

  CompactionCounts gaveUp(int damagedSegments) {
    return new CompactionCounts(merges, bytesRead, bytesWritten, abandoned + 1, damagedSegments);
  }
}
