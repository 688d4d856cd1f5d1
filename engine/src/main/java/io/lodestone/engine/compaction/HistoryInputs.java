package io.lodestone.engine.compaction;

import io.lodestone.engine.catalog.RecoveryWindow;
import io.lodestone.engine.history.HistoryColumns;
import io.lodestone.engine.history.HistoryMerge;
import io.lodestone.engine.history.HistoryPoints;
import io.lodestone.engine.manifest.TableView;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.Column;
import io.lodestone.scan.Cursor;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.segments.Segment;
import io.lodestone.segments.SegmentMetadata;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a merge has to do with a table's past: nothing, when the table keeps no history. Otherwise
 * points that lose to a higher version have to be remembered, and history files of the same windows
 * are merged along, so that their number stays in proportion to that of segments.
 *
 * <p>Holds a reference to each file until {@link #release()}. One owner.
 */
final class HistoryInputs {
  private final Optional<RecoveryWindow> window;
  private final long oldestTick;
  private final List<Segment> rewritten;
  private final List<Segment> consulted;

  /** Null before {@link #open}, because telling them reads the inputs. */
  private List<Column> measures;

  private HistoryInputs(
      Optional<RecoveryWindow> window,
      long oldestTick,
      List<Segment> rewritten,
      List<Segment> consulted) {
    this.window = window;
    this.oldestTick = oldestTick;
    this.rewritten = rewritten;
    this.consulted = consulted;
  }

  /** What a plan needs of a view; empty when a file of it has left the table. */
  static Optional<HistoryInputs> of(CompactionPlan plan, TableView view, long nowNanos) {
    Optional<RecoveryWindow> window = view.table().recovery();
    if (window.isEmpty()) {
      return Optional.of(new HistoryInputs(window, 0, List.of(), List.of()));
    }
    long bytes =
        view.segments().stream()
            .map(Segment::metadata)
            .filter(segment -> plan.inputs().contains(segment.id()))
            .mapToLong(SegmentMetadata::sizeBytes)
            .sum();
    long start = plan.outputs().getFirst().startInclusiveNanos();
    long end = plan.outputs().getLast().endExclusiveNanos();
    TimeRange whole = new TimeRange(start, end);
    HistoryInputs inputs =
        new HistoryInputs(
            window, window.get().oldestTick(nowNanos), new ArrayList<>(), new ArrayList<>());
    for (Segment history : view.histories()) {
      if (whole.overlaps(history.minTimeNanos(), history.maxTimeNanos())) {
        if (!history.tryRetain()) {
          inputs.release();
          return Optional.empty();
        }
        // A file that is much larger than what is merged would be written again and again.
        boolean merged =
            whole.covers(history.minTimeNanos(), history.maxTimeNanos())
                && (history.metadata().sizeBytes() <= bytes
                    || plan.reason() == CompactionPlan.Reason.CLOSE);
        (merged ? inputs.rewritten : inputs.consulted).add(history);
      }
    }
    return Optional.of(inputs);
  }

  /** The history files that the merge takes the place of. */
  List<Segment> rewritten() {
    return rewritten;
  }

  /**
   * The times of the history files that come of a plan: like its outputs, without gaps between,
   * since history files may tell of times at which no input has a point.
   */
  List<TimeRange> ranges(CompactionPlan plan) {
    List<TimeRange> ranges = new ArrayList<>();
    for (int i = 0; window.isPresent() && i < plan.outputs().size(); i++) {
      boolean last = i + 1 == plan.outputs().size();
      long end =
          last
              ? plan.outputs().get(i).endExclusiveNanos()
              : plan.outputs().get(i + 1).startInclusiveNanos();
      ranges.add(new TimeRange(plan.outputs().get(i).startInclusiveNanos(), end));
    }
    return ranges;
  }

  /** The columns of {@link #open}. */
  List<Column> columns() {
    return HistoryColumns.with(measures);
  }

  /**
   * What has to be remembered of a range; the caller closes it.
   *
   * @param damage reads the files
   */
  HistoryPoints open(List<Segment> inputs, TimeRange range, DamageFinder damage) {
    if (measures == null) {
      Set<Column> columns = new LinkedHashSet<>();
      inputs.forEach(segment -> columns.addAll(damage.measureColumns(segment)));
      rewritten.forEach(segment -> columns.addAll(damage.measureColumns(segment)));
      columns.remove(HistoryColumns.COMMITTED);
      columns.remove(HistoryColumns.REPLACED);
      measures = List.copyOf(columns);
    }
    List<PointCursor> opened = new ArrayList<>();
    try {
      return new HistoryMerge(
          cursors(inputs, range, measures, damage, opened),
          cursors(rewritten, range, HistoryColumns.with(measures), damage, opened),
          cursors(consulted, range, HistoryColumns.with(List.of()), damage, opened),
          measures,
          oldestTick);
    } catch (RuntimeException e) {
      Cursor.closeAll(opened, e);
      throw e;
    }
  }

  private static List<PointCursor> cursors(
      List<Segment> files,
      TimeRange range,
      List<Column> columns,
      DamageFinder damage,
      List<PointCursor> opened) {
    List<PointCursor> cursors = new ArrayList<>();
    PointQuery query = new PointQuery(range, List.of(), columns);
    for (Segment file : files) {
      if (range.overlaps(file.minTimeNanos(), file.maxTimeNanos())) {
        PointCursor cursor = damage.points(file, query);
        opened.add(cursor);
        cursors.add(cursor);
      }
    }
    return cursors;
  }

  /** Lets the files go. */
  void release() {
    rewritten.forEach(Segment::release);
    consulted.forEach(Segment::release);
  }
}
