package io.lodestone.engine.read;

import io.lodestone.scan.RunCursor;

/**
 * Reads the rows that a scan keeps out of a cursor into stores, as many as are wanted at a time.
 * Owns the cursor. One owner.
 */
final class RowReader implements AutoCloseable {
  private final RunCursor runs;
  private final RunFilter filter;
  private final ScanWatch watch;
  private boolean inBlock;
  private boolean inRun;
  private int series = -1;

  /** Points of the run that are kept and were not read yet. */
  private int from;

  private int to;

  private final PlaceRanges kept = new PlaceRanges();

  /**
   * @param runs before its first block; owned from now on
   */
  RowReader(RunCursor runs, RunFilter filter, ScanWatch watch) {
    this.runs = runs;
    this.filter = filter;
    this.watch = watch;
  }

  /** Reads until the store has {@code rowsMax} rows; fewer only at the end. */
  void fill(RowStore store, int rowsMax) {
    boolean opened = false;
    while (store.rows() < rowsMax && toNextRange()) {
      // A store that is filled for the first time does not know the series it goes on with.
      if (!opened || series != runs.series()) {
        series = runs.series();
        store.openSeries(runs);
        opened = true;
      }
      gather(rowsMax - store.rows());
      store.append(runs, kept);
    }
  }

  /** Takes the ranges of the run, the one that is begun first, as far as there is room. */
  private void gather(int room) {
    kept.clear();
    do {
      int end = Math.min(to, from + room - kept.places());
      kept.add(from, end);
      from = end;
      if (from < to) {
        return;
      }
    } while (kept.places() < room && nextRangeOfRun());
  }

  private boolean nextRangeOfRun() {
    if (!filter.nextRange()) {
      return false;
    }
    from = filter.from();
    to = filter.to();
    return true;
  }

  private boolean toNextRange() {
    while (from == to) {
      if (inRun && nextRangeOfRun()) {
        return true;
      } else if (inBlock && runs.nextRun()) {
        inRun = true;
        filter.enterRun();
      } else {
        inRun = false;
        watch.check();
        if (!runs.nextBlock()) {
          inBlock = false;
          return false;
        }
        inBlock = filter.enterBlock(runs);
      }
    }
    return true;
  }

  @Override
  public void close() {
    runs.close();
  }
}
