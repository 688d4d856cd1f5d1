package io.lodestone.engine.journal;

import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.crypt.Place;
import io.lodestone.engine.journal.JournalEntry.ColumnDefined;
import io.lodestone.engine.journal.JournalEntry.DatabaseChanged;
import io.lodestone.engine.journal.JournalEntry.DatabaseDropped;
import io.lodestone.engine.journal.JournalEntry.EntryLocked;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Builds the payload of a frame, entry by entry; see {@code docs/formats/journal.md}. Kept and used
 * again for every frame; one owner.
 */
public final class JournalEncoder {
  /** Room for the payload of a frame under load. */
  private static final int FRAME_BYTES = 1 << 20;

  private final ByteWriter out;
  private final PointsEncoder points = new PointsEncoder();
  private final DatabaseKeys keys;

  /** The numbers of entries that are complete in themselves. */
  private final SeriesNumbers ownNumbers = new SeriesNumbers();

  /** 0, 1, … */
  private int[] identity = {};

  /** Receives entries that are to be sealed. */
  private final ByteWriter plain = ByteWriter.create(1 << 10);

  /** How many sealed entries of each database the frame has so far. */
  private final Map<Long, Integer> sealed = new HashMap<>();

  private long frameNumber;
  private long mark;

  /** Bytes that define series under the present mark. */
  private long definedBytes;

  /** The entry that is being written: where its body goes, and where that began. */
  private ByteWriter body;

  private int bodyStart;

  /** The database with whose key it is sealed, or {@link DatabaseKeys#NONE}. */
  private long sealingFor = DatabaseKeys.NONE;

  private long sealedTable;
  private int sealedType;

  /** Of frames in which nothing is encrypted. */
  public JournalEncoder() {
    this(DatabaseKeys.none());
  }

  /**
   * Of frames in which nothing is encrypted.
   *
   * @param payloadBytes how long payloads are, about: room to begin with
   */
  public JournalEncoder(int payloadBytes) {
    this(DatabaseKeys.none(), payloadBytes);
  }

  /**
   * @param keys learns of databases and tables from the entries that tell of them, and seals the
   *     points and columns of those that are encrypted
   */
  public JournalEncoder(DatabaseKeys keys) {
    this(keys, FRAME_BYTES);
  }

  private JournalEncoder(DatabaseKeys keys, int payloadBytes) {
    this.keys = keys;
    this.out = ByteWriter.create(payloadBytes);
    this.body = out;
  }

  /**
   * Starts a new payload; the one before becomes invalid.
   *
   * @param frame the number that the frame will get
   * @param newMark another one than before when what earlier payloads defined must not be relied
   *     upon: in another stretch of the log, and after the memtables were sealed
   */
  public void begin(long frame, long newMark) {
    out.clear();
    sealed.clear();
    frameNumber = frame;
    definedBytes = definedBytes(newMark);
    mark = newMark;
  }

  /**
   * How many bytes under a mark define series; under another one they would be written again for
   * those series that points come for.
   */
  public long definedBytes(long ofMark) {
    return mark == ofMark ? definedBytes : 0;
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
        keys.learn(changed.database());
        begin(EntryType.DATABASE_CHANGED);
        CatalogCodec.write(body, changed.database());
        end();
      }
      case DatabaseDropped dropped -> {
        begin(EntryType.DATABASE_DROPPED);
        body.writeUtf8(dropped.name().value());
        end();
      }
      case TableChanged changed -> {
        keys.learn(changed.table());
        begin(EntryType.TABLE_CHANGED);
        CatalogCodec.write(body, changed.table(), keys);
        end();
      }
      case TableDropped dropped -> {
        begin(EntryType.TABLE_DROPPED);
        body.writeVarLong(dropped.tableId());
        end();
      }
      case ColumnDefined defined -> {
        begin(EntryType.COLUMN_DEFINED, defined.tableId());
        body.writeVarLong(defined.tableId());
        CatalogCodec.write(body, defined.column());
        end();
      }
      case WindowExpired expired -> {
        begin(EntryType.WINDOW_EXPIRED);
        body.writeVarLong(expired.tableId());
        body.writeVarLong(expired.window().startInclusiveNanos());
        body.writeVarLong(expired.window().endExclusiveNanos());
        end();
      }
      case TickNoted noted -> {
        begin(EntryType.TICK_NOTED);
        body.writeVarLong(noted.tick());
        end();
      }
      case PointsReplaced replaced -> {
        begin(EntryType.POINTS_REPLACED, replaced.tableId());
        body.writeVarLong(replaced.tableId());
        body.writeByte(replaced.late() ? 1 : 0);
        points.write(body, replaced);
        end();
      }
      case PointsWritten written -> {
        PointBatch batch = written.points();
        int[] all = identityOf(batch);
        SeriesNumbers own = ownNumbers.restarted();
        addPoints(written.tableId(), written.late(), own, batch, all, all, batch.size());
      }
      case PointsCarried carried -> addCarried(carried, new SeriesNumbers());
      case EntryLocked locked -> {
        begin(EntryType.SEALED);
        body.writeByte(locked.type());
        body.writeVarLong(locked.tableId());
        body.writeVarLong(locked.databaseId());
        body.writeBytes(locked.envelope(), 0, locked.envelope().length);
        end();
      }
    }
  }

  /**
   * Adds points that are carried forward.
   *
   * @param numbers those of the memtable that the points stand in; its handles are the places of
   *     the points' series list
   */
  public void addCarried(PointsCarried carried, SeriesNumbers numbers) {
    begin(EntryType.POINTS_CARRIED, carried.written().tableId());
    PointBatch batch = carried.written().points();
    int[] all = identityOf(batch);
    writePoints(
        carried.written().tableId(),
        carried.written().late(),
        numbers,
        batch,
        all,
        all,
        batch.size());
    body.writeVarLong(frameNumber - carried.upTo());
    body.writeVarLong(carried.sinceMillis());
    JournalEntry.TickRuns ticks = carried.ticks();
    body.writeVarInt(ticks.starts().length);
    for (int run = 0; run < ticks.starts().length; run++) {
      body.writeVarInt(ticks.starts()[run]);
      body.writeVarLong(ticks.ticks()[run]);
    }
    end();
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
    begin(EntryType.POINTS_WRITTEN, tableId);
    writePoints(tableId, late, numbers, batch, handles, chosen, count);
    end();
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
    body.writeVarLong(tableId);
    body.writeByte(late ? 1 : 0);
    body.writeVarLong(frameNumber - numbers.firstFrame());
    definedBytes += points.write(body, numbers, batch, handles, chosen, count);
  }

  /** Each number at its own place, at least as far as a batch has points and series. */
  private int[] identityOf(PointBatch batch) {
    int size = Math.max(batch.size(), batch.seriesCount());
    if (size > identity.length) {
      identity = new int[Math.max(size, 2 * identity.length)];
      Arrays.setAll(identity, i -> i);
    }
    return identity;
  }

  /** Begins an entry that holds nothing of what clients write. */
  private void begin(int type) {
    sealingFor = DatabaseKeys.NONE;
    body = out;
    out.writeByte(type);
    out.writeInt(0);
    bodyStart = out.size();
  }

  /** Begins an entry that is sealed when the table's database is encrypted. */
  private void begin(int type, long tableId) {
    long database = keys.encryptedDatabase(tableId);
    if (database == DatabaseKeys.NONE) {
      begin(type);
      return;
    }
    sealingFor = database;
    sealedTable = tableId;
    sealedType = type;
    body = plain;
    plain.clear();
  }

  private void end() {
    if (sealingFor != DatabaseKeys.NONE) {
      long database = sealingFor;
      int ordinal = sealed.merge(database, 1, Integer::sum) - 1;
      begin(EntryType.SEALED);
      out.writeByte(sealedType);
      out.writeVarLong(sealedTable);
      out.writeVarLong(database);
      ByteBuffer bytes = plain.buffer();
      keys.seal(
          database,
          Place.entry(frameNumber, ordinal, sealedType, sealedTable),
          bytes.array(),
          0,
          bytes.remaining(),
          out);
    }
    out.setInt(bodyStart - Integer.BYTES, out.size() - bodyStart);
  }
}
