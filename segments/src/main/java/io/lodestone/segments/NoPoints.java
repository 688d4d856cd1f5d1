package io.lodestone.segments;

import io.lodestone.model.KeyOrder;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;

/** The cursor of a series that is not there. */
final class NoPoints implements PointCursor {
  private static final byte[] NO_KEY = new byte[0];

  private final KeyOrder keyOrder;

  NoPoints(KeyOrder keyOrder) {
    this.keyOrder = keyOrder;
  }

  @Override
  public boolean nextSeries() {
    return false;
  }

  @Override
  public KeyOrder keyOrder() {
    return keyOrder;
  }

  @Override
  public byte[] keyBytes() {
    return NO_KEY;
  }

  @Override
  public int keyOffset() {
    return 0;
  }

  @Override
  public int keyLength() {
    return 0;
  }

  @Override
  public boolean nextChunk() {
    return false;
  }

  @Override
  public PointChunk chunk() {
    throw new IllegalStateException("no point was moved to");
  }

  @Override
  public void close() {}
}
