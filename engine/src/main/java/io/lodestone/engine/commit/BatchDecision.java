package io.lodestone.engine.commit;

import io.lodestone.engine.commit.CommitOptions.TableLimits;
import io.lodestone.engine.manifest.SealedMemtables.SealedMemtable;
import io.lodestone.engine.memtable.Memtable;
import io.lodestone.model.PointBatch;
import io.lodestone.model.Rejection;
import io.lodestone.model.Rejection.Reason;
import io.lodestone.scan.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides one batch, point by point in its order: admission, columns, version rule. Each decision
 * sees the ones before it. What it accepts is entered as pending at once.
 *
 * <p>One object serves one batch. Used by the committer alone.
 */
final class BatchDecision {
  private static final int UNKNOWN = -1;

  /** The table cannot have the series' dimensions: {@link #seriesFaults} says why. */
  private static final int REFUSED = -2;

  private final TableState table;
  private final PointBatch batch;
  private final AdmissionRule admission;
  private final SegmentLookup lookup;
  private final ColumnRules columns;

  /**
   * Per series of the batch: its handle in the current memtable, {@link #UNKNOWN} or {@link
   * #REFUSED}.
   */
  private final int[] currentHandles;

  /** Likewise for the late memtable. */
  private final int[] lateHandles;

  /** Why a series is {@link #REFUSED}, by its place in the batch. */
  private final Map<Integer, ColumnRules.Fault> seriesFaults = new HashMap<>(0);

  private final int[] currentPoints;
  private final int[] latePoints;
  private int currentCount;
  private int lateCount;
  private int memoryStore;
  private int magneticStore;
  private final List<Rejection> rejections = new ArrayList<>(0);

  /**
   * @param lookup what the segments hold of the batch, null when no point is old enough to be in
   *     one
   */
  BatchDecision(
      TableState table,
      PointBatch batch,
      AdmissionRule admission,
      SegmentLookup lookup,
      TableLimits limits) {
    this.table = table;
    this.batch = batch;
    this.admission = admission;
    this.lookup = lookup;
    this.columns = new ColumnRules(table, batch, limits);
    this.currentHandles = new int[batch.seriesCount()];
    this.lateHandles = new int[batch.seriesCount()];
    Arrays.fill(currentHandles, UNKNOWN);
    Arrays.fill(lateHandles, UNKNOWN);
    this.currentPoints = new int[batch.size()];
    this.latePoints = new int[batch.size()];
  }

  /** Decides every point. */
  void decide() {
    long[] times = batch.times();
    int[] series = batch.series();
    Memtable current = table.current();
    long newestElsewhere = table.newestElsewhere();
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
      boolean late = verdict == AdmissionRule.Verdict.MAGNETIC_STORE;
      int handle = handle(series[point], late);
      if (handle == REFUSED) {
        ColumnRules.Fault seriesFault = seriesFaults.get(series[point]);
        reject(point, seriesFault.reason(), seriesFault.detail());
        continue;
      }
      if (late
          ? isNewestLate(series[point], handle, time)
          : time > current.newestTime(handle) && time > newestElsewhere) {
        accept(point, handle, late);
        newestElsewhere = table.newestElsewhere();
      } else {
        decideAgainstExisting(point, handle, late);
        newestElsewhere = table.newestElsewhere();
      }
    }
  }

  /** Accepted points for one of the two memtables, {@link #count} of them. */
  int[] points(boolean late) {
    return late ? latePoints : currentPoints;
  }

  /** How many points were accepted for that memtable. */
  int count(boolean late) {
    return late ? lateCount : currentCount;
  }

  /** Per series of the accepted points: its handle in that memtable. */
  int[] handles(boolean late) {
    return late ? lateHandles : currentHandles;
  }

  /** Columns that occur for the first time with an accepted point. */
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
    if (time <= table.late().newestTime(lateHandle) || time <= table.newestOutOfMemory()) {
      return false;
    }
    int inCurrent = handleIn(table.current(), series);
    return inCurrent < 0 || time > table.current().newestTime(inCurrent);
  }

  private void decideAgainstExisting(int point, int handle, boolean late) {
    long version = batch.versions()[point];
    long existing = 0;
    boolean same = false;
    int decided = findPending(point);
    if (decided >= 0) {
      existing = table.pending().version(decided);
      same = table.pending().sameValues(decided, batch, point);
    } else {
      long time = batch.times()[point];
      int series = batch.series()[point];
      // The highest version is the current one, wherever it lies: a replacement always has a higher
      // one.
      Memtable found = null;
      int foundAt = -1;
      for (Memtable memtable : memtables(series)) {
        int seriesHandle = handleIn(memtable, series);
        if (seriesHandle < 0) {
          continue;
        }
        int position = memtable.find(seriesHandle, time);
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
      }
    }
    if (existing == 0) {
      accept(point, handle, late);
      return;
    }
    switch (VersionRule.decide(version, existing, same)) {
      case REPLACE -> accept(point, handle, late);
      case UNCHANGED -> countAccepted(late);
      case REJECT_EQUAL ->
          rejections.add(
              Rejection.ofVersion(batch.requestIndex(point), Reason.VERSION_NOT_HIGHER, existing));
      case REJECT_LOWER ->
          rejections.add(
              Rejection.ofVersion(batch.requestIndex(point), Reason.VERSION_TOO_LOW, existing));
    }
  }

  /** The latest pending decision about a point's key, in either memtable's name, or -1. */
  private int findPending(int point) {
    int series = batch.series()[point];
    long time = batch.times()[point];
    int inCurrent = handleIn(table.current(), series);
    int inLate = handleIn(table.late(), series);
    int first = inCurrent < 0 ? -1 : table.pending().find(2 * inCurrent, time);
    int second = inLate < 0 ? -1 : table.pending().find(2 * inLate + 1, time);
    return Math.max(first, second);
  }

  private List<Memtable> memtables(int series) {
    if (table.sealed().isEmpty() && handleIn(table.late(), series) < 0) {
      return List.of(table.current());
    }
    List<Memtable> all = new ArrayList<>(2 + table.sealed().size());
    all.add(table.current());
    all.add(table.late());
    for (SealedMemtable sealed : table.sealed()) {
      all.add(sealed.memtable());
    }
    return all;
  }

  private int handleIn(Memtable memtable, int series) {
    if (memtable == table.current() && currentHandles[series] >= 0) {
      return currentHandles[series];
    }
    if (memtable == table.late() && lateHandles[series] >= 0) {
      return lateHandles[series];
    }
    int start = batch.keyStart(series);
    int handle =
        memtable.findSeries(
            batch.keyBytes(), start, batch.keyEnd(series) - start, batch.keyHash(series));
    if (handle >= 0 && memtable == table.current()) {
      currentHandles[series] = handle;
    } else if (handle >= 0 && memtable == table.late()) {
      lateHandles[series] = handle;
    }
    return handle;
  }

  /** The series' handle in the memtable that the point belongs into, entered when new. */
  private int handle(int series, boolean late) {
    int[] handles = late ? lateHandles : currentHandles;
    int handle = handles[series];
    if (handle != UNKNOWN) {
      return handle;
    }
    Memtable memtable = table.memtable(late);
    handle = handleIn(memtable, series);
    if (handle < 0 || table.dimensionsInDoubt()) {
      ColumnRules.Fault fault = columns.defineDimensions(series);
      if (fault != null) {
        seriesFaults.put(series, fault);
        handles[series] = REFUSED;
        return REFUSED;
      }
    }
    if (handle < 0) {
      int start = batch.keyStart(series);
      handle =
          memtable.series(
              batch.keyBytes(), start, batch.keyEnd(series) - start, batch.keyHash(series));
    }
    handles[series] = handle;
    return handle;
  }

  private void accept(int point, int handle, boolean late) {
    columns.defineMeasures(point);
    long time = batch.times()[point];
    if (late) {
      latePoints[lateCount++] = point;
      table.late().noteTime(handle, time);
      table.noteLate(time);
      table.pending().add(batch, point, 2 * handle + 1);
    } else {
      currentPoints[currentCount++] = point;
      table.current().noteTime(handle, time);
      table.pending().add(batch, point, 2 * handle);
    }
    countAccepted(late);
  }

  private void countAccepted(boolean late) {
    if (late) {
      magneticStore++;
    } else {
      memoryStore++;
    }
  }

  private void reject(int point, Reason reason, String detail) {
    rejections.add(Rejection.of(batch.requestIndex(point), reason, detail));
  }
}
