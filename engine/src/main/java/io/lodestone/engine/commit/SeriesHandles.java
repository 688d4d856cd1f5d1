package io.lodestone.engine.commit;

import io.lodestone.engine.memtable.Memtable;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesList;
import java.util.Arrays;

/**
 * Which handles the series of a list have in the memtables of a table: what makes a place in a
 * writer's {@link SeriesList} a reference to a series, so that no key is hashed or compared for a
 * point. A handle is found at the first use in each generation of memtables and kept until the next
 * one.
 *
 * <p>Whoever writes makes one for each list and gives it along with every batch; what is in it
 * belongs to the committer alone.
 */
public final class SeriesHandles {
  static final int UNKNOWN = -1;

  private static final int[] NONE = {};

  private TableState table;
  private long generation;
  private SeriesList list;

  /** Per place in the list: the handle in the current memtable, or {@link #UNKNOWN}. */
  private int[] current = NONE;

  /** Likewise in the late one; most lists never need it. */
  private int[] late = NONE;

  /** An empty set of references, for a list of which nobody has written yet. */
  public SeriesHandles() {}

  /**
   * Makes this speak of a batch's series in a table. Arrays given out before keep what they say:
   * frames in flight still use them.
   */
  void prepare(TableState ofTable, PointBatch batch) {
    if (table != ofTable
        || generation != ofTable.generation()
        || list != batch.seriesList()
        || current.length < batch.seriesCount()) {
      boolean same =
          table == ofTable && generation == ofTable.generation() && list == batch.seriesList();
      current = grown(same ? current : NONE, batch.seriesCount());
      late = same ? late : NONE;
      table = ofTable;
      generation = ofTable.generation();
      list = batch.seriesList();
    }
  }

  /** Per series of the batch: its handle there, or {@link #UNKNOWN}. */
  int[] in(boolean isLate, PointBatch batch) {
    if (isLate && late.length < batch.seriesCount()) {
      late = grown(late, batch.seriesCount());
    }
    return isLate ? late : current;
  }

  /** The handle of a series of the batch, looked up at the first time; -1 when it has none. */
  int find(boolean isLate, PointBatch batch, int series) {
    Memtable memtable = table.memtable(isLate);
    if (memtable.seriesCount() == 0) {
      return UNKNOWN;
    }
    int[] handles = in(isLate, batch);
    if (handles[series] == UNKNOWN) {
      handles[series] = find(memtable, batch, series);
    }
    return handles[series];
  }

  /**
   * Looks up the series of a whole batch in the current memtable when the first of them has not
   * been looked up yet, as at the beginning of a generation. Of a million series, each look-up
   * waits for memory; here, with nothing else between them, the waits fall into one another. Those
   * that the memtable does not have are looked up again by {@link #find}, which waits no more.
   */
  void findAhead(PointBatch batch) {
    Memtable memtable = table.memtable(false);
    int[] series = batch.series();
    if (batch.size() == 0 || current[series[0]] != UNKNOWN || memtable.seriesCount() == 0) {
      return;
    }
    for (int i = 0; i < batch.size(); i++) {
      if (current[series[i]] == UNKNOWN) {
        current[series[i]] = find(memtable, batch, series[i]);
      }
    }
  }

  /**
   * Enters a series of the batch that its memtable does not have, unless it stands here already.
   */
  void enter(boolean isLate, PointBatch batch, int series) {
    int[] handles = in(isLate, batch);
    if (handles[series] == UNKNOWN) {
      int start = batch.keyStart(series);
      int length = batch.keyEnd(series) - start;
      handles[series] =
          table.memtable(isLate).addSeries(batch.keyBytes(), start, length, batch.keyHash(series));
    }
  }

  /** Finds the handle of each series that a point of the batch has, entered if it is new. */
  void enterAll(boolean isLate, PointBatch batch) {
    int[] handles = in(isLate, batch);
    int[] series = batch.series();
    for (int i = 0; i < batch.size(); i++) {
      if (handles[series[i]] == UNKNOWN) {
        int start = batch.keyStart(series[i]);
        int length = batch.keyEnd(series[i]) - start;
        handles[series[i]] =
            table
                .memtable(isLate)
                .series(batch.keyBytes(), start, length, batch.keyHash(series[i]));
      }
    }
  }

  /** The handle of a series of a batch in any memtable, -1 when it has none. */
  static int find(Memtable memtable, PointBatch batch, int series) {
    int start = batch.keyStart(series);
    return memtable.findSeries(
        batch.keyBytes(), start, batch.keyEnd(series) - start, batch.keyHash(series));
  }

  private static int[] grown(int[] handles, int size) {
    // A list that grows does so by doubling; exactly as many are enough for one that does not.
    int length = handles.length == 0 ? size : Math.max(size, 2 * handles.length);
    int[] longer = Arrays.copyOf(handles, length);
    Arrays.fill(longer, handles.length, length, UNKNOWN);
    return longer;
  }
}
