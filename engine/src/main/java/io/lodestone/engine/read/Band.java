package io.lodestone.engine.read;

import io.lodestone.model.TimeRange;
import io.lodestone.scan.ChunkRuns;
import io.lodestone.scan.Cursor;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.PointSource;
import io.lodestone.scan.RunCursor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A stretch of time and the parts of a table that hold points of it. Where there is one part, what
 * it holds is current: blocks can be judged by their statistics and read without copying. Where
 * there are several, they are merged first, since a point of one may hide a point of another.
 *
 * @param range the times, not empty
 * @param sources the parts, the youngest first, at least one
 */
record Band(TimeRange range, List<PointSource> sources) {
  Band {
    sources = List.copyOf(sources);
  }

  /**
   * Cuts a range into bands, the oldest first, that together hold every point of it. Neighbouring
   * stretches with several parts are one band, however the parts overlap, so that there are at most
   * twice as many bands as parts.
   *
   * @param sources the parts, the youngest first
   */
  static List<Band> of(List<PointSource> sources, TimeRange range) {
    List<PointSource> overlapping =
        sources.stream().filter(s -> range.overlaps(s.minTimeNanos(), s.maxTimeNanos())).toList();
    TreeSet<Long> cuts = new TreeSet<>();
    for (PointSource source : overlapping) {
      cuts.add(Math.max(source.minTimeNanos(), range.startInclusiveNanos()));
      cuts.add(Math.min(source.maxTimeNanos() + 1, range.endExclusiveNanos()));
    }
    List<Band> bands = new ArrayList<>();
    Long from = null;
    for (long to : cuts) {
      if (from != null) {
        TimeRange stretch = new TimeRange(from, to);
        List<PointSource> here =
            overlapping.stream()
                .filter(s -> stretch.overlaps(s.minTimeNanos(), s.maxTimeNanos()))
                .toList();
        add(bands, stretch, here, sources);
      }
      from = to;
    }
    return bands;
  }

  private static void add(
      List<Band> bands, TimeRange stretch, List<PointSource> here, List<PointSource> all) {
    if (here.isEmpty()) {
      return;
    }
    Band last = bands.isEmpty() ? null : bands.getLast();
    boolean joins =
        last != null
            && last.range.endExclusiveNanos() == stretch.startInclusiveNanos()
            && last.isContested()
            && here.size() > 1;
    if (!joins) {
      bands.add(new Band(stretch, here));
      return;
    }
    List<PointSource> both = new ArrayList<>(last.sources);
    here.stream().filter(source -> !both.contains(source)).forEach(both::add);
    both.sort(Comparator.comparingInt(all::indexOf));
    bands.set(
        bands.size() - 1,
        new Band(
            new TimeRange(last.range.startInclusiveNanos(), stretch.endExclusiveNanos()), both));
  }

  /** Whether several parts hold points of these times. */
  boolean isContested() {
    return sources.size() > 1;
  }

  /** About how many points the wanted series have in the band's parts, superseded ones included. */
  long estimatePoints(PointQuery query) {
    return sources.stream().mapToLong(source -> source.estimatePoints(query)).sum();
  }

  /** About how many series are wanted, where each part has as many points a series as any other. */
  long estimateSeries(PointQuery query) {
    long most = 0;
    for (PointSource source : sources) {
      double share = (double) source.estimatePoints(query) / Math.max(1, source.pointCount());
      most = Math.max(most, (long) (share * source.seriesCount()));
    }
    return most;
  }

  /** Keys that cut the band into shares of about as many points each. */
  List<byte[]> splitKeys(int shares) {
    return sources.stream()
        .max(Comparator.comparingLong(PointSource::pointCount))
        .orElseThrow()
        .splitKeys(shares);
  }

  /** The band's points, of the query's times only. */
  RunCursor runs(PointQuery query) {
    PointQuery inside = query.withRange(query.range().intersect(range));
    return isContested()
        ? new ChunkRuns(merged(inside, source -> source.points(inside)))
        : sources.getFirst().runs(inside);
  }

  /**
   * Points among which is the youngest of each series: it alone where one part holds the band, else
   * perhaps others.
   */
  PointCursor lastPoints(PointQuery query) {
    PointQuery inside = query.withRange(query.range().intersect(range));
    return merged(inside, source -> source.lastPoints(inside));
  }

  private PointCursor merged(PointQuery query, Function<PointSource, PointCursor> reader) {
    List<PointCursor> cursors = new ArrayList<>(sources.size());
    try {
      for (PointSource source : sources) {
        cursors.add(reader.apply(source));
      }
      return cursors.size() == 1 ? cursors.getFirst() : new MergeCursor(cursors, query.columns());
    } catch (RuntimeException failure) {
      Cursor.closeAll(cursors, failure);
      throw failure;
    }
  }
}
