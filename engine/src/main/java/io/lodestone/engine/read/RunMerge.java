package io.lodestone.engine.read;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.OrderedKey;
import io.lodestone.scan.ColumnStatistics;
import io.lodestone.scan.Cursor;
import io.lodestone.scan.RunCursor;
import io.lodestone.scan.SeriesCursor;
import java.util.Arrays;
import java.util.List;

/**
 * Runs of several bands in the order of series and time. Each run is a block of its own, judged by
 * nothing. Owns the bands' cursors and closes them.
 */
final class RunMerge implements RunCursor {
  /** The oldest band first. */
  private final RunCursor[] bands;

  private final KeyOrder keyOrder;

  /** Per band: the key of the run it stands at. */
  private final OrderedKey[] keys;

  /** Per band: whether it stands at a run. */
  private final boolean[] live;

  private RunCursor current;
  private int currentBand = -1;
  private boolean fresh;
  private boolean ended;
  private int series = -1;
  private byte[] key = new byte[256];
  private int keyLength = -1;

  /**
   * @param bands the oldest first, each before its first block; owned from now on
   * @throws io.lodestone.model.CorruptionException when they do not have one order of series; they
   *     stay the caller's then
   */
  RunMerge(List<RunCursor> bands) {
    this.bands = bands.toArray(RunCursor[]::new);
    this.live = new boolean[this.bands.length];
    this.keyOrder = SeriesCursor.commonOrder(bands);
    this.keys = new OrderedKey[this.bands.length];
    Arrays.setAll(keys, band -> new OrderedKey(keyOrder));
  }

  @Override
  public boolean nextBlock() {
    if (ended) {
      return false;
    }
    if (currentBand < 0) {
      for (int band = 0; band < bands.length; band++) {
        live[band] = toNextRun(band);
      }
    } else if (live[currentBand]) {
      live[currentBand] = toNextRun(currentBand);
    }
    currentBand = -1;
    for (int band = 0; band < bands.length; band++) {
      // Of one series, the older band comes first; so does all it has of it.
      if (live[band] && (currentBand < 0 || keys[band].compare(keys[currentBand]) < 0)) {
        currentBand = band;
      }
    }
    if (currentBand < 0) {
      ended = true;
      return false;
    }
    current = bands[currentBand];
    noteSeries();
    fresh = true;
    return true;
  }

  private boolean toNextRun(int number) {
    RunCursor band = bands[number];
    while (!band.nextRun()) {
      if (!band.nextBlock()) {
        return false;
      }
    }
    keys[number].moveTo(band.keyBytes(), band.keyOffset(), band.keyLength());
    return true;
  }

  private void noteSeries() {
    int start = current.keyOffset();
    int length = current.keyLength();
    if (keyLength != length
        || !Arrays.equals(current.keyBytes(), start, start + length, key, 0, length)) {
      series++;
      if (length > key.length) {
        key = new byte[2 * length];
      }
      System.arraycopy(current.keyBytes(), start, key, 0, length);
      keyLength = length;
    }
  }

  @Override
  public boolean isWholeBlock() {
    return false;
  }

  @Override
  public int blockPoints() {
    return to() - from();
  }

  @Override
  public long blockMinTimeNanos() {
    return times()[from()];
  }

  @Override
  public long blockMaxTimeNanos() {
    return times()[to() - 1];
  }

  @Override
  public ColumnStatistics statistics(int column) {
    return current.statistics(column);
  }

  @Override
  public boolean nextRun() {
    boolean first = fresh;
    fresh = false;
    return first;
  }

  @Override
  public int series() {
    return series;
  }

  @Override
  public KeyOrder keyOrder() {
    return keyOrder;
  }

  @Override
  public byte[] keyBytes() {
    return key;
  }

  @Override
  public int keyOffset() {
    return 0;
  }

  @Override
  public int keyLength() {
    return keyLength;
  }

  @Override
  public int from() {
    return current.from();
  }

  @Override
  public int to() {
    return current.to();
  }

  @Override
  public long[] times() {
    return current.times();
  }

  @Override
  public ColumnBuffer column(int column) {
    return current.column(column);
  }

  @Override
  public void close() {
    ended = true;
    Cursor.closeAll(Arrays.asList(bands));
  }
}
