package io.lodestone.engine.read;

import io.lodestone.scan.ForwardingPointCursor;
import io.lodestone.scan.PointCursor;

/**
 * A cursor without the series that were seen in younger bands: their last points are known. Owns
 * the cursor it reads. One owner.
 */
final class UnseenSeries extends ForwardingPointCursor {
  private final TextDictionary seen;

  /**
   * @param points before its first series
   * @param seen the keys of younger bands, to which those of this one are added
   */
  UnseenSeries(PointCursor points, TextDictionary seen) {
    super(points);
    this.seen = seen;
  }

  @Override
  public boolean nextSeries() {
    while (super.nextSeries()) {
      int start = keyOffset();
      if (!seen.contains(keyBytes(), start, start + keyLength())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean nextChunk() {
    if (!super.nextChunk()) {
      return false;
    }
    // Only now: a series may turn out to have no wanted point here, and then an older band may.
    int start = keyOffset();
    seen.code(keyBytes(), start, start + keyLength());
    return true;
  }
}
