package io.lodestone.engine.compaction;

/**
 * How segments are merged behind writes and reads.
 *
 * @param enabled whether they are. When not, {@code overlapMax} does not hold either
 * @param overlapMax segments of a table that may share a moment in time; while there are more,
 *     writes into the table are told to come again. At least 32: a plan merges up to so many
 * @param segmentBytesMax the most bytes that are merged into one segment; windows that hold more
 *     are not widened. Also what a compaction may need of free disk
 * @param pieceBytesMin a segment over many windows is split when its pieces are so large on
 *     average, in bytes
 * @param stepPoints points merged between two looks at whether to stop, about
 * @param timeShareMax the share of one thread's time that merging takes, above 0 and up to 1
 * @param bytesPerSecondMax how many bytes are written in a second, on average over a merge
 */
public record CompactionOptions(
    boolean enabled,
    int overlapMax,
    long segmentBytesMax,
    long pieceBytesMin,
    int stepPoints,
    double timeShareMax,
    long bytesPerSecondMax) {
  /** On; 100 segments, 2 GiB, 1 MiB, 16,384 points, half of the time, 64 MiB a second. */
  public static final CompactionOptions DEFAULT =
      new CompactionOptions(true, 100, 2L << 30, 1L << 20, 16_384, 0.5, 64L << 20);

  /** Segments stay as flushes wrote them. */
  public static final CompactionOptions OFF =
      new CompactionOptions(false, 100, 2L << 30, 1L << 20, 16_384, 0.5, 64L << 20);

  /** The most segments that one plan merges. */
  static final int INPUTS_MAX = 32;

  public CompactionOptions {
    if (overlapMax < INPUTS_MAX) {
      throw new IllegalArgumentException(
          "overlapping segments must be allowed up to " + INPUTS_MAX + ", found " + overlapMax);
    }
    if (segmentBytesMax < 1 || pieceBytesMin < 1 || stepPoints < 1 || bytesPerSecondMax < 1) {
      throw new IllegalArgumentException("sizes and steps must be positive");
    }
    if (!(timeShareMax > 0 && timeShareMax <= 1)) {
      throw new IllegalArgumentException(
          "the share of time must be above 0 and at most 1, found " + timeShareMax);
    }
  }
}
