package io.lodestone.server.timestream.query;

import io.lodestone.server.http.ByteRange;
import io.lodestone.server.log.EventLog;
import io.lodestone.server.timestream.query.spool.Spool;
import io.lodestone.server.timestream.query.spool.SpoolFile;
import io.lodestone.server.timestream.query.spool.SpoolFullException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The rows of one query that nobody has fetched yet, in their order, each in memory or in a spool
 * file. One thread at a time, but for {@link #giveUp}, {@link #discardFile}, {@link #isGivenUp} and
 * {@link #isSpooled}, which any thread may call at any time.
 */
final class RowQueue {
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

  private final long restBytes;
  private final Spool spool;
  private final EventLog log;

  private volatile boolean givenUp;
  private volatile SpoolFile file;

  private final Deque<Held> held = new ArrayDeque<>();

  /** The piece in hand, and the first of its rows that has not been fetched; null between two. */
  private EncodedRows current;

  private int currentRow;
  private long memoryBytes;
  private long bytes;
  private long rows;

  /**
   * @param restBytes so many stay in memory when all others are spooled
   */
  RowQueue(long restBytes, Spool spool, EventLog log) {
    this.restBytes = restBytes;
    this.spool = spool;
    this.log = log;
  }

  /** Puts rows at the end, in memory. */
  void add(EncodedRows added) {
    Held.InMemory inMemory = new Held.InMemory(added);
    held.add(inMemory);
    memoryBytes += inMemory.bytes();
    bytes += inMemory.bytes();
    rows += added.count();
  }

  /** How many rows wait. */
  long rows() {
    return rows;
  }

  /** Bytes of their JSON, with a comma behind each. */
  long bytes() {
    return bytes;
  }

  /** Bytes of those that lie in memory. */
  long memoryBytes() {
    return memoryBytes;
  }

  /**
   * Moves all rows from memory to the file, but for the first few that may stay. Stops half-way
   * when the rows are given up.
   *
   * @param roomMaker is asked to make room when the spool is full; false when it cannot
   * @throws SpoolFullException when there is no room; the rows are still here
   * @throws IOException when the disk refuses; the rows are still here
   */
  void spool(BooleanSupplier roomMaker) throws SpoolFullException, IOException {
    long kept = 0;
    Deque<Held> moved = new ArrayDeque<>(held.size());
    Iterator<Held> all = held.iterator();
    boolean inOrder = true;
    while (all.hasNext() && !givenUp) {
      Held next = all.next();
      if (next instanceof Held.InMemory inMemory) {
        if (inOrder && kept + next.bytes() <= restBytes) {
          kept += next.bytes();
        } else {
          inOrder = false;
          next = write(inMemory, roomMaker);
        }
      }
      moved.add(next);
    }
    if (!givenUp) {
      held.clear();
      held.addAll(moved);
    }
  }

  private Held write(Held.InMemory written, BooleanSupplier roomMaker)
      throws IOException, SpoolFullException {
    if (file == null) {
      file = spool.create();
    }
    byte[] piece = written.encoded().toBytes();
    while (true) {
      try {
        // Without a place the file has been discarded, and nobody will ask for these rows.
        Held moved =
            file.append(piece)
                .<Held>map(place -> new Held.InFile(place, written.bytes()))
                .orElse(written);
        memoryBytes -= moved == written ? 0 : written.bytes();
        return moved;
      } catch (SpoolFullException full) {
        if (!roomMaker.getAsBoolean()) {
          throw full;
        }
      }
    }
  }

  /**
   * Takes rows from the front into an empty page, with commas between them, while they fit.
   *
   * @return bytes of the page
   * @throws RuntimeException when rows cannot be had back from the file; some of those before them
   *     are gone
   */
  int fill(List<ByteRange> page, int rowsMax, int bytesMax) {
    int count = 0;
    long length = 0;
    while (count < rowsMax && hasCurrent()) {
      // The comma behind the page's last row goes away.
      int cut = current.cut(currentRow, rowsMax - count, bytesMax + 1L - length);
      if (cut == currentRow) {
        break;
      }
      ByteRange taken = current.range(currentRow, cut - 1);
      page.add(worthItsArray(taken));
      length += taken.length();
      count += cut - currentRow;
      rows -= cut - currentRow;
      bytes -= taken.length();
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

  private EncodedRows read(Held.InFile inFile) {
    try {
      return EncodedRows.of(file.read(inFile.place()).orElseThrow(QueryErrors::invalidToken));
    } catch (IOException e) {
      throw new UncheckedIOException("reading a result back", e);
    }
  }

  /** Forgets all rows. */
  void clear() {
    held.clear();
    current = null;
    rows = 0;
    bytes = 0;
    memoryBytes = 0;
  }

  /** Nobody will fetch what is here: nothing more goes to the file, which is deleted. */
  void giveUp() {
    givenUp = true;
    discardFile();
  }

  boolean isGivenUp() {
    return givenUp;
  }

  /** Whether rows lie, or lay, on the disk. */
  boolean isSpooled() {
    return file != null;
  }

  /** Deletes the file, if there is one. */
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
