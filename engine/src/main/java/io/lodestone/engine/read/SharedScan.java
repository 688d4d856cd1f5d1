package io.lodestone.engine.read;

import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.ColumnBatch;
import io.lodestone.scan.Cursor;
import io.lodestone.scan.MemoryAccount;
import io.lodestone.scan.RunCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A large scan whose shares are read by several threads. Each reads the next batch of its share at
 * the same time as the others; batches are handed out share after share in turns, the same turns
 * whatever the number of threads.
 */
final class SharedScan implements BatchCursor {
  /**
   * Shares that are open at a time. Not the number of threads, so that the order of rows does not
   * depend on it.
   */
  private static final int OPEN_SHARES = 4;

  private final List<Supplier<RunCursor>> shares;
  private final ScanColumns columns;
  private final ScanWatch watch;
  private final ScanWorkers workers;
  private final List<OpenShare> open = new ArrayList<>();

  /** Stores of shares that have ended, for those that follow: their arrays have grown already. */
  private final List<RowStore> spare = new ArrayList<>();

  /** The texts of what is handed out, in the codes of this scan. */
  private final RowStore store;

  /** The rest of it. */
  private RowStore current;

  private int nextShare;

  /** The open share whose batch is handed out next. */
  private int turn;

  private long reservedBytes;
  private boolean ended;

  SharedScan(
      List<Supplier<RunCursor>> shares, ScanColumns columns, ScanWatch watch, ScanWorkers workers) {
    this.shares = shares;
    this.columns = columns;
    this.watch = watch;
    this.workers = workers;
    this.store = new RowStore(columns);
  }

  @Override
  public boolean advance() {
    store.clear();
    if (ended) {
      return false;
    }
    ended = true;
    watch.check();
    while (turn == open.size() || open.get(turn).rows.rows() == 0) {
      if (turn < open.size()) {
        turn++;
      } else if (!readTogether()) {
        return false;
      }
    }
    current = open.get(turn++).rows;
    store.appendTexts(current);
    long bytes = store.memoryBytes();
    for (OpenShare share : open) {
      bytes += share.rows.memoryBytes();
    }
    for (RowStore rows : spare) {
      bytes += rows.memoryBytes();
    }
    watch.reserve(bytes - reservedBytes);
    reservedBytes = bytes;
    ended = false;
    return true;
  }

  /** Reads the next batch of each open share; false when no share is left. */
  private boolean readTogether() {
    for (OpenShare share : open) {
      if (share.reader == null) {
        share.rows.reset();
        spare.add(share.rows);
      }
    }
    open.removeIf(share -> share.reader == null);
    while (open.size() < OPEN_SHARES && nextShare < shares.size()) {
      RowStore rows = spare.isEmpty() ? new RowStore(columns) : spare.removeLast();
      open.add(new OpenShare(shares.get(nextShare++), rows));
    }
    turn = 0;
    workers.run(open);
    return !open.isEmpty();
  }

  @Override
  public ColumnBatch batch() {
    return TableScan.requireRows(store).batchWith(current);
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
    List<OpenShare> closing = List.copyOf(open);
    open.clear();
    Cursor.closeAll(closing);
  }

  /** A share that is being read; running it reads its next batch. */
  private final class OpenShare implements Runnable, Cursor {
    private final Supplier<RunCursor> share;
    private final RowStore rows;

    /** Null before the share is begun and after it has ended. */
    private RowReader reader;

    private boolean begun;

    OpenShare(Supplier<RunCursor> share, RowStore rows) {
      this.share = share;
      this.rows = rows;
    }

    @Override
    public void run() {
      rows.clear();
      if (!begun) {
        begun = true;
        RunFilter filter = new RunFilter(columns.conditions(), columns.measures());
        reader = new RowReader(share.get(), filter, watch);
      }
      reader.fill(rows, ColumnBatch.ROWS_MAX);
      if (rows.rows() < ColumnBatch.ROWS_MAX) {
        close();
      }
    }

    @Override
    public void close() {
      if (reader != null) {
        reader.close();
        reader = null;
      }
    }
  }
}
