package io.lodestone.segments;

/**
 * How segments are written. Readers need none of it.
 *
 * @param pointsPerBlock a multiple of 1,024, at most 16,384
 * @param blockValueBytesMax raw bytes of values at which a block is closed early
 */
public record SegmentOptions(int pointsPerBlock, int blockValueBytesMax) {
  /** 1,024 points, 1 MiB. */
  public static final SegmentOptions DEFAULT = new SegmentOptions(1_024, 1 << 20);

  public SegmentOptions {
    if (pointsPerBlock < 1_024 || pointsPerBlock > 16_384 || pointsPerBlock % 1_024 != 0) {
      throw new IllegalArgumentException(
          "points per block must be a multiple of 1,024 up to 16,384, found " + pointsPerBlock);
    }
    if (blockValueBytesMax < 1 << 16) {
      throw new IllegalArgumentException(
          "block bytes must be at least 65,536, found " + blockValueBytesMax);
    }
  }
}
