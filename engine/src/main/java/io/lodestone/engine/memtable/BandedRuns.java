package io.lodestone.engine.memtable;

import io.lodestone.model.PresenceBits;
import io.lodestone.model.TimeRange;
import java.util.Arrays;

/**
 * The blocks of a cursor that reads all series, copied in the order of reading one band of series
 * after the other; see {@link BlockBand} for what that is good for. A series with more points than
 * a band may have is read where it lies. One owner.
 */
final class BandedRuns {
  /** Words of points that a band copies at most, times and versions included: 2 MiB. */
  private static final int BAND_WORDS_MAX = 1 << 18;

  private final SeriesOrder order;
  private final BlockRuns[] blockRuns;
  private final BlockBand[] bands;
  private final int pointsMax;

  /** What all bands are copied into. */
  private final Block shared;

  /** The places of a copy's points: each where it stands. */
  private final char[] places;

  /** Per block: the run that follows the band. */
  private final int[] ends;

  /** The first rank behind the band. */
  private int endRank;

  /** Whether the band is copied. */
  private boolean copied;

  private int seriesTried;

  /**
   * @param blockRuns per block; null for one that is not read
   */
  BandedRuns(
      MemtableView view,
      SeriesOrder order,
      BlockRuns[] blockRuns,
      int[] columnNumbers,
      TimeRange range) {
    this.order = order;
    this.blockRuns = blockRuns;
    this.pointsMax =
        (int)
            Math.min(
                view.points(),
                Math.min(view.blockPoints(), BAND_WORDS_MAX / (columnNumbers.length + 2)));
    this.shared = room(pointsMax, view.columns().size(), columnNumbers);
    int[] picked = new int[pointsMax];
    this.places = new char[pointsMax];
    for (int i = 0; i < pointsMax; i++) {
      places[i] = (char) i;
    }
    this.ends = new int[blockRuns.length];
    this.bands = new BlockBand[blockRuns.length];
    for (int block = 0; block < bands.length; block++) {
      if (blockRuns[block] != null) {
        bands[block] =
            new BlockBand(
                view.block(block), blockRuns[block], columnNumbers, range, shared, picked);
      }
    }
    this.seriesTried = Math.max(1, order.count());
  }

  /**
   * Goes on to the band that begins with a series, unless that is in the present one.
   *
   * @param runs per block: the first run that has not been read
   */
  void moveTo(int rank, int[] runs) {
    if (rank < endRank) {
      return;
    }
    int series = (int) Math.min(2L * seriesTried, order.count());
    long points = findEnds(rank, series, runs);
    while (points > pointsMax && series > 1) {
      series = Math.max(1, (int) Math.min(series / 2, 2L * series * pointsMax / points));
      points = findEnds(rank, series, runs);
    }
    seriesTried = series;
    endRank = rank + series;
    copied = points <= pointsMax;
    if (copied) {
      copy(runs);
    }
  }

  /** Adds a run of the present band to the points of its series. */
  void addTo(SeriesPoints points, MemtableView view, int block, int run) {
    if (copied) {
      BlockBand band = bands[block];
      if (band.start(run) < band.end(run)) {
        points.add(band.block(), places, band.start(run), band.end(run));
      }
    } else {
      BlockRuns sorted = blockRuns[block];
      points.add(view.block(block), sorted.places, sorted.starts[run], sorted.starts[run + 1]);
    }
  }

  private void copy(int[] runs) {
    for (BlockColumn column : shared.columns) {
      if (column != null) {
        Arrays.fill(column.presence(), 0);
      }
    }
    int at = 0;
    for (int block = 0; block < bands.length; block++) {
      if (bands[block] != null) {
        at = bands[block].load(runs[block], ends[block], at);
      }
    }
  }

  private static Block room(int points, int columnCount, int[] columnNumbers) {
    BlockColumn[] columns = new BlockColumn[columnCount];
    for (int number : columnNumbers) {
      if (number >= 0) {
        columns[number] = new BlockColumn(new long[points], new long[PresenceBits.words(points)]);
      }
    }
    return Block.copied(new long[points], new long[points], columns);
  }

  /** Where in each block a band of so many series ends; returns how many points it has. */
  private long findEnds(int rank, int series, int[] runs) {
    int end = (int) Math.min((long) rank + series, order.count());
    long points = 0;
    for (int block = 0; block < ends.length; block++) {
      BlockRuns sorted = blockRuns[block];
      if (sorted != null) {
        ends[block] = firstNotBelow(sorted, runs[block], end);
        points += sorted.starts[ends[block]] - sorted.starts[runs[block]];
      }
    }
    return points;
  }

  private int firstNotBelow(BlockRuns sorted, int from, int rank) {
    int[] ranks = order.ranks();
    int low = from;
    int high = sorted.count();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ranks[sorted.series[middle]] < rank) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
