package io.lodestone.engine.commit;

import io.lodestone.engine.catalog.StreamSpecification;
import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.commit.CommitOptions.TableLimits;
import io.lodestone.engine.memtable.Memtable;
import io.lodestone.model.PointBatch;
import io.lodestone.model.Rejection;
import io.lodestone.model.Rejection.Reason;
import io.lodestone.scan.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides one batch, point by point in its order: admission, columns, version rule. Each decision
 * sees the ones before it. What it accepts is entered as pending at once.
 *
 * <p>One object serves one batch. Used by the committer alone.
 */
final class BatchDecision {
  /** In the place of a handle: the memtable does not have the series. */
  private static final int UNKNOWN = SeriesHandles.UNKNOWN;

  private final TableState table;
  private final PointBatch batch;
  private final AdmissionRule admission;
  private final SegmentLookup lookup;
  private final ColumnRules columns;

  private final TableLimits limits;

  /** How many series may still be entered, over all tables. */
  private int seriesRoom;

  private final SeriesHandles handles;

  /** Why a memtable cannot have a series, by its place in the batch. */
  private final Map<Integer, ColumnRules.Fault> seriesFaults = new HashMap<>(0);

  /** How many columns the batch had brought when those faults were found. */
  private int columnsAtFaults;

  private final PointSelection current;

  /** Null until a point is accepted for the late memtable. */
  private PointSelection late;

  private final Supplier<PointSelection> selections;

  /** Null unless the table has a stream; per memtable, the late one second. */
  private final ReplacedPoints[] replaced;

  private int memoryStore;
  private int magneticStore;
  private final List<Rejection> rejections = new ArrayList<>(0);

  /**
   * @param handles of the batch's series list
   * @param lookup what the segments hold of the batch, null when no point is old enough to be in
   *     one
   * @param seriesInMemory of all tables, before this batch
   * @param stream of the table, as decided
   * @param selections gives room for the points of a memtable
   */
  BatchDecision(
      TableState table,
      PointBatch batch,
      SeriesHandles handles,
      AdmissionRule admission,
      SegmentLookup lookup,
      TableLimits limits,
      int seriesInMemory,
      Optional<StreamSpecification> stream,
      Supplier<PointSelection> selections) {
    this.table = table;
    this.batch = batch;
    this.handles = handles;
    this.admission = admission;
    this.lookup = lookup;
    this.columns = new ColumnRules(table, batch, limits);
    this.limits = limits;
    this.seriesRoom = limits.seriesOfAllTablesMax() - seriesInMemory;
    this.selections = selections;
    this.replaced =
        stream
            .map(StreamSpecification::view)
            .map(StreamView::hasOldImage)
            .map(
                old ->
                    new ReplacedPoints[] {
                      new ReplacedPoints(old, batch.size()), new ReplacedPoints(old, batch.size())
                    })
            .orElse(null);
    this.current = selections.get();
    current.begin(batch.size());
    handles.prepare(table, batch);
  }

  /** Decides every point. */
  void decide() {
    long[] times = batch.times();
    int[] series = batch.series();
    Memtable memtable = table.current();
    long newestElsewhere = table.newestElsewhere();
    handles.findAhead(batch);
    for (int point = 0; point < batch.size(); point++) {
      long time = times[point];
      AdmissionRule.Verdict verdict = admission.judge(time);
      if (verdict == AdmissionRule.Verdict.REJECTED) {
        reject(point, Reason.OUTSIDE_TIME_WINDOW, admission.describe());
        continue;
      }
      ColumnRules.Fault fault = columns.allKnown() ? null : columns.fault(point);
      if (fault != null) {
        reject(point, fault.reason(), fault.detail());
        continue;
      }
      boolean isLate = verdict == AdmissionRule.Verdict.MAGNETIC_STORE;
      int handle = handles.find(isLate, batch, series[point]);
      if (isLate
          ? isNewestLate(series[point], handle, time)
          : time > newestElsewhere && (handle == UNKNOWN || time > memtable.newestTime(handle))) {
        accept(point, handle, isLate);
      } else {
        decideAgainstExisting(point, handle, isLate);
      }
      newestElsewhere = isLate ? table.newestElsewhere() : newestElsewhere;
    }
  }

  /** The points accepted for one of the two memtables; null when there is none. */
  PointSelection points(boolean isLate) {
    return isLate ? late : current;
  }

  /** Which of those points replaced others; null when none did, or nobody asks. */
  ReplacedPoints replaced(boolean isLate) {
    ReplacedPoints points = replaced == null ? null : replaced[isLate ? 1 : 0];
    return points == null || points.isEmpty() ? null : points;
  }

  /** Columns and measure names that occur for the first time with an accepted point. */
  List<Column> newColumns() {
    return columns.newColumns();
  }

  WriteResult result() {
    return new WriteResult(memoryStore, magneticStore, rejections);
  }

  /**
   * Whether a late point is younger than everything its series can hold anywhere, so that it must
   * be new.
   */
  private boolean isNewestLate(int series, int lateHandle, long time) {
    if (time <= table.newestOutOfMemory()
        || lateHandle != UNKNOWN && time <= table.late().newestTime(lateHandle)) {
      return false;
    }
    int inCurrent = handles.find(false, batch, series);
    return inCurrent < 0 || time > table.current().newestTime(inCurrent);
  }

  private void decideAgainstExisting(int point, int handle, boolean isLate) {
    long version = batch.versions()[point];
    long existing = 0;
    boolean same = false;
    Memtable found = null;
    int foundAt = -1;
    int decided = findPending(point);
    if (decided >= 0) {
      existing = table.pending().version(decided);
      same = table.pending().sameValues(decided, batch, point);
    } else {
      long time = batch.times()[point];
      int series = batch.series()[point];
      // The highest version is the current one, wherever it lies: a replacement always has a higher
      // one.
      for (int i = -2; i < table.sealed().size(); i++) {
        Memtable memtable = i < 0 ? table.memtable(i == -1) : table.sealed().get(i).memtable();
        int inMemtable =
            i < 0
                ? handles.find(i == -1, batch, series)
                : SeriesHandles.find(memtable, batch, series);
        int position = inMemtable < 0 ? -1 : memtable.find(inMemtable, time);
        if (position >= 0 && memtable.versionAt(position) > existing) {
          existing = memtable.versionAt(position);
          found = memtable;
          foundAt = position;
        }
      }
      if (found != null) {
        same = found.sameValues(foundAt, batch, point);
      }
      if (lookup != null && lookup.existingVersion(point) > existing) {
        existing = lookup.existingVersion(point);
        same = lookup.sameValues(point);
        found = null;
      }
    }
    if (existing == 0) {
      accept(point, handle, isLate);
      return;
    }
    switch (VersionRule.decide(version, existing, same)) {
      case REPLACE -> {
        if (accept(point, handle, isLate) && replaced != null) {
          noteReplaced(point, isLate, existing, decided, found, foundAt);
        }
      }
      case UNCHANGED -> countAccepted(isLate);
      case REJECT_EQUAL ->
          rejections.add(
              Rejection.ofVersion(batch.requestIndex(point), Reason.VERSION_NOT_HIGHER, existing));
      case REJECT_LOWER ->
          rejections.add(
              Rejection.ofVersion(batch.requestIndex(point), Reason.VERSION_TOO_LOW, existing));
    }
  }

  /**
   * Remembers, for the table's stream, what the point accepted last replaces.
   *
   * @param decided its place among the pending points, or -1
   * @param found the memtable it stands in if it is not pending; null when that is a segment
   */
  private void noteReplaced(
      int point, boolean isLate, long version, int decided, Memtable found, int foundAt) {
    ReplacedPoints points = replaced[isLate ? 1 : 0];
    points.add((isLate ? late : current).count() - 1, version);
    if (!points.withBefore()) {
      return;
    }
    if (decided >= 0) {
      table.pending().copyValues(decided, points::column);
    } else if (found != null) {
      found.copyValues(foundAt, points::column);
    } else {
      lookup.copyValues(point, points::column);
    }
  }

  /** The latest pending decision about a point's key, in either memtable's name, or -1. */
  private int findPending(int point) {
    int series = batch.series()[point];
    long time = batch.times()[point];
    int inCurrent = handles.find(false, batch, series);
    int inLate = handles.find(true, batch, series);
    int first = inCurrent < 0 ? -1 : table.pending().find(2 * inCurrent, time);
    int second = inLate < 0 ? -1 : table.pending().find(2 * inLate + 1, time);
    return Math.max(first, second);
  }

  /**
   * Enters the series of a point into the memtable that the point belongs into, unless it is there
   * and has its dimensions for certain.
   *
   * @return why that must not be; null when it has been done
   */
  private ColumnRules.Fault enter(int series, int known, boolean isLate) {
    if (known != UNKNOWN && !table.dimensionsInDoubt()) {
      return null;
    }
    if (columnsAtFaults != columns.newColumns().size()) {
      // A column that a point between has brought may be the reason now.
      columnsAtFaults = columns.newColumns().size();
      seriesFaults.clear();
    }
    ColumnRules.Fault fault = seriesFaults.get(series);
    if (fault == null && known == UNKNOWN) {
      fault = seriesFault();
    }
    if (fault == null) {
      fault = columns.defineSeries(series);
    }
    if (fault != null) {
      seriesFaults.put(series, fault);
      return fault;
    }
    seriesRoom -= known == UNKNOWN ? 1 : 0;
    handles.enter(isLate, batch, series);
    return null;
  }

  /** Why one more series must not be entered into a memtable; null when it may. */
  private ColumnRules.Fault seriesFault() {
    String where = null;
    if (table.current().seriesCount() + table.late().seriesCount() >= limits.seriesMax()) {
      where = "the table has " + limits.seriesMax();
    } else if (seriesRoom <= 0) {
      where = "all tables have " + limits.seriesOfAllTablesMax();
    }
    return where == null
        ? null
        : new ColumnRules.Fault(
            Reason.LIMIT_EXCEEDED, where + " series with points in memory, as many as may be");
  }

  /**
   * Accepts a point unless its series cannot be entered. Only here does a memtable get a series, so
   * that a repetition of what is stored elsewhere needs no room for one.
   *
   * @return whether it was accepted
   */
  private boolean accept(int point, int known, boolean isLate) {
    int series = batch.series()[point];
    ColumnRules.Fault fault = enter(series, known, isLate);
    if (fault != null) {
      reject(point, fault.reason(), fault.detail());
      return false;
    }
    int handle = handles.in(isLate, batch)[series];
    columns.defineMeasures(point);
    long time = batch.times()[point];
    if (isLate) {
      if (late == null) {
        late = selections.get();
        late.begin(batch.size());
      }
      late.add(point);
      table.late().noteTime(handle, time);
      table.noteLate(time);
      table.pending().add(batch, point, 2 * handle + 1);
    } else {
      current.add(point);
      table.current().noteTime(handle, time);
      table.pending().add(batch, point, 2 * handle);
    }
    countAccepted(isLate);
    return true;
  }

  private void countAccepted(boolean isLate) {
    if (isLate) {
      magneticStore++;
    } else {
      memoryStore++;
    }
  }

  private void reject(int point, Reason reason, String detail) {
    rejections.add(Rejection.of(batch.requestIndex(point), reason, detail));
  }
}
