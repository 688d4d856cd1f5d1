package io.lodestone.engine;

import io.lodestone.engine.manifest.TableView;
import io.lodestone.engine.read.AggregateScan;
import io.lodestone.engine.read.ScanContext;
import io.lodestone.engine.read.TableScan;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.AggregateSource;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.PointSource;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.TableSchema;
import io.lodestone.scan.TableSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A table as of one moment: every write acknowledged before it, whole requests only, nothing after
 * it, and nothing that retention had let go by then. Holds segments open until closed. Safe for
 * several threads.
 */
public final class Snapshot implements TableSource, AggregateSource, AutoCloseable {
  private final TableView view;
  private final List<PointSource> sources;
  private final TableSchema schema;
  private final TimeRange visible;
  private final ScanContext context;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param view retained by the caller for this snapshot, which releases it
   * @param visible the times that existed at that moment
   * @param context what scans take from outside
   */
  Snapshot(TableView view, TimeRange visible, ScanContext context) {
    this(view, view.sources(), visible, context);
  }

  /**
   * @param view likewise
   * @param sources those parts of it that count
   */
  Snapshot(TableView view, List<PointSource> sources, TimeRange visible, ScanContext context) {
    this.view = view;
    this.sources = sources;
    this.schema = view.table().schema();
    this.visible = visible;
    this.context = context;
  }

  @Override
  public TableSchema schema() {
    return schema;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException after {@link #close()}
   */
  @Override
  public BatchCursor scan(ScanRequest request) {
    requireOpen();
    return TableScan.open(schema, sources, visible, request, context);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException after {@link #close()}
   */
  @Override
  public BatchCursor aggregate(AggregateRequest request) {
    requireOpen();
    return AggregateScan.open(schema, sources, visible, request, context);
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("the snapshot of " + schema.table() + " is closed");
    }
  }

  /** What this snapshot reads. */
  TableView view() {
    return view;
  }

  /** Lets the segments go. Cursors must be closed before. More than once is harmless. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      view.release();
    }
  }
}
