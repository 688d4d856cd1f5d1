package io.lodestone.engine;

import io.lodestone.engine.commit.CommitQueue;
import io.lodestone.engine.commit.SeriesHandles;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.SeriesList;
import io.lodestone.model.TableRef;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/**
 * A writer of one table that names its series once: the fast way to write many points of the same
 * series.
 *
 * <p>{@link #series} gives a reference, a number that stays good as long as this writer, whatever
 * becomes of memory and files meanwhile. A point that carries it costs no hashing and no comparing
 * of keys. Batches are filled point by point or column by column, written without waiting, and
 * their memory goes back and forth, so that in the long run nothing is allocated for a point:
 *
 * <pre>{@code
 * TableWriter writer = engine.writer(table);
 * int north = writer.series(SeriesKey.of("temperature", "station", "north"));
 * PointBatch.Builder batch = writer.batch(1_000);
 * batch.point(0, north, timeNanos, 1);
 * batch.valueColumn("measure_value::double", ValueType.DOUBLE).appendDouble(21.5);
 * CompletableFuture<WriteResult> written = writer.write(batch.build());
 * }</pre>
 *
 * <p>Belongs to one thread, but for the completion of the futures. Holds no resource: there is
 * nothing to close. A writer keeps the keys of all series it was asked for; make a new one when
 * most of them have ended.
 */
public final class TableWriter {
  /** Batches kept for their memory. */
  private static final int SPENT_MAX = 64;

  private final CommitQueue queue;
  private final TableRef table;
  private final SeriesList list = new SeriesList();
  private final SeriesHandles handles = new SeriesHandles();

  /** Batches that were written, the oldest first, with what tells that they are spent. */
  private final ArrayDeque<Written> written = new ArrayDeque<>();

  private record Written(PointBatch batch, CompletableFuture<WriteResult> answer) {}

  TableWriter(CommitQueue queue, TableRef table) {
    this.queue = queue;
    this.table = table;
  }

  /** The table written. */
  public TableRef table() {
    return table;
  }

  /**
   * A reference to a series, to be given to {@link PointBatch.Builder#point} and {@link
   * PointBatch.Builder#points} of this writer's batches: the same number for the same series.
   *
   * @throws io.lodestone.model.InvalidRequestException when this writer knows 2 GiB of keys already
   */
  public int series(SeriesKey key) {
    return list.add(key);
  }

  /** {@link #series(SeriesKey)} by the canonical bytes of the key, which are copied. */
  public int series(byte[] key, int offset, int length) {
    return list.add(key, offset, length);
  }

  /** How many different series this writer knows. */
  public int seriesCount() {
    return list.size();
  }

  /**
   * An empty batch, in the memory of an earlier one that has been answered where there is one; such
   * a one has its columns already, without values.
   *
   * @param expectedPoints points to make room for where memory has to be taken
   */
  public PointBatch.Builder batch(int expectedPoints) {
    Written oldest = written.peekFirst();
    if (oldest != null && oldest.answer().isDone()) {
      written.removeFirst();
      return oldest.batch().recycle();
    }
    return new PointBatch.Builder(list, expectedPoints);
  }

  /**
   * Writes a batch that was begun with {@link #batch}. From now on it belongs to the engine; once
   * the future is complete it may become the memory of another batch at any call of {@link #batch}.
   *
   * @return as of {@link Engine#write}
   */
  public CompletableFuture<WriteResult> write(PointBatch batch) {
    if (batch.seriesList() != list) {
      throw new IllegalArgumentException("the batch was not begun by this writer");
    }
    CompletableFuture<WriteResult> answer = queue.write(table, batch, handles);
    if (written.size() == SPENT_MAX) {
      written.removeFirst();
    }
    written.addLast(new Written(batch, answer));
    // A copy: a caller who gives up, or completes what he was given, must not free the batch.
    return answer.copy();
  }
}
