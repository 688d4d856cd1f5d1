package io.lodestone.server.timestream.query;

import io.lodestone.sql.QueryResult;
import io.lodestone.sql.ResultBatch;
import io.lodestone.sql.SqlException;

/**
 * Drives one query from its first row to its last, on a thread of its own, and hands the rows over.
 * Its slot and the result with its snapshots are held until then, and no longer, whether or not
 * somebody fetches the rows.
 */
final class QueryRun implements Runnable {
  private final QuerySlots.Slot slot;
  private final AwaitedRows rows;

  /**
   * Both null after the run: its result may wait for its reader for an hour, and what the query's
   * steps have held must not wait with it.
   */
  private volatile QueryResult result;

  private RowEncoder encoder;

  /**
   * @param result closed at the end of the run
   * @param slot likewise
   * @param rows where the rows go
   */
  QueryRun(QueryResult result, QuerySlots.Slot slot, RowEncoder encoder, AwaitedRows rows) {
    this.result = result;
    this.slot = slot;
    this.encoder = encoder;
    this.rows = rows;
  }

  @Override
  public void run() {
    RuntimeException failure = null;
    long scanned = 0;
    try (slot;
        QueryResult running = result) {
      produce(running);
      scanned = running.statistics().bytesScanned();
    } catch (SqlException e) {
      failure = QueryErrors.of(e);
    } catch (RuntimeException e) {
      failure = e;
    } catch (Error e) {
      // Told to whoever waits for the rows, who would wait for ever; it is logged there.
      failure = new IllegalStateException("the run of a query has failed", e);
    }
    result = null;
    encoder = null;
    if (failure == null) {
      rows.end(scanned);
    } else {
      rows.fail(failure);
    }
    rows.settle();
  }

  private void produce(QueryResult running) {
    while (!rows.isOver() && running.advance()) {
      ResultBatch batch = running.batch();
      int row = 0;
      while (row < batch.rowCount() && !rows.isOver()) {
        EncodedRows encoded = encoder.encode(batch, row);
        row += encoded.count();
        rows.put(encoded, running.statistics().bytesScanned());
      }
    }
  }

  /** Makes the run end soon. From any thread, also after the end. */
  void cancel() {
    QueryResult running = result;
    if (running != null) {
      running.cancel();
    }
  }
}
