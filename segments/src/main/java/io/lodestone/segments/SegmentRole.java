package io.lodestone.segments;

/**
 * What the points of a segment are to their table. The manifest remembers it; the file does not.
 */
public sealed interface SegmentRole {
  /** The table's points: what readers merge. Each key and time once. */
  record Current() implements SegmentRole {}

  /**
   * Points of the past and notes about points of the present, kept beside those. A time may occur
   * several times in a series, with ascending versions.
   *
   * @param newestTick what the file tells makes no difference to how the table was at the end of
   *     this tick, or later: the owner of the file says what a tick is
   */
  record History(long newestTick) implements SegmentRole {}

  /** The role of what a table shows. */
  SegmentRole CURRENT = new Current();
}
