package io.lodestone.scan;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;

/** A {@link PointCursor} read as blocks of one run each, of which nothing is known in advance. */
public final class ChunkRuns implements RunCursor {
  private final PointCursor points;
  private boolean inSeries;
  private boolean atRun;
  private int series = -1;

  /**
   * @param points before its first series; owned from now on
   */
  public ChunkRuns(PointCursor points) {
    this.points = points;
  }

  @Override
  public boolean nextBlock() {
    while (!inSeries || !points.nextChunk()) {
      inSeries = points.nextSeries();
      if (!inSeries) {
        atRun = false;
        return false;
      }
      series++;
    }
    atRun = true;
    return true;
  }

  @Override
  public boolean isWholeBlock() {
    return true;
  }

  @Override
  public int blockPoints() {
    return points.chunk().size();
  }

  @Override
  public long blockMinTimeNanos() {
    return times()[0];
  }

  @Override
  public long blockMaxTimeNanos() {
    return times()[blockPoints() - 1];
  }

  @Override
  public ColumnStatistics statistics(int column) {
    return ColumnStatistics.unknown(blockPoints(), column(column).absentCount());
  }

  @Override
  public boolean nextRun() {
    boolean first = atRun;
    atRun = false;
    return first;
  }

  @Override
  public int series() {
    return series;
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
  public int from() {
    return 0;
  }

  @Override
  public int to() {
    return blockPoints();
  }

  @Override
  public long[] times() {
    return points.chunk().times();
  }

  @Override
  public ColumnBuffer column(int column) {
    return points.chunk().columns().get(column);
  }

  @Override
  public void close() {
    points.close();
  }
}
