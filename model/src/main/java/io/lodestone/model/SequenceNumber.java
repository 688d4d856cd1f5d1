package io.lodestone.model;

/**
 * The position of one change in commit order: the frame of the log that carries it and its ordinal
 * in that frame, packed into 64 bits as {@code frame << 24 | ordinal}. Strictly increasing; not to
 * be confused with a point's version.
 *
 * @param packed never negative
 */
public record SequenceNumber(long packed) implements Comparable<SequenceNumber> {
  private static final int ORDINAL_BITS = 24;

  /** The most changes one frame may carry. */
  public static final int ORDINALS_PER_FRAME_MAX = 1 << ORDINAL_BITS;

  public SequenceNumber {
    if (packed < 0) {
      throw new IllegalArgumentException("negative sequence number " + packed);
    }
  }

  public static SequenceNumber of(long frame, int ordinal) {
    if (frame < 0 || frame >= 1L << (63 - ORDINAL_BITS)) {
      throw new IllegalArgumentException("frame out of range: " + frame);
    }
    if (ordinal < 0 || ordinal >= ORDINALS_PER_FRAME_MAX) {
      throw new IllegalArgumentException("ordinal out of range: " + ordinal);
    }
    return new SequenceNumber(frame << ORDINAL_BITS | ordinal);
  }

  public long frame() {
    return packed >>> ORDINAL_BITS;
  }

  public int ordinal() {
    return (int) (packed & (ORDINALS_PER_FRAME_MAX - 1));
  }

  @Override
  public int compareTo(SequenceNumber other) {
    return Long.compare(packed, other.packed);
  }

  @Override
  public String toString() {
    return frame() + "/" + ordinal();
  }
}
