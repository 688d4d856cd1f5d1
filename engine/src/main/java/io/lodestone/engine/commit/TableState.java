package io.lodestone.engine.commit;

import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.journal.JournalEncoder;
import io.lodestone.engine.journal.JournalEntry;
import io.lodestone.engine.journal.SeriesNumbers;
import io.lodestone.engine.manifest.SealedMemtables.SealedMemtable;
import io.lodestone.engine.manifest.TableView;
import io.lodestone.engine.manifest.TimeOverlap;
import io.lodestone.engine.memtable.ArrayPool;
import io.lodestone.engine.memtable.Memtable;
import io.lodestone.engine.memtable.MemtableView;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.segments.Segment;
import io.lodestone.segments.SegmentRole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A table as the committer works on it. All fields but {@link #view()} belong to the committer
 * (and, before it starts, to recovery).
 */
final class TableState {
  private final long id;
  private final KeyOrder keyOrder;
  private final ArrayPool pool;

  /** Measure columns as decided, those of frames in flight included. */
  private final Map<String, ValueType> measureTypes = new HashMap<>();

  private final DimensionNames dimensions = new DimensionNames();
  private final DecidedMeasureNames measureNames = new DecidedMeasureNames();

  /** How many of the measure columns are attributes of multi-measure points. */
  private int attributes;

  private final PendingPoints pending = new PendingPoints();
  private Memtable current;
  private Memtable late;

  /** By which numbers the log names the series of each of the two. */
  private SeriesNumbers currentNumbers = new SeriesNumbers();

  private SeriesNumbers lateNumbers = new SeriesNumbers();

  /** Youngest first. */
  private final List<SealedMemtable> sealed = new ArrayList<>();

  private List<Segment> segments;
  private List<Segment> histories;
  private long segmentsVersion = 1;
  private long segmentsMaxTime = Long.MIN_VALUE;
  private long sealedMaxTime = Long.MIN_VALUE;

  /** The youngest time decided for the late memtable. */
  private long lateNewest = Long.MIN_VALUE;

  /**
   * Whether the memtables may know series whose dimensions are not columns: frames that defined
   * them were lost.
   */
  private boolean dimensionsInDoubt;

  /** Rises when handles found before must not be used any more. */
  private long generation;

  private final SeriesHandles[] replayed = {new SeriesHandles(), new SeriesHandles()};

  /** When points in memory were first carried forward, in milliseconds; none were: 0. */
  private long carriedSinceMillis;

  private long knownMemoryBytes;
  private long unsealedBytes;
  private int knownSeries;
  private volatile int overlap;
  private volatile boolean dropped;
  private volatile TableView view;

  TableState(TableEntry entry, List<Segment> segments, ArrayPool pool) {
    this.id = entry.id();
    this.keyOrder = entry.definition().keyOrder();
    this.pool = pool;
    this.current = new Memtable(keyOrder, pool);
    this.late = new Memtable(keyOrder, pool);
    setSegments(segments);
    adopt(entry);
  }

  long id() {
    return id;
  }

  /** What readers see. Any thread. */
  TableView view() {
    return view;
  }

  /** Shows readers everything applied so far, under this entry. */
  void publish(TableEntry entry) {
    List<MemtableView> views = new ArrayList<>(2 + sealed.size());
    addView(views, current);
    addView(views, late);
    for (SealedMemtable memtable : sealed) {
      views.add(memtable.view());
    }
    view = new TableView(entry, views, segments, histories, segmentsVersion);
  }

  private static void addView(List<MemtableView> views, Memtable memtable) {
    if (!memtable.isEmpty()) {
      views.add(memtable.view(memtable.size()));
    }
  }

  /**
   * Takes an entry with all it says, columns included, and shows readers everything applied so far.
   */
  void adopt(TableEntry entry) {
    adoptColumns(entry);
    publish(entry);
  }

  /**
   * Applies points that the log holds.
   *
   * @param tick the tick that their frame notes, or {@link io.lodestone.engine.clock.Ticks#NONE}
   * @param all room for the points' indexes
   */
  void replay(JournalEntry.PointsWritten written, long tick, PointSelection all) {
    PointBatch points = written.points();
    boolean isLate = written.late();
    // The lists of the two memtables are not the same.
    SeriesHandles handles = replayed[isLate ? 1 : 0];
    handles.prepare(this, points);
    handles.enterAll(isLate, points);
    all.addAll(points.size());
    for (int i = 0; isLate && i < points.size(); i++) {
      noteLate(points.times()[i]);
    }
    Memtable memtable = memtable(isLate);
    memtable.noteTick(tick);
    memtable.replay(points, handles.in(isLate, points), all.points(), all.count());
  }

  /** Applies points that are carried forward, which are the first of their memtable. */
  void replay(JournalEntry.PointsCarried carried, PointSelection all) {
    PointBatch points = carried.written().points();
    JournalEntry.TickRuns ticks = carried.ticks();
    boolean isLate = carried.written().late();
    SeriesHandles handles = replayed[isLate ? 1 : 0];
    handles.prepare(this, points);
    handles.enterAll(isLate, points);
    for (int i = 0; isLate && i < points.size(); i++) {
      noteLate(points.times()[i]);
    }
    Memtable memtable = memtable(isLate);
    int from = 0;
    for (int run = 0; run <= ticks.starts().length; run++) {
      boolean last = run == ticks.starts().length;
      int to = last ? points.size() : Math.min(points.size(), ticks.starts()[run]);
      all.addRange(from, to);
      memtable.replay(points, handles.in(isLate, points), all.points(), all.count());
      if (!last) {
        memtable.noteTick(ticks.ticks()[run]);
      }
      from = to;
    }
    carriedSinceMillis = carried.sinceMillis();
  }

  /** Ends a replay: what is in memory can be looked up. */
  void enterKeys() {
    current.enterKeys();
    late.enterKeys();
  }

  /** Takes the columns of an entry for the decided ones. */
  private void adoptColumns(TableEntry entry) {
    measureTypes.clear();
    dimensions.clear();
    attributes = 0;
    entry.measures().forEach(this::define);
    entry.dimensions().forEach(dimensions::add);
    measureNames.adopt(entry.measureNames());
  }

  /** Forgets what frames had decided that were lost. */
  void forgetUndurable() {
    pending.clear();
    adoptColumns(view.table());
    dimensionsInDoubt = true;
    // Who knows a series' handle has its dimensions looked at once more.
    generation++;
  }

  /** Two times with the same number have the same handles. */
  long generation() {
    return generation;
  }

  boolean dimensionsInDoubt() {
    return dimensionsInDoubt;
  }

  void define(Column column) {
    switch (column.kind()) {
      case DIMENSION -> dimensions.add(column.name());
      case MEASURE_NAME -> measureNames.add(column.name());
      case MEASURE, TIME -> {
        measureTypes.put(column.name(), column.type());
        attributes += column.isSingleMeasure() ? 0 : 1;
      }
    }
  }

  /** The type of a measure column, null when there is none of this name. */
  ValueType measureType(String name) {
    return measureTypes.get(name);
  }

  /** How many attributes of multi-measure points there are. */
  int attributeCount() {
    return attributes;
  }

  /** The measure names as decided. */
  DecidedMeasureNames measureNames() {
    return measureNames;
  }

  /** The dimension names as decided. */
  DimensionNames dimensions() {
    return dimensions;
  }

  PendingPoints pending() {
    return pending;
  }

  Memtable current() {
    return current;
  }

  Memtable late() {
    return late;
  }

  Memtable memtable(boolean isLate) {
    return isLate ? late : current;
  }

  /** By which numbers the log names the series of {@link #memtable}. */
  SeriesNumbers numbers(boolean isLate) {
    return isLate ? lateNumbers : currentNumbers;
  }

  List<SealedMemtable> sealed() {
    return sealed;
  }

  /** A time beyond which only the current memtable can hold points. */
  long newestElsewhere() {
    return Math.max(lateNewest, Math.max(sealedMaxTime, segmentsMaxTime));
  }

  /** The youngest time in sealed memtables and segments. */
  long newestOutOfMemory() {
    return Math.max(sealedMaxTime, segmentsMaxTime);
  }

  void noteLate(long timeNanos) {
    lateNewest = Math.max(lateNewest, timeNanos);
  }

  long segmentsVersion() {
    return segmentsVersion;
  }

  long segmentsMaxTime() {
    return segmentsMaxTime;
  }

  /** Series that take room in memory; one that is in several memtables counts as often. */
  int seriesInMemory() {
    int total = dropped ? 0 : current.seriesCount() + late.seriesCount();
    for (int i = 0; !dropped && i < sealed.size(); i++) {
      total += sealed.get(i).memtable().seriesCount();
    }
    return total;
  }

  /** By how much {@link #seriesInMemory} has changed since this was asked last. */
  int seriesChange() {
    int total = seriesInMemory();
    int change = total - knownSeries;
    knownSeries = total;
    return change;
  }

  /**
   * By how much the heap taken by points in memory has changed since this was asked last, in bytes.
   */
  long memoryChange() {
    unsealedBytes = dropped ? 0 : current.memoryBytes() + late.memoryBytes();
    unsealedBytes += dropped ? 0 : currentNumbers.memoryBytes() + lateNumbers.memoryBytes();
    long total = unsealedBytes;
    for (int i = 0; !dropped && i < sealed.size(); i++) {
      total += sealed.get(i).memtable().memoryBytes();
    }
    long change = total - knownMemoryBytes;
    knownMemoryBytes = total;
    return change;
  }

  /** Of this heap, what is not sealed: as of the last {@link #memoryChange}. */
  long unsealedBytes() {
    return unsealedBytes;
  }

  /** Whether there are points that are not sealed. */
  boolean hasPoints() {
    return !current.isEmpty() || !late.isEmpty();
  }

  /** Whether points in memory have been carried forward since this moment or longer. */
  boolean isCarriedSince(long millis) {
    return carriedSinceMillis > 0 && carriedSinceMillis <= millis;
  }

  /**
   * Writes all points that are not sealed once more.
   *
   * @param upTo the last frame that brought any of them
   */
  void carry(long upTo, long nowMillis, JournalEncoder encoder) {
    if (carriedSinceMillis == 0) {
      carriedSinceMillis = nowMillis;
    }
    carry(false, upTo, encoder);
    carry(true, upTo, encoder);
  }

  private void carry(boolean isLate, long upTo, JournalEncoder encoder) {
    Memtable memtable = memtable(isLate);
    if (memtable.isEmpty()) {
      return;
    }
    MemtableView points = memtable.view(memtable.size());
    int[] starts = points.tickStarts();
    JournalEntry.TickRuns ticks =
        new JournalEntry.TickRuns(
            starts, Arrays.stream(starts).mapToLong(points::tickOf).toArray());
    JournalEntry.PointsWritten written =
        new JournalEntry.PointsWritten(id, isLate, points.asTheyArrived());
    encoder.addCarried(
        new JournalEntry.PointsCarried(written, upTo, carriedSinceMillis, ticks), numbers(isLate));
  }

  /** Closes the memtables that hold points and begins new ones. Nothing may be pending. */
  List<SealedMemtable> seal() {
    if (!pending.isEmpty()) {
      throw new IllegalStateException("points of table " + id + " are in flight");
    }
    List<SealedMemtable> closed = new ArrayList<>(2);
    if (!current.isEmpty()) {
      closed.add(new SealedMemtable(current, current.view(current.size())));
    }
    if (!late.isEmpty()) {
      closed.add(new SealedMemtable(late, late.view(late.size())));
    }
    if (current.seriesCount() > 0) {
      current = new Memtable(keyOrder, pool);
      currentNumbers = new SeriesNumbers();
    }
    if (late.seriesCount() > 0) {
      late = new Memtable(keyOrder, pool);
      lateNumbers = new SeriesNumbers();
    }
    lateNewest = Long.MIN_VALUE;
    carriedSinceMillis = 0;
    for (SealedMemtable memtable : closed) {
      sealed.addFirst(memtable);
      sealedMaxTime = Math.max(sealedMaxTime, memtable.memtable().maxTimeNanos());
    }
    pending.clear();
    dimensionsInDoubt = false;
    generation++;
    return closed;
  }

  /** Replaces sealed memtables by the segments that now hold their points. */
  void flushed(List<SealedMemtable> memtables, List<Segment> written) {
    sealed.removeAll(memtables);
    sealedMaxTime = Long.MIN_VALUE;
    for (SealedMemtable memtable : sealed) {
      sealedMaxTime = Math.max(sealedMaxTime, memtable.memtable().maxTimeNanos());
    }
    List<Segment> all = new ArrayList<>(written);
    all.addAll(files());
    setSegments(all);
    segmentsVersion++;
  }

  /**
   * Puts segments in the place of others; the new ones stand where the youngest of the old ones
   * stood. Look-ups stay valid, because no visible point changes.
   */
  void replace(List<Segment> removed, List<Segment> added) {
    List<Segment> all = files();
    int place = all.size();
    for (Segment segment : removed) {
      place = Math.min(place, all.indexOf(segment));
    }
    if (place < 0) {
      throw new IllegalArgumentException("table " + id + " does not have what is replaced");
    }
    all.removeAll(removed);
    all.addAll(place, added);
    setSegments(all);
  }

  /** How many segments share a moment at most. Any thread. */
  int overlap() {
    return overlap;
  }

  /** Whether the table is gone. Any thread. */
  boolean isDropped() {
    return dropped;
  }

  /** Marks the table as gone and hands its segments to the caller. */
  List<Segment> drop() {
    dropped = true;
    List<Segment> gone = files();
    setSegments(List.of());
    return gone;
  }

  /** Segments and history files, each youngest first. */
  private List<Segment> files() {
    List<Segment> files = new ArrayList<>(segments);
    files.addAll(histories);
    return files;
  }

  /** The segments of the table, youngest first. */
  List<Segment> segments() {
    return segments;
  }

  private void setSegments(List<Segment> newSegments) {
    Map<Boolean, List<Segment>> byRole =
        newSegments.stream()
            .collect(
                Collectors.partitioningBy(
                    segment -> segment.metadata().role() instanceof SegmentRole.History));
    segments = List.copyOf(byRole.get(false));
    histories = List.copyOf(byRole.get(true));
    segmentsMaxTime = Long.MIN_VALUE;
    for (Segment segment : segments) {
      segmentsMaxTime = Math.max(segmentsMaxTime, segment.maxTimeNanos());
    }
    overlap = TimeOverlap.depth(segments.stream().map(Segment::metadata).toList());
  }
}
