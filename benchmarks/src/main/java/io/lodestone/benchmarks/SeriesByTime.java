package io.lodestone.benchmarks;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.SeriesKey;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Points of given series in the order of segments: all of the first series, then all of the next.
 * Each column walks between 0 and 100 in steps of a bell curve, cut to whole numbers.
 */
final class SeriesByTime implements PointCursor {
  private final List<SeriesKey> series;
  private final int pointsPerSeries;
  private final SplittableRandom random;
  private final double[] walks;
  private final PointChunk chunk;
  private int current = -1;
  private int next;

  /**
   * @param series in any order
   * @param columns of type BIGINT
   */
  SeriesByTime(List<SeriesKey> series, int pointsPerSeries, List<Column> columns, long seed) {
    this.series = series.stream().sorted(KeyOrder.OF_BYTES).toList();
    this.pointsPerSeries = pointsPerSeries;
    this.random = new SplittableRandom(seed);
    this.walks = new double[columns.size()];
    this.chunk =
        new PointChunk(
            columns.stream()
                .map(c -> new ColumnBuffer(c.name(), c.type(), PointChunk.POINTS_MAX))
                .toList());
  }

  @Override
  public boolean nextSeries() {
    current++;
    next = 0;
    for (int c = 0; c < walks.length; c++) {
      walks[c] = random.nextInt(101);
    }
    return current < series.size();
  }

  @Override
  public KeyOrder keyOrder() {
    return KeyOrder.OF_BYTES;
  }

  @Override
  public byte[] keyBytes() {
    return series.get(current).encoded();
  }

  @Override
  public int keyOffset() {
    return 0;
  }

  @Override
  public int keyLength() {
    return keyBytes().length;
  }

  @Override
  public boolean nextChunk() {
    chunk.clear();
    for (; chunk.size() < PointChunk.POINTS_MAX && next < pointsPerSeries; next++) {
      chunk.append(CpuOnly.START_NANOS + next * CpuOnly.INTERVAL_NANOS, 1);
      for (int c = 0; c < walks.length; c++) {
        walks[c] = Math.clamp(walks[c] + random.nextGaussian(), 0, 100);
        chunk.columns().get(c).appendWord((long) walks[c]);
      }
    }
    return chunk.size() > 0;
  }

  @Override
  public PointChunk chunk() {
    return chunk;
  }

  @Override
  public void close() {
    current = series.size();
  }
}
