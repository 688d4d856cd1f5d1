package io.lodestone.scan;

import io.lodestone.model.KeyOrder;

/**
 * Passes everything on to another cursor: a base for cursors that show its series with other
 * points, or fewer of them. Owns the other and closes it. One owner.
 */
public abstract class ForwardingPointCursor implements PointCursor {
  private final PointCursor source;

  /**
   * @param source before its first series
   */
  protected ForwardingPointCursor(PointCursor source) {
    this.source = source;
  }

  @Override
  public boolean nextSeries() {
    return source.nextSeries();
  }

  @Override
  public final KeyOrder keyOrder() {
    return source.keyOrder();
  }

  @Override
  public final byte[] keyBytes() {
    return source.keyBytes();
  }

  @Override
  public final int keyOffset() {
    return source.keyOffset();
  }

  @Override
  public final int keyLength() {
    return source.keyLength();
  }

  @Override
  public boolean nextChunk() {
    return source.nextChunk();
  }

  @Override
  public PointChunk chunk() {
    return source.chunk();
  }

  @Override
  public void close() {
    source.close();
  }
}
