package io.lodestone.segments;

import io.lodestone.segments.encoding.Effort;
import java.util.Objects;

/**
 * How segments are written. Readers need none of it.
 *
 * @param pointsPerBlock a multiple of 1,024, at most 16,384
 * @param blockValueBytesMax raw bytes of values at which a block is closed early, 64 KiB to 16 MiB
 * @param effort how much time fewer bytes may cost
 */
public record SegmentOptions(int pointsPerBlock, int blockValueBytesMax, Effort effort) {
  /** 1,024 points, 1 MiB, {@link Effort#FLUSH}. */
  public static final SegmentOptions DEFAULT = new SegmentOptions(1_024, 1 << 20);

  public SegmentOptions {
    if (pointsPerBlock < 1_024 || pointsPerBlock > 16_384 || pointsPerBlock % 1_024 != 0) {
      throw new IllegalArgumentException(
          "points per block must be a multiple of 1,024 up to 16,384, found " + pointsPerBlock);
    }
    if (blockValueBytesMax < 1 << 16 || blockValueBytesMax > 1 << 24) {
      throw new IllegalArgumentException(
          "block bytes must be from 65,536 to 16,777,216, found " + blockValueBytesMax);
    }
    Objects.requireNonNull(effort, "effort");
  }

  /** As flushes write. */
  public SegmentOptions(int pointsPerBlock, int blockValueBytesMax) {
    this(pointsPerBlock, blockValueBytesMax, Effort.FLUSH);
  }

  /** The same with another effort: what a compaction passes. */
  public SegmentOptions withEffort(Effort wanted) {
    return new SegmentOptions(pointsPerBlock, blockValueBytesMax, wanted);
  }
}
