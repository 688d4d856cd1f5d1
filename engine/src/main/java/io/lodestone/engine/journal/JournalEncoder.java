package io.lodestone.engine.journal;

import io.lodestone.engine.journal.JournalEntry.ColumnDefined;
import io.lodestone.engine.journal.JournalEntry.DatabaseChanged;
import io.lodestone.engine.journal.JournalEntry.DatabaseDropped;
import io.lodestone.engine.journal.JournalEntry.PointsCarried;
import io.lodestone.engine.journal.JournalEntry.PointsReplaced;
import io.lodestone.engine.journal.JournalEntry.PointsWritten;
import io.lodestone.engine.journal.JournalEntry.TableChanged;
import io.lodestone.engine.journal.JournalEntry.TableDropped;
import io.lodestone.engine.journal.JournalEntry.TickNoted;
import io.lodestone.engine.journal.JournalEntry.WindowExpired;
import io.lodestone.model.PointBatch;
import io.lodestone.storage.bytes.ByteWriter;
import java.nio.ByteBuffer;

/**
 * Builds the payload of a frame, entry by entry; see {@code docs/formats/journal.md}. Kept and used
 * again for every frame; one owner.
 */
public final class JournalEncoder {
  private final ByteWriter out = ByteWriter.create(1 << 20);
  private final PointsEncoder points = new PointsEncoder();
  private long frameNumber;
  private long mark;

  /**
   * Starts a new payload; the one before becomes invalid.
   *
   * @param frame the number that the frame will get
   * @param newMark another one than before when what earlier payloads defined must not be relied
   *     upon: in another stretch of the log, and after the memtables were sealed
   */
  public void begin(long frame, long newMark) {
    out.clear();
    frameNumber = frame;
    mark = newMark;
  }

  /** Bytes so far. */
  public int size() {
    return out.size();
  }

  public boolean isEmpty() {
    return out.size() == 0;
  }

  /** The payload: this encoder's own memory, valid until the next call. */
  public ByteBuffer payload() {
    return out.buffer();
  }

  /** Adds an entry. */
  public void add(JournalEntry entry) {
    switch (entry) {
      case DatabaseChanged changed -> {
        int body = open(EntryType.DATABASE_CHANGED);
        CatalogCodec.write(out, changed.database());
        close(body);
      }
      case DatabaseDropped dropped -> {
        int body = open(EntryType.DATABASE_DROPPED);
        out.writeUtf8(dropped.name().value());
        close(body);
      }
      case TableChanged changed -> {
        int body = open(EntryType.TABLE_CHANGED);
        CatalogCodec.write(out, changed.table());
        close(body);
      }
      case TableDropped dropped -> {
        int body = open(EntryType.TABLE_DROPPED);
        out.writeVarLong(dropped.tableId());
        close(body);
      }
      case ColumnDefined defined -> {
        int body = open(EntryType.COLUMN_DEFINED);
        out.writeVarLong(defined.tableId());
        CatalogCodec.write(out, defined.column());
        close(body);
      }
      case WindowExpired expired -> {
        int body = open(EntryType.WINDOW_EXPIRED);
        out.writeVarLong(expired.tableId());
        out.writeVarLong(expired.window().startInclusiveNanos());
        out.writeVarLong(expired.window().endExclusiveNanos());
        close(body);
      }
      case TickNoted noted -> {
        int body = open(EntryType.TICK_NOTED);
        out.writeVarLong(noted.tick());
        close(body);
      }
      case PointsReplaced replaced -> {
        int body = open(EntryType.POINTS_REPLACED);
        out.writeVarLong(replaced.tableId());
        out.writeByte(replaced.late() ? 1 : 0);
        points.write(out, replaced);
        close(body);
      }
      case PointsWritten written -> {
        PointBatch batch = written.points();
        int[] all = upTo(batch.size());
        int[] handles = upTo(batch.seriesCount());
        SeriesNumbers own = new SeriesNumbers();
        addPoints(written.tableId(), written.late(), own, batch, handles, all, all.length);
      }
      case PointsCarried carried -> addCarried(carried, new SeriesNumbers());
    }
  }

  /**
   * Adds points that are carried forward.
   *
   * @param numbers those of the memtable that the points stand in; its handles are the places of
   *     the points' series list
   */
  public void addCarried(PointsCarried carried, SeriesNumbers numbers) {
    int body = open(EntryType.POINTS_CARRIED);
    PointBatch batch = carried.written().points();
    int[] all = upTo(batch.size());
    writePoints(
        carried.written().tableId(),
        carried.written().late(),
        numbers,
        batch,
        upTo(batch.seriesCount()),
        all,
        all.length);
    out.writeVarLong(frameNumber - carried.upTo());
    out.writeVarLong(carried.sinceMillis());
    JournalEntry.TickRuns ticks = carried.ticks();
    out.writeVarInt(ticks.starts().length);
    for (int run = 0; run < ticks.starts().length; run++) {
      out.writeVarInt(ticks.starts()[run]);
      out.writeVarLong(ticks.ticks()[run]);
    }
    close(body);
  }

  /**
   * Adds some points of a batch as a {@link PointsWritten} without making one.
   *
   * @param numbers those of the memtable that the points will enter
   * @param handles per series of the batch that a chosen point has: its handle in that memtable
   * @param chosen indexes into the batch, in the order in which they count
   * @param count how many of them
   */
  public void addPoints(
      long tableId,
      boolean late,
      SeriesNumbers numbers,
      PointBatch batch,
      int[] handles,
      int[] chosen,
      int count) {
    int body = open(EntryType.POINTS_WRITTEN);
    writePoints(tableId, late, numbers, batch, handles, chosen, count);
    close(body);
  }

  private void writePoints(
      long tableId,
      boolean late,
      SeriesNumbers numbers,
      PointBatch batch,
      int[] handles,
      int[] chosen,
      int count) {
    numbers.begin(mark, frameNumber);
    out.writeVarLong(tableId);
    out.writeByte(late ? 1 : 0);
    out.writeVarLong(frameNumber - numbers.firstFrame());
    points.write(out, numbers, batch, handles, chosen, count);
  }

  private static int[] upTo(int size) {
    int[] all = new int[size];
    for (int i = 0; i < size; i++) {
      all[i] = i;
    }
    return all;
  }

  private int open(int type) {
    out.writeByte(type);
    out.writeInt(0);
    return out.size();
  }

  private void close(int body) {
    out.setInt(body - Integer.BYTES, out.size() - body);
  }
}
