package io.lodestone.segments;

/**
 * The number of a segment, unique in a data directory for ever: numbers are handed out by the
 * manifest and never again given to another file. Part of every checksum of the segment, so that a
 * misplaced file or block is noticed.
 *
 * @param value from 1 on
 */
public record SegmentId(long value) implements Comparable<SegmentId> {
  public SegmentId {
    if (value < 1) {
      throw new IllegalArgumentException("segment ids start at 1, found " + value);
    }
  }

  @Override
  public int compareTo(SegmentId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
