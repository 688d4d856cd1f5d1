package io.lodestone.engine.read;

import io.lodestone.model.TimeRange;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.ColumnBatch;
import io.lodestone.scan.KeyRange;
import io.lodestone.scan.MemoryAccount;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.PointSource;
import io.lodestone.scan.RunCursor;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.TableSchema;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The points of a table's parts as batches of SQL columns, read one cursor after the other. A batch
 * holds points of several series; its arrays are used again for the next one.
 */
public final class TableScan implements BatchCursor {
  /** Cursors to be read, each opened when the one before has ended. */
  private final Iterator<Supplier<RunCursor>> cursors;

  private final ScanColumns columns;
  private final ScanWatch watch;
  private final RowStore store;
  private RowReader reader;
  private long rowsLeft;
  private long reservedBytes;
  private boolean ended;

  private TableScan(
      Iterator<Supplier<RunCursor>> cursors, ScanColumns columns, long limit, ScanWatch watch) {
    this.cursors = cursors;
    this.columns = columns;
    this.watch = watch;
    this.store = new RowStore(columns);
    this.rowsLeft = limit;
  }

  /**
   * Starts a scan.
   *
   * @param schema the table's columns
   * @param sources the table's parts, the youngest first; those that cannot hold a wanted time are
   *     not asked
   * @param visible the times that exist; the request's range is cut to it
   * @param request names only columns of the schema
   * @param context who reads, and by which clock
   * @throws IllegalArgumentException when a column is not of the schema, or a condition does not
   *     fit it
   */
  public static BatchCursor open(
      TableSchema schema,
      List<PointSource> sources,
      TimeRange visible,
      ScanRequest request,
      ScanContext context) {
    ScanColumns columns = ScanColumns.of(schema, request.columns(), request.values());
    ScanWatch watch = new ScanWatch(request.limits(), context.clock());
    PointQuery query =
        new PointQuery(
            request.range().intersect(visible),
            request.series(),
            KeyRange.ALL,
            columns.measures(),
            columns.conditions());
    ScanPlan plan = new ScanPlan(sources, query);
    return switch (request.order()) {
      case ANY -> {
        boolean worthSharing = request.limit() == ScanRequest.NO_LIMIT && plan.isLarge();
        yield worthSharing
            ? new SharedScan(plan.shares(), columns, watch, context.workers())
            : new TableScan(bands(plan), columns, request.limit(), watch);
      }
      case SERIES_TIME ->
          new TableScan(
              Stream.<Supplier<RunCursor>>of(plan::inSeriesOrder).iterator(),
              columns,
              request.limit(),
              watch);
      case TIME_ASCENDING -> new TimeScan(plan, columns, request.limit(), watch, true);
      case TIME_DESCENDING -> new TimeScan(plan, columns, request.limit(), watch, false);
    };
  }

  private static Iterator<Supplier<RunCursor>> bands(ScanPlan plan) {
    return plan.bands().stream()
        .<Supplier<RunCursor>>map(band -> () -> band.runs(plan.query()))
        .iterator();
  }

  @Override
  public boolean advance() {
    store.clear();
    if (ended) {
      return false;
    }
    // Stays so when the next step fails: nothing is made up in the place of what could not be read.
    ended = true;
    watch.check();
    int wanted = (int) Math.min(ColumnBatch.ROWS_MAX, rowsLeft);
    while (store.rows() < wanted && toReader()) {
      reader.fill(store, wanted);
      if (store.rows() < wanted) {
        reader.close();
        reader = null;
      }
    }
    rowsLeft -= store.rows();
    watch.reserve(store.memoryBytes() - reservedBytes);
    reservedBytes = store.memoryBytes();
    ended = store.rows() < ColumnBatch.ROWS_MAX || rowsLeft == 0;
    return store.rows() > 0;
  }

  private boolean toReader() {
    if (reader == null && cursors.hasNext()) {
      RunFilter filter = new RunFilter(columns.conditions(), columns.measures());
      reader = new RowReader(cursors.next().get(), filter, watch);
    }
    return reader != null;
  }

  @Override
  public ColumnBatch batch() {
    return requireRows(store).batch();
  }

  static RowStore requireRows(RowStore store) {
    if (store.rows() == 0) {
      throw new IllegalStateException("no batch: call advance() first, and only while it is true");
    }
    return store;
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
    if (reader != null) {
      reader.close();
    }
  }
}
