package io.lodestone.engine.journal;

import io.lodestone.engine.journal.JournalEntry.ColumnDefined;
import io.lodestone.engine.journal.JournalEntry.DatabaseChanged;
import io.lodestone.engine.journal.JournalEntry.DatabaseDropped;
import io.lodestone.engine.journal.JournalEntry.PointsWritten;
import io.lodestone.engine.journal.JournalEntry.TableChanged;
import io.lodestone.engine.journal.JournalEntry.TableDropped;
import io.lodestone.engine.journal.JournalEntry.TickNoted;
import io.lodestone.engine.journal.JournalEntry.WindowExpired;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.TimeRange;
import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.bytes.ByteReader;
import io.lodestone.storage.bytes.MalformedBytesException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Reads the payloads of frames in the order of the log, from the first one that is kept on. Keeps
 * what frames have defined for those that follow; one owner.
 */
public final class JournalDecoder {
  private final ByteReader payload = ByteReader.create();
  private final ByteReader body = ByteReader.create();
  private final PointsDecoder points = new PointsDecoder();

  /**
   * All entries of a frame, in their order.
   *
   * @param frame the frame's number, for messages
   * @param bytes its payload
   * @throws CorruptFileException when the payload is not what an encoder writes
   */
  public List<JournalEntry> decode(long frame, ByteBuffer bytes) throws CorruptFileException {
    return decode(frame, bytes, _ -> true);
  }

  /**
   * The entries of a frame, in their order, without the points of tables that do not matter. Those
   * of such a table can be asked for again only from a stretch on in which the table mattered from
   * its start.
   *
   * @param matters whether the points of the table of a number are wanted
   * @throws CorruptFileException when the payload is not what an encoder writes
   */
  public List<JournalEntry> decode(long frame, ByteBuffer bytes, LongPredicate matters)
      throws CorruptFileException {
    List<JournalEntry> entries = new ArrayList<>();
    points.begin(frame);
    payload.reset(bytes);
    try {
      while (payload.remaining() > 0) {
        int type = payload.readUnsignedByte();
        int length = payload.readInt();
        payload.readRange(length, body);
        if (type == EntryType.POINTS_WRITTEN
            || type == EntryType.POINTS_REPLACED
            || type == EntryType.POINTS_CARRIED) {
          long table = body.readVarLong();
          if (!matters.test(table)) {
            continue;
          }
          entries.add(
              switch (type) {
                case EntryType.POINTS_WRITTEN -> points.read(table, body);
                case EntryType.POINTS_REPLACED -> points.readReplaced(table, body);
                default -> points.readCarried(table, body);
              });
        } else {
          entries.add(entry(type));
        }
        body.requireEnd();
      }
    } catch (MalformedBytesException e) {
      throw new CorruptFileException("log frame " + frame, e.position(), e.expected(), e.found());
    }
    return entries;
  }

  /**
   * Takes from a frame what it defines for those that follow, and nothing else: its points are in
   * segments. What makes no sense defines nothing; points that would need it are found to be lost.
   *
   * @param frame the frame's number
   * @param bytes its payload
   */
  public void learn(long frame, ByteBuffer bytes) {
    points.begin(frame);
    payload.reset(bytes);
    try {
      while (payload.remaining() > 0) {
        int type = payload.readUnsignedByte();
        int length = payload.readInt();
        payload.readRange(length, body);
        if (type == EntryType.POINTS_WRITTEN || type == EntryType.POINTS_CARRIED) {
          points.learn(body.readVarLong(), body);
        } else if (type == EntryType.TABLE_DROPPED) {
          points.forget(body.readVarLong());
        }
      }
    } catch (MalformedBytesException e) {
      // Told when the frame was replayed, and again for each frame behind it that is incomplete.
      return;
    }
  }

  /**
   * Forgets the numbers of series that began in a frame up to this one. Whoever calls knows that no
   * frame to come names them.
   */
  public void forgetUpTo(long frame) {
    points.forgetUpTo(frame);
  }

  /** Nothing more will be asked for of a table. */
  public void forget(long tableId) {
    points.forget(tableId);
  }

  /**
   * The oldest frame that has to be read again by who would begin anew behind the last frame:
   * numbers of series that are still in use began there. {@link Long#MAX_VALUE} when there are none.
   */
  public long oldestNumbers() {
    return points.oldestNumbers();
  }

  /**
   * Takes back the memory of points that {@link #decode} gave, for those to come. Not needed;
   * nobody may look at them any more.
   */
  public void recycle(PointsWritten written) {
    points.recycle(written);
  }

  private JournalEntry entry(int type) throws MalformedBytesException {
    return switch (type) {
      case EntryType.DATABASE_CHANGED -> new DatabaseChanged(CatalogCodec.readDatabase(body));
      case EntryType.DATABASE_DROPPED -> new DatabaseDropped(databaseName());
      case EntryType.TABLE_CHANGED -> new TableChanged(CatalogCodec.readTable(body));
      case EntryType.TABLE_DROPPED -> {
        TableDropped dropped = new TableDropped(body.readVarLong());
        points.forget(dropped.tableId());
        yield dropped;
      }
      case EntryType.COLUMN_DEFINED ->
          new ColumnDefined(body.readVarLong(), CatalogCodec.readColumn(body));
      case EntryType.WINDOW_EXPIRED -> new WindowExpired(body.readVarLong(), window());
      case EntryType.TICK_NOTED -> new TickNoted(body.readVarLong());
      default -> throw body.malformed("a known type of entry", Integer.toString(type));
    };
  }

  private TimeRange window() throws MalformedBytesException {
    long start = body.readVarLong();
    long end = body.readVarLong();
    if (end < start) {
      throw body.malformed("a window that ends after " + start, "one that ends at " + end);
    }
    return new TimeRange(start, end);
  }

  private DatabaseName databaseName() throws MalformedBytesException {
    try {
      return new DatabaseName(body.readUtf8());
    } catch (InvalidRequestException e) {
      throw body.malformed("the name of a database", e.getMessage());
    }
  }
}
