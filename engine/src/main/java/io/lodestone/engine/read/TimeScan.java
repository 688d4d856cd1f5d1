package io.lodestone.engine.read;

import io.lodestone.model.TimeRange;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.ColumnBatch;
import io.lodestone.scan.MemoryAccount;

/**
 * The points of a table in the order of time. The times are cut into slices, which are read one
 * after the other from the end that comes first, and each is sorted; what lies beyond the slice
 * that reaches the limit is never read. Slices grow and shrink so that each holds some tens of
 * thousands of rows.
 */
final class TimeScan implements BatchCursor {
  /** Rows of a slice that are worth its opening: every part is asked once a slice. */
  private static final int SLICE_ROWS = 1 << 16;

  private static final int SLICE_ROWS_MIN = 1 << 12;

  private final ScanPlan plan;
  private final ScanColumns columns;
  private final ScanWatch watch;
  private final boolean ascending;

  /** The slice's rows in the order of series and time. */
  private RowStore rows;

  /** Takes the place of {@link #rows} when most of them are dropped. */
  private RowStore spare;

  private final TimeOrder order;

  /** Rows of the slice in the order wanted. */
  private int[] sorted = {};

  private int sortedCount;

  /** The next of them to be handed out. */
  private int next;

  private final RowStore store;

  /** Times not read yet. */
  private TimeRange rest;

  private long width;
  private long rowsLeft;
  private long reservedBytes;
  private boolean ended;

  TimeScan(ScanPlan plan, ScanColumns columns, long limit, ScanWatch watch, boolean ascending) {
    this.plan = plan;
    this.columns = columns.withTime();
    this.watch = watch;
    this.ascending = ascending;
    this.order = new TimeOrder(ascending);
    this.store = new RowStore(this.columns);
    this.rows = new RowStore(this.columns);
    this.spare = new RowStore(this.columns);
    this.rowsLeft = limit;
    this.rest =
        plan.bands().isEmpty()
            ? new TimeRange(0, 0)
            : new TimeRange(
                plan.bands().getFirst().range().startInclusiveNanos(),
                plan.bands().getLast().range().endExclusiveNanos());
    double points = plan.estimatePoints();
    // Points are taken to be spread evenly; the first slice tells better.
    double wanted = Math.clamp(2.0 * limit, SLICE_ROWS_MIN, SLICE_ROWS);
    this.width = Math.max(1, (long) (span(rest) * Math.min(1, wanted / points)));
  }

  private static double span(TimeRange range) {
    return (double) range.endExclusiveNanos() - range.startInclusiveNanos();
  }

  @Override
  public boolean advance() {
    store.clear();
    if (ended) {
      return false;
    }
    ended = true;
    watch.check();
    while (next == sortedCount) {
      if (rest.isEmpty() || rowsLeft == 0) {
        return false;
      }
      readSlice();
    }
    int count = (int) Math.min(Math.min(ColumnBatch.ROWS_MAX, sortedCount - next), rowsLeft);
    store.appendPicked(rows, sorted, next, next + count);
    next += count;
    rowsLeft -= count;
    account();
    ended = false;
    return count > 0;
  }

  private void account() {
    long bytes =
        store.memoryBytes() + rows.memoryBytes() + spare.memoryBytes() + order.memoryBytes();
    watch.reserve(bytes - reservedBytes);
    reservedBytes = bytes;
  }

  private void readSlice() {
    TimeRange slice = takeSlice();
    rows.clear();
    RunFilter filter = new RunFilter(columns.conditions(), columns.measures());
    try (RowReader reader = new RowReader(plan.inSeriesOrder(slice), filter, watch)) {
      boolean more;
      do {
        int wanted = rows.rows() + ColumnBatch.ROWS_MAX;
        reader.fill(rows, wanted);
        more = rows.rows() == wanted;
        account();
        if (more && rows.rows() > 2 * SLICE_ROWS && rowsLeft < rows.rows() / 2) {
          keepFirst();
        }
      } while (more);
    }
    sorted = order.sort(rows.times(), rows.rows());
    sortedCount = rows.rows();
    next = 0;
    if (sortedCount < SLICE_ROWS / 2) {
      width = width > Long.MAX_VALUE / 4 ? width : 2 * width;
    } else if (sortedCount > 2 * SLICE_ROWS) {
      width = Math.max(1, width / 2);
    }
  }

  /** Drops the rows beyond the limit: those that come later cannot make them wanted again. */
  private void keepFirst() {
    int[] first = order.sort(rows.times(), rows.rows());
    spare.clear();
    spare.appendPicked(rows, first, 0, (int) rowsLeft);
    RowStore dropped = rows;
    rows = spare;
    spare = dropped;
  }

  private TimeRange takeSlice() {
    long start = rest.startInclusiveNanos();
    long end = rest.endExclusiveNanos();
    // Unsigned, since a range may be wider than half of all times.
    if (Long.compareUnsigned(end - start, width) <= 0) {
      TimeRange slice = rest;
      rest = new TimeRange(end, end);
      return slice;
    }
    if (ascending) {
      rest = new TimeRange(start + width, end);
      return new TimeRange(start, start + width);
    }
    rest = new TimeRange(start, end - width);
    return new TimeRange(end - width, end);
  }

  @Override
  public ColumnBatch batch() {
    return TableScan.requireRows(store).batch();
  }

  @Override
  public void cancel() {
    watch.cancel();
  }

  @Override
  public void chargeTo(MemoryAccount account) {
    watch.chargeTo(account);
  }

  @Override
  public void close() {
    ended = true;
    store.clear();
  }
}
