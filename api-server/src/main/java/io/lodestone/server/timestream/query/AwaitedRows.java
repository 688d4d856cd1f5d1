package io.lodestone.server.timestream.query;

import io.lodestone.server.http.ByteRange;
import io.lodestone.server.log.EventLog;
import io.lodestone.server.timestream.query.spool.Spool;
import io.lodestone.server.timestream.query.spool.SpoolFullException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The rows of one query between the thread that runs it and the requests that fetch its pages.
 *
 * <p>The query is a little ahead of its reader, in memory. When the reader does not come for a
 * while, all further rows go to a spool file, so that the query ends and lets go of its snapshots;
 * from then on the reader gets them from there.
 *
 * <pre>
 *   query ──put──▶ in memory … in memory ──▶ ┆ in the file … in the file ┆ ──take──▶ pages
 * </pre>
 *
 * One thread puts and ends, many may take, one after the other. A crash leaves the file, which the
 * next start deletes.
 */
final class AwaitedRows {
  /**
   * Rows taken for one page.
   *
   * @param json rows with commas between them: the bytes of these ranges one after the other
   * @param length bytes of the ranges
   * @param last whether no rows will follow
   * @param progress how many percent of all rows have been taken; 0 while nobody knows
   * @param produced what the query has produced so far, whether taken or not
   */
  record Taken(List<ByteRange> json, int length, boolean last, double progress, Produced produced) {
    Taken {
      json = List.copyOf(json);
    }
  }

  /**
   * What a query has produced.
   *
   * @param rows so many
   * @param bytes of their JSON, with commas between them
   * @param bytesScanned that it has read for them
   */
  record Produced(long rows, long bytes, long bytesScanned) {}

  private static final double ALL = 100.0;

  private final RunLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rowsCame = lock.newCondition();
  private final Condition rowsWent = lock.newCondition();

  private volatile BooleanSupplier roomMaker = () -> false;
  private volatile RuntimeException failure;

  // All below guarded by the lock, but for what the queue says of itself.
  private final RowQueue queue;
  private Produced produced = new Produced(0, 0, 0);
  private boolean ended;
  private long takes;

  /** What whoever waits for a page waits for; without a meaning when nobody does. */
  private int rowsWanted = Integer.MAX_VALUE;

  private int bytesWanted = Integer.MAX_VALUE;

  AwaitedRows(RunLimits limits, Spool spool, EventLog log) {
    this.limits = limits;
    this.queue = new RowQueue(limits.restBytes(), spool, log);
  }

  /**
   * Says how to make room when the spool is full.
   *
   * @param maker gives up rows of somebody else; false when there are none. Called with this
   *     object's lock held, and takes no other such lock
   */
  void makesRoomBy(BooleanSupplier maker) {
    roomMaker = maker;
  }

  // ---- the side of the query

  /**
   * Takes over some rows. Waits while the query is too far ahead of its reader.
   *
   * @param bytesScanned so far
   */
  void put(EncodedRows rows, long bytesScanned) {
    lock.lock();
    try {
      queue.add(rows);
      // Behind the last row of all there is no comma.
      long before = produced.rows() == 0 ? -1 : produced.bytes();
      produced = new Produced(produced.rows() + rows.count(), before + rows.length(), bytesScanned);
      if (fills(rowsWanted, bytesWanted)) {
        rowsCame.signalAll();
      }
      if (queue.isSpooled()) {
        spool();
      }
      awaitReader(limits.aheadBytes());
    } finally {
      lock.unlock();
    }
  }

  /** There are no more rows. */
  void end(long bytesScanned) {
    lock.lock();
    try {
      ended = true;
      produced = new Produced(produced.rows(), produced.bytes(), bytesScanned);
      rowsCame.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** There are no more rows, because the query has failed. */
  void fail(RuntimeException why) {
    lock.lock();
    try {
      failure = why;
      rowsCame.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** After the end: sees to it that what nobody fetches does not stay in memory. */
  void settle() {
    lock.lock();
    try {
      awaitReader(limits.restBytes());
    } finally {
      lock.unlock();
    }
    if (queue.isGivenUp()) {
      queue.discardFile();
    }
  }

  /**
   * Waits until no more than this is in memory: because it was taken, or because it was spooled.
   */
  private void awaitReader(long bytesMax) {
    try {
      while (queue.memoryBytes() > bytesMax && !queue.isGivenUp() && failure == null) {
        long before = takes;
        long left = rowsWent.awaitNanos(limits.readerTimeMax().toNanos());
        if (left <= 0 && takes == before) {
          spool();
          return;
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("queries are never interrupted", e);
    }
  }

  /** Moves all rows from memory to the file, but for the few that may stay. */
  private void spool() {
    try {
      queue.spool(roomMaker);
    } catch (SpoolFullException e) {
      failure = QueryErrors.resultTooLarge();
      rowsCame.signalAll();
    } catch (IOException e) {
      failure = new UncheckedIOException("spooling a result", e);
      rowsCame.signalAll();
    }
  }

  // ---- the side of the reader

  /**
   * Takes rows for a page. Waits until there are enough to fill it, but not for ever: a page may
   * then be short, or empty, without being the last.
   *
   * @param rowsMax of the page
   * @param bytesMax of their JSON
   * @throws io.lodestone.server.protocol.ServiceException QUERY_EXECUTION, when the query has
   *     failed before it filled the page; VALIDATION, when the rows have been given up
   */
  Taken take(int rowsMax, int bytesMax) {
    lock.lock();
    try {
      awaitPage(rowsMax, bytesMax);
      if (queue.isGivenUp()) {
        throw QueryErrors.invalidToken();
      }
      if (failure != null && !fills(rowsMax, bytesMax)) {
        throw failure;
      }
      List<ByteRange> page = new ArrayList<>();
      int length = fillOrFail(page, rowsMax, bytesMax);
      takes++;
      rowsWent.signalAll();
      boolean last = ended && queue.rows() == 0;
      double progress =
          last ? ALL : ended ? ALL * (produced.rows() - queue.rows()) / produced.rows() : 0;
      return new Taken(page, length, last, progress, produced);
    } finally {
      lock.unlock();
    }
  }

  private void awaitPage(int rowsMax, int bytesMax) {
    long left = limits.answerTimeMax().toNanos();
    rowsWanted = rowsMax;
    bytesWanted = bytesMax;
    try {
      while (!ended
          && failure == null
          && !queue.isGivenUp()
          && !fills(rowsMax, bytesMax)
          && left > 0) {
        left = rowsCame.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("requests are never interrupted", e);
    }
  }

  private boolean fills(int rowsMax, int bytesMax) {
    return queue.rows() >= rowsMax || queue.bytes() > bytesMax;
  }

  /** When rows cannot be had back, none may be: the page after would begin behind a gap. */
  private int fillOrFail(List<ByteRange> page, int rowsMax, int bytesMax) {
    try {
      return queue.fill(page, rowsMax, bytesMax);
    } catch (RuntimeException e) {
      failure = e;
      queue.clear();
      throw e;
    }
  }

  // ---- both sides

  /** Gives all rows up: nothing more will come or go. From any thread; waits for nobody. */
  void abandon() {
    queue.giveUp();
    if (lock.tryLock()) {
      try {
        rowsCame.signalAll();
        rowsWent.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Whether there is no use in producing more rows. */
  boolean isOver() {
    return queue.isGivenUp() || failure != null;
  }

  /** Whether rows lie on the disk. */
  boolean isSpooled() {
    return queue.isSpooled();
  }

  /** Lets go of the file when all of it has been read. */
  void discardFile() {
    queue.discardFile();
  }
}
