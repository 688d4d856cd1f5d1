package io.lodestone.server.timestream.query;

import io.lodestone.server.http.ByteRange;
import io.lodestone.server.log.EventLog;
import io.lodestone.server.timestream.query.spool.Spool;
import io.lodestone.server.timestream.query.spool.SpoolFile;
import io.lodestone.server.timestream.query.spool.SpoolFullException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
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
  /** Rows that lie somewhere, until they are fetched. */
  private sealed interface Held {
    int bytes();

    record InMemory(EncodedRows encoded) implements Held {
      @Override
      public int bytes() {
        return encoded.length();
      }
    }

    record InFile(SpoolFile.Place place, int bytes) implements Held {}
  }

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
  private final Spool spool;
  private final EventLog log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rowsCame = lock.newCondition();
  private final Condition rowsWent = lock.newCondition();

  private volatile BooleanSupplier roomMaker = () -> false;
  private volatile boolean abandoned;
  private volatile SpoolFile file;
  private volatile RuntimeException failure;

  // All below guarded by the lock.
  private final Deque<Held> held = new ArrayDeque<>();
  private EncodedRows current;
  private int currentRow;
  private long memoryBytes;
  private long waitingBytes;
  private long waitingRows;
  private Produced produced = new Produced(0, 0, 0);
  private boolean ended;
  private long takes;

  /** What whoever waits for a page waits for; without a meaning when nobody does. */
  private int rowsWanted = Integer.MAX_VALUE;

  private int bytesWanted = Integer.MAX_VALUE;

  AwaitedRows(RunLimits limits, Spool spool, EventLog log) {
    this.limits = limits;
    this.spool = spool;
    this.log = log;
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
      Held.InMemory added = new Held.InMemory(rows);
      held.add(added);
      memoryBytes += added.bytes();
      waitingBytes += added.bytes();
      waitingRows += rows.count();
      // Behind the last row of all there is no comma.
      long before = produced.rows() == 0 ? -1 : produced.bytes();
      produced = new Produced(produced.rows() + rows.count(), before + rows.length(), bytesScanned);
      if (fills(rowsWanted, bytesWanted)) {
        rowsCame.signalAll();
      }
      if (file != null) {
        spill();
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
    if (abandoned) {
      discardFile();
    }
  }

  /**
   * Waits until no more than this is in memory: because it was taken, or because it was spilled.
   */
  private void awaitReader(long bytesMax) {
    try {
      while (memoryBytes > bytesMax && !abandoned && failure == null) {
        long before = takes;
        long left = rowsWent.awaitNanos(limits.readerTimeMax().toNanos());
        if (left <= 0 && takes == before) {
          spill();
          return;
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("queries are never interrupted", e);
    }
  }

  /** Moves all rows from memory to the file, but for the few that may stay. */
  private void spill() {
    try {
      long kept = 0;
      Deque<Held> moved = new ArrayDeque<>(held.size());
      Iterator<Held> all = held.iterator();
      boolean inOrder = true;
      while (all.hasNext() && !abandoned) {
        Held next = all.next();
        if (next instanceof Held.InMemory inMemory) {
          if (inOrder && kept + next.bytes() <= limits.restBytes()) {
            kept += next.bytes();
          } else {
            inOrder = false;
            next = write(inMemory);
          }
        }
        moved.add(next);
      }
      if (!abandoned) {
        held.clear();
        held.addAll(moved);
      }
    } catch (SpoolFullException e) {
      failure = QueryErrors.resultTooLarge();
      rowsCame.signalAll();
    } catch (IOException e) {
      failure = new UncheckedIOException("spooling a result", e);
      rowsCame.signalAll();
    }
  }

  private Held write(Held.InMemory rows) throws IOException, SpoolFullException {
    if (file == null) {
      file = spool.create();
    }
    byte[] bytes = rows.encoded().toBytes();
    while (true) {
      try {
        // Without a place the file has been discarded, and nobody will ask for these rows.
        Held written =
            file.append(bytes)
                .<Held>map(place -> new Held.InFile(place, rows.bytes()))
                .orElse(rows);
        memoryBytes -= written == rows ? 0 : rows.bytes();
        return written;
      } catch (SpoolFullException full) {
        if (!roomMaker.getAsBoolean()) {
          throw full;
        }
      }
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
      if (abandoned) {
        throw QueryErrors.invalidToken();
      }
      if (failure != null && !fills(rowsMax, bytesMax)) {
        throw failure;
      }
      List<ByteRange> page = new ArrayList<>();
      int length = fillOrFail(page, rowsMax, bytesMax);
      takes++;
      rowsWent.signalAll();
      boolean last = ended && waitingRows == 0;
      double progress =
          last ? ALL : ended ? ALL * (produced.rows() - waitingRows) / produced.rows() : 0;
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
      while (!ended && failure == null && !abandoned && !fills(rowsMax, bytesMax) && left > 0) {
        left = rowsCame.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("requests are never interrupted", e);
    }
  }

  private boolean fills(int rowsMax, int bytesMax) {
    return waitingRows >= rowsMax || waitingBytes > bytesMax;
  }

  /** When rows cannot be had back, none may be: the page after would begin behind a gap. */
  private int fillOrFail(List<ByteRange> page, int rowsMax, int bytesMax) {
    try {
      return fill(page, rowsMax, bytesMax);
    } catch (RuntimeException e) {
      failure = e;
      held.clear();
      current = null;
      waitingRows = 0;
      waitingBytes = 0;
      memoryBytes = 0;
      throw e;
    }
  }

  /** Puts rows into a page while they fit. */
  private int fill(List<ByteRange> page, int rowsMax, int bytesMax) {
    int rows = 0;
    long length = 0;
    while (rows < rowsMax && hasCurrent()) {
      // The comma behind the page's last row goes away.
      int cut = current.cut(currentRow, rowsMax - rows, bytesMax + 1L - length);
      if (cut == currentRow) {
        break;
      }
      ByteRange taken = current.range(currentRow, cut - 1);
      page.add(worthItsArray(taken));
      length += taken.length();
      rows += cut - currentRow;
      waitingRows -= cut - currentRow;
      waitingBytes -= taken.length();
      currentRow = cut;
    }
    if (page.isEmpty()) {
      return 0;
    }
    ByteRange last = page.removeLast();
    page.add(new ByteRange(last.array(), last.offset(), last.length() - 1));
    return (int) length - 1;
  }

  /** A page may be kept for an hour: it must not keep much more alive than it is. */
  private static ByteRange worthItsArray(ByteRange rows) {
    if (rows.length() >= rows.array().length / 2) {
      return rows;
    }
    byte[] own = Arrays.copyOfRange(rows.array(), rows.offset(), rows.offset() + rows.length());
    return new ByteRange(own, 0, own.length);
  }

  /** Whether there is a row to take; fetches it when it lies elsewhere. */
  private boolean hasCurrent() {
    if (current != null && currentRow < current.count()) {
      return true;
    }
    current = null;
    currentRow = 0;
    if (held.isEmpty()) {
      return false;
    }
    current =
        switch (held.peek()) {
          case Held.InMemory inMemory -> inMemory.encoded();
          case Held.InFile inFile -> read(inFile);
        };
    if (held.poll() instanceof Held.InMemory inMemory) {
      memoryBytes -= inMemory.bytes();
    }
    return true;
  }

  private EncodedRows read(Held.InFile rows) {
    try {
      return EncodedRows.of(file.read(rows.place()).orElseThrow(QueryErrors::invalidToken));
    } catch (IOException e) {
      throw new UncheckedIOException("reading a result back", e);
    }
  }

  // ---- both sides

  /** Gives all rows up: nothing more will come or go. From any thread; waits for nobody. */
  void abandon() {
    abandoned = true;
    discardFile();
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
    return abandoned || failure != null;
  }

  /** Whether rows lie on the disk. */
  boolean isSpooled() {
    return file != null;
  }

  /** Lets go of the file when all of it has been read. */
  void discardFile() {
    SpoolFile spooled = file;
    if (spooled == null) {
      return;
    }
    try {
      spooled.discard();
    } catch (IOException e) {
      log.error("a spool file could not be deleted", e);
    }
  }
}
