package io.lodestone.segments;

import io.lodestone.model.KeyOrder;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.Column;
import io.lodestone.scan.KeyRange;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointFinder;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.PointSource;
import io.lodestone.scan.RunCursor;
import io.lodestone.segments.encoding.MalformedVectorException;
import io.lodestone.segments.index.SeriesDictionary;
import io.lodestone.segments.index.SeriesKeys;
import io.lodestone.segments.index.SeriesSelection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * An immutable file of sorted points, open for reading. Safe for several threads.
 *
 * <p>Opening is free: the object is opened and its footer verified at first use. Damage found then,
 * or later in a section or a block, is a {@link io.lodestone.model.CorruptionException} of that use
 * that names file and offset; an object that cannot be read for lack of something is a {@link
 * io.lodestone.model.ResourceException}, and the next use tries again.
 *
 * <p>Counted: it starts with one reference, {@link #tryRetain} adds one, {@link #release} takes one
 * away, and the last one to go closes the file. Whoever reads holds a reference for as long as
 * cursors are used.
 */
public final class Segment implements PointSource {
  private final SegmentStore store;
  private final SegmentMetadata metadata;
  private final SegmentKeys keys;
  private final AtomicInteger references = new AtomicInteger(1);

  /** Guards the opening of {@link #file} and its closing. */
  private final Object opening = new Object();

  private volatile SegmentFile file;

  private Segment(SegmentStore store, SegmentMetadata metadata, SegmentKeys keys) {
    this.store = store;
    this.metadata = metadata;
    this.keys = keys;
  }

  /** A segment as the manifest remembers it. Reads nothing. */
  public static Segment open(SegmentStore store, SegmentMetadata metadata) {
    return open(store, metadata, SegmentKeys.NONE);
  }

  /**
   * The same of one that may be encrypted.
   *
   * @param keys asked at the first use; what they refuse is refused by every use
   */
  public static Segment open(SegmentStore store, SegmentMetadata metadata, SegmentKeys keys) {
    return new Segment(store, metadata, keys);
  }

  /**
   * What a manifest would remember of an object, read from the object: for checking and salvaging,
   * when the manifest is not to be trusted. Errors as at first use.
   */
  public static SegmentMetadata readMetadata(SegmentStore store, SegmentId id) {
    SegmentFile file = SegmentFile.open(store, id, SegmentKeys.NONE);
    file.close();
    return file.metadata();
  }

  public SegmentMetadata metadata() {
    return metadata;
  }

  @Override
  public long minTimeNanos() {
    return metadata.minTimeNanos();
  }

  @Override
  public long maxTimeNanos() {
    return metadata.maxTimeNanos();
  }

  /** The measure columns that hold a value, in the order in which they were written. */
  public List<Column> measureColumns() {
    return file().directory().columns();
  }

  /** The order in which the series stand. */
  public KeyOrder keyOrder() {
    return file().layout().keyOrder();
  }

  /** Names of the dimensions that any series has, in ascending order. */
  public List<String> dimensionNames() {
    return file().dictionary().dimensionNames();
  }

  @Override
  public long pointCount() {
    return metadata.points();
  }

  @Override
  public long seriesCount() {
    return metadata.seriesCount();
  }

  @Override
  public PointCursor points(PointQuery query) {
    SegmentFile open = file();
    return reading(
        open, () -> new SegmentCursor(open, select(open, query), query.range(), query.columns()));
  }

  @Override
  public RunCursor runs(PointQuery query) {
    SegmentFile open = file();
    return reading(open, () -> new SegmentRuns(open, select(open, query), query));
  }

  /**
   * {@inheritDoc} Costs far less than {@link #points}: runs are anchored at their last point, and
   * where the query's times do not end inside a block, the others are not decoded. Where they do
   * not end before the segment's, the last points of all its series are kept for the next reader,
   * unless they are very many.
   */
  @Override
  public PointCursor lastPoints(PointQuery query) {
    SegmentFile open = file();
    return reading(open, () -> lastPoints(open, select(open, query), query));
  }

  private PointCursor lastPoints(SegmentFile open, SeriesSelection selection, PointQuery query) {
    List<Column> columns = query.columns();
    if (query.range().endExclusiveNanos() > metadata.maxTimeNanos()
        && KeptLastPoints.areWorthIt(metadata.seriesCount(), selection.count(), columns)) {
      KeptLastPoints kept = open.keptLastPoints(columns).orElse(null);
      if (kept != null) {
        int[] places = kept.placesOf(columns).orElseThrow();
        long oldest = query.range().startInclusiveNanos();
        return new KeptLastPointsCursor(open, kept, places, columns, selection, oldest);
      }
    }
    return new SegmentLastPoints(open, selection, query);
  }

  @Override
  public PointFinder finder(List<Column> columns) {
    SegmentFile open = file();
    return reading(open, () -> new SegmentFinder(open, columns));
  }

  /** {@inheritDoc} Here as many as that many series have on average. */
  @Override
  public long estimatePoints(PointQuery query) {
    if (query.series().isEmpty() && query.keys().isAll()) {
      return metadata.points();
    }
    SegmentFile open = file();
    return reading(
        open,
        () -> {
          double share = (double) select(open, query).count() / metadata.seriesCount();
          return (long) (share * metadata.points());
        });
  }

  @Override
  public List<byte[]> splitKeys(int shares) {
    SegmentFile open = file();
    return reading(
        open,
        () -> {
          SeriesKeys keys = open.dictionary().keys();
          List<byte[]> cuts = new ArrayList<>();
          int last = 0;
          for (int share = 1; share < shares; share++) {
            long position = (long) ((double) metadata.points() * share / shares);
            int series = open.runs().seriesAt(position);
            if (series > last) {
              keys.moveTo(series);
              int start = keys.offset();
              cuts.add(Arrays.copyOfRange(keys.bytes(), start, start + keys.length()));
              last = series;
            }
          }
          return cuts;
        });
  }

  private static SeriesSelection select(SegmentFile open, PointQuery query) {
    SeriesDictionary dictionary = open.dictionary();
    KeyRange keys = query.keys();
    int from = keys.start().length == 0 ? 0 : dictionary.firstNotBelow(keys.start());
    int to =
        keys.hasEnd()
            ? Math.max(from, dictionary.firstNotBelow(keys.end()))
            : dictionary.seriesCount();
    return query.series().isEmpty()
        ? SeriesSelection.range(from, to)
        : open.postings().select(query.series(), from, to);
  }

  @Override
  public PointCursor pointsOf(
      byte[] key, int offset, int length, TimeRange range, List<Column> columns) {
    SegmentFile open = file();
    return reading(
        open,
        () -> {
          int series = open.find(key, offset, length);
          return series < 0
              ? new NoPoints(open.layout().keyOrder())
              : new SegmentCursor(open, SeriesSelection.single(series), range, columns);
        });
  }

  /**
   * The time of a series' youngest point, empty when the series is not here. Decodes the times of
   * one block.
   */
  public OptionalLong lastTimeOf(byte[] key, int offset, int length) {
    SegmentFile open = file();
    return reading(
        open,
        () -> {
          int series = open.find(key, offset, length);
          if (series < 0) {
            return OptionalLong.empty();
          }
          long last = open.runs().end(series) - 1;
          DecodedBlock block = new DecodedBlock(open, List.of(), true);
          block.moveTo(last);
          return OptionalLong.of(block.timeAt(last));
        });
  }

  private static <T> T reading(SegmentFile open, Supplier<T> act) {
    try {
      return act.get();
    } catch (MalformedVectorException | IndexOutOfBoundsException e) {
      throw open.contradiction(0, e);
    }
  }

  /** Adds a reference; false when the last one is gone already. */
  public boolean tryRetain() {
    int count = references.get();
    while (count > 0) {
      if (references.compareAndSet(count, count + 1)) {
        return true;
      }
      count = references.get();
    }
    return false;
  }

  /** Whether the last reference is gone, so that nobody will read it any more. */
  public boolean isReleased() {
    return references.get() <= 0;
  }

  /** Takes a reference away; the last one closes the file. */
  public void release() {
    int left = references.decrementAndGet();
    if (left < 0) {
      throw new IllegalStateException("segment " + metadata.id() + " was released too often");
    }
    if (left == 0) {
      synchronized (opening) {
        if (file != null) {
          file.close();
        }
      }
    }
  }

  private SegmentFile file() {
    SegmentFile open = file;
    if (open != null) {
      return open;
    }
    synchronized (opening) {
      if (references.get() == 0) {
        throw new IllegalStateException("segment " + metadata.id() + " is closed");
      }
      if (file == null) {
        file = SegmentFile.open(store, metadata, keys);
      }
      return file;
    }
  }
}
