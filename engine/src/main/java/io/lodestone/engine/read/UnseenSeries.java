package io.lodestone.engine.read;

import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;

/**
 * A cursor without the series that were seen in younger bands: their last points are known. Owns
 * the cursor it reads. One owner.
 */
final class UnseenSeries implements PointCursor {
  private final PointCursor points;
  private final TextDictionary seen;
  private final int seenBefore;

  /**
   * @param points before its first series
   * @param seen the keys of younger bands, to which those of this one are added
   */
  UnseenSeries(PointCursor points, TextDictionary seen) {
    this.points = points;
    this.seen = seen;
    this.seenBefore = seen.count();
  }

  @Override
  public boolean nextSeries() {
    while (points.nextSeries()) {
      int start = points.keyOffset();
      if (seen.code(points.keyBytes(), start, start + points.keyLength()) >= seenBefore) {
        return true;
      }
    }
    return false;
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
    return points.nextChunk();
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
