package io.lodestone.engine.feed;

/**
 * Where a change stands in a feed: its sequence number and, when it is one of many that an expiry
 * makes, its place among those. Positions ascend with commit order over all shards of a stream.
 *
 * @param sequence a sequence number, packed; see {@link io.lodestone.model.SequenceNumber}
 * @param subOrdinal from 1 for the points that an expiry let go, in the order of series and time; 0
 *     for every other change, and in front of an expiry's first
 */
public record FeedPosition(long sequence, long subOrdinal) implements Comparable<FeedPosition> {
  /** The highest sub-ordinal: what ten digits hold. */
  public static final long SUB_ORDINAL_MAX = 9_999_999_999L;

  /**
   * @throws IllegalArgumentException when a number is out of range
   */
  public FeedPosition {
    if (sequence < 0 || subOrdinal < 0 || subOrdinal > SUB_ORDINAL_MAX) {
      throw new IllegalArgumentException("no position: " + sequence + "/" + subOrdinal);
    }
  }

  /** In front of everything at a sequence number. */
  public static FeedPosition at(long sequence) {
    return new FeedPosition(sequence, 0);
  }

  /** The next place: readers who go on there have everything up to here behind them. */
  public FeedPosition next() {
    return subOrdinal == SUB_ORDINAL_MAX
        ? at(sequence + 1)
        : new FeedPosition(sequence, subOrdinal + 1);
  }

  @Override
  public int compareTo(FeedPosition other) {
    int bySequence = Long.compare(sequence, other.sequence);
    return bySequence != 0 ? bySequence : Long.compare(subOrdinal, other.subOrdinal);
  }

  @Override
  public String toString() {
    return (sequence >>> 24)
        + "/"
        + (sequence & 0xFF_FFFF)
        + (subOrdinal == 0 ? "" : "/" + subOrdinal);
  }
}
