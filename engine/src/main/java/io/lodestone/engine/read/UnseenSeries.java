package io.lodestone.engine.read;

import io.lodestone.model.KeyOrder;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;

/**
 * A cursor without the series that were seen in younger bands: their last points are known. Owns
 * the cursor it reads. One owner.
 */
final class UnseenSeries implements PointCursor {
  private final PointCursor points;
  private final TextDictionary seen;

  /**
   * @param points before its first series
   * @param seen the keys of younger bands, to which those of this one are added
   */
  UnseenSeries(PointCursor points, TextDictionary seen) {
    this.points = points;
    this.seen = seen;
  }

  @Override
  public boolean nextSeries() {
    while (points.nextSeries()) {
      int start = points.keyOffset();
      if (!seen.contains(points.keyBytes(), start, start + points.keyLength())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public KeyOrder keyOrder() {
    return points.keyOrder();
  }

  @Override
  public byte[] keyBytes() {
    return points.keyBytes();
  }

  @Override
  public int keyOffset() {
    return points.keyOffset();
  }

  @Override
  public int keyLength() {
    return points.keyLength();
  }

  @Override
  public boolean nextChunk() {
    if (!points.nextChunk()) {
      return false;
    }
    // Only now: a series may turn out to have no wanted point here, and then an older band may.
    int start = points.keyOffset();
    seen.code(points.keyBytes(), start, start + points.keyLength());
    return true;
  }

  @Override
  public PointChunk chunk() {
    return points.chunk();
  }

  @Override
  public void close() {
    points.close();
  }
}
