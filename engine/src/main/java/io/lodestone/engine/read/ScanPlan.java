package io.lodestone.engine.read;

import io.lodestone.model.TimeRange;
import io.lodestone.scan.Cursor;
import io.lodestone.scan.KeyRange;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.PointSource;
import io.lodestone.scan.RunCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * How a table is read: band after band, and large bands in shares of their series. What the shares
 * are depends on the points alone, not on who reads them, so that answers do not either. One owner.
 */
final class ScanPlan {
  /** Points that are worth a share of their own: some ten milliseconds of work at most. */
  private static final long POINTS_PER_SHARE = 1 << 17;

  /**
   * Series whose last points are worth a share of their own: some milliseconds of work. With fewer,
   * what each share opens costs more than a second thread saves.
   */
  private static final int LAST_POINTS_PER_SHARE = 2_048;

  private static final int SHARES_MAX = 64;

  /**
   * Values, times among them, that one thread reads in about half a millisecond. Waking another for
   * a part of so little gains hardly more than it costs, and where processors are taken the first
   * waits longer for the second than the work would have lasted.
   */
  private static final long VALUES_OF_ONE_THREAD = 1 << 17;

  private final List<Band> bands;
  private final PointQuery query;

  /** Per band: about how many points the wanted series have; null before somebody asks. */
  private long[] points;

  /**
   * @param sources the table's parts, the youngest first
   * @param query what is wanted of them
   */
  ScanPlan(List<PointSource> sources, PointQuery query) {
    this.bands = Band.of(sources, query.range());
    this.query = query;
  }

  List<Band> bands() {
    return bands;
  }

  PointQuery query() {
    return query;
  }

  /** The shares, to be opened by whoever reads them: the oldest band first, in each by series. */
  List<Supplier<RunCursor>> shares() {
    List<Supplier<RunCursor>> shares = new ArrayList<>();
    for (int i = 0; i < bands.size(); i++) {
      Band band = bands.get(i);
      keyRanges(band, points()[i] / POINTS_PER_SHARE)
          .forEach(keys -> shares.add(share(band, keys)));
    }
    return shares;
  }

  /** The series in shares, ascending, in which last points are to be read of all bands. */
  List<KeyRange> lastPointShares() {
    return bands.isEmpty()
        ? List.of()
        : bands.stream()
            .max(Comparator.comparingLong(band -> band.estimateSeries(query)))
            .map(band -> keyRanges(band, band.estimateSeries(query) / LAST_POINTS_PER_SHARE))
            .orElseThrow();
  }

  private static List<KeyRange> keyRanges(Band band, long shares) {
    int wanted = Math.clamp(shares, 1, SHARES_MAX);
    List<byte[]> cuts = wanted == 1 ? List.of() : band.splitKeys(wanted);
    List<KeyRange> ranges = new ArrayList<>(cuts.size() + 1);
    byte[] start = {};
    for (byte[] end : cuts) {
      ranges.add(KeyRange.of(start, end));
      start = end;
    }
    ranges.add(KeyRange.of(start, new byte[0]));
    return ranges;
  }

  private long[] points() {
    if (points == null) {
      points = bands.stream().mapToLong(band -> band.estimatePoints(query)).toArray();
    }
    return points;
  }

  private Supplier<RunCursor> share(Band band, KeyRange keys) {
    PointQuery part = keys.isAll() ? query : query.withKeys(keys);
    return () -> band.runs(part);
  }

  /** Whether it is worth to be read in shares. */
  boolean isLarge() {
    return estimatePoints() >= 2 * POINTS_PER_SHARE;
  }

  /** Whether it is so little that one thread had better read its shares, one after the other. */
  boolean isSmall() {
    return estimatePoints() * (1 + query.columns().size()) <= VALUES_OF_ONE_THREAD;
  }

  /** About how many points the wanted series have. */
  long estimatePoints() {
    return Arrays.stream(points()).sum();
  }

  /** All points in the order of series and time. */
  RunCursor inSeriesOrder() {
    return inSeriesOrder(query.range());
  }

  /** The points of some of the query's times in the order of series and time. */
  RunCursor inSeriesOrder(TimeRange range) {
    PointQuery part = query.withRange(range);
    List<RunCursor> cursors = new ArrayList<>(bands.size());
    try {
      for (Band band : bands) {
        if (!band.range().intersect(range).isEmpty()) {
          cursors.add(band.runs(part));
        }
      }
      return cursors.size() == 1 ? cursors.getFirst() : new RunMerge(cursors);
    } catch (RuntimeException failure) {
      Cursor.closeAll(cursors, failure);
      throw failure;
    }
  }
}
