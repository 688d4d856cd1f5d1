package io.lodestone.engine.journal;

import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.crypt.Place;
import io.lodestone.engine.journal.JournalEntry.ColumnDefined;
import io.lodestone.engine.journal.JournalEntry.DatabaseChanged;
import io.lodestone.engine.journal.JournalEntry.DatabaseDropped;
import io.lodestone.engine.journal.JournalEntry.EntryLocked;
import io.lodestone.engine.journal.JournalEntry.PointsReplaced;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

/**
 * Reads the payloads of frames in the order of the log, from the first one that is kept on. Keeps
 * what frames have defined for those that follow; one owner.
 */
public final class JournalDecoder {
  /** What is wanted of the points of a table when they were accepted. */
  public enum Wanted {
    NOTHING,
    /** Series, times and versions; the batches have no column. */
    KEYS,
    EVERYTHING
  }

  /** In the place of a type: an entry that nobody wants, or nobody can open. */
  private static final int PASSED_OVER = -1;

  private final ByteReader payload = ByteReader.create();
  private final ByteReader body = ByteReader.create();
  private final PointsDecoder points = new PointsDecoder();
  private final DatabaseKeys keys;

  /** Whether what this reads is the catalog as it comes to be, and not a look at the past. */
  private final boolean teaches;

  /** How many sealed entries of each database the frame has had so far. */
  private final Map<Long, Integer> sealed = new HashMap<>();

  /** Of frames in which nothing is encrypted. */
  public JournalDecoder() {
    this(DatabaseKeys.none());
  }

  /**
   * @param keys opens what is sealed, and learns of databases and tables from the entries that tell
   *     of them
   */
  public JournalDecoder(DatabaseKeys keys) {
    this(keys, true);
  }

  private JournalDecoder(DatabaseKeys keys, boolean teaches) {
    this.keys = keys;
    this.teaches = teaches;
  }

  /** A reader of frames that somebody else has replayed: the keys learn nothing from it. */
  public static JournalDecoder ofReplayed(DatabaseKeys keys) {
    return new JournalDecoder(keys, false);
  }

  /**
   * All entries of a frame, in their order.
   *
   * @param frame the frame's number, for messages
   * @param bytes its payload
   * @throws CorruptFileException when the payload is not what an encoder writes
   */
  public List<JournalEntry> decode(long frame, ByteBuffer bytes) throws CorruptFileException {
    return decode(frame, bytes, _ -> Wanted.EVERYTHING);
  }

  /**
   * The entries of a frame, in their order, without the points of tables that do not matter. Those
   * of such a table can be asked for again only from a stretch on in which the table mattered from
   * its start.
   *
   * @param wanted what is wanted of the points of the table of a number
   * @throws CorruptFileException when the payload is not what an encoder writes
   */
  public List<JournalEntry> decode(long frame, ByteBuffer bytes, LongFunction<Wanted> wanted)
      throws CorruptFileException {
    List<JournalEntry> entries = new ArrayList<>();
    begin(frame, bytes);
    try {
      while (payload.remaining() > 0) {
        int type = next();
        if (type == EntryType.SEALED) {
          type = unseal(frame, table -> wanted.apply(table) != Wanted.NOTHING, entries);
        }
        if (type == PASSED_OVER) {
          continue;
        }
        if (type == EntryType.POINTS_WRITTEN
            || type == EntryType.POINTS_REPLACED
            || type == EntryType.POINTS_CARRIED) {
          long table = body.readVarLong();
          Wanted ofTable = wanted.apply(table);
          if (ofTable == Wanted.NOTHING) {
            continue;
          }
          entries.add(
              switch (type) {
                case EntryType.POINTS_WRITTEN ->
                    ofTable == Wanted.KEYS
                        ? points.readKeys(table, body)
                        : points.read(table, body);
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
   * @return the entries of locked databases, which may define something as well
   */
  public List<JournalEntry> learn(long frame, ByteBuffer bytes) {
    List<JournalEntry> locked = new ArrayList<>(0);
    begin(frame, bytes);
    try {
      while (payload.remaining() > 0) {
        int type = next();
        if (type == EntryType.SEALED) {
          type = unseal(frame, _ -> true, locked);
        }
        if (type == EntryType.POINTS_WRITTEN || type == EntryType.POINTS_CARRIED) {
          points.learn(body.readVarLong(), body);
        } else if (type == EntryType.TABLE_DROPPED) {
          points.forget(body.readVarLong());
        }
      }
    } catch (MalformedBytesException e) {
      // Told when the frame was replayed, and again for each frame behind it that is incomplete.
      return locked;
    }
    return locked;
  }

  private void begin(long frame, ByteBuffer bytes) {
    points.begin(frame);
    payload.reset(bytes);
    sealed.clear();
  }

  /** Goes to the next entry and says of which type it is. */
  private int next() throws MalformedBytesException {
    int type = payload.readUnsignedByte();
    payload.readRange(payload.readInt(), body);
    return type;
  }

  /**
   * Opens a sealed entry, so that {@link #body} is what is in it.
   *
   * @param locked receives it when its database is locked
   * @return of which type it is, or {@link #PASSED_OVER}
   */
  private int unseal(long frame, LongPredicate matters, List<JournalEntry> locked)
      throws MalformedBytesException {
    int type = body.readUnsignedByte();
    long table = body.readVarLong();
    long database = body.readVarLong();
    int ordinal = sealed.merge(database, 1, Integer::sum) - 1;
    if (!matters.test(table)) {
      return PASSED_OVER;
    }
    if (keys.isOpen(database)) {
      keys.learn(table, database);
      byte[] plain = keys.open(database, Place.entry(frame, ordinal, type, table), body);
      body.reset(plain, 0, plain.length);
      return type;
    }
    locked.add(new EntryLocked(database, table, type, body.readBytes(body.remaining())));
    return PASSED_OVER;
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
   * numbers of series that are still in use began there. {@link Long#MAX_VALUE} when there are
   * none.
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

  /** The same of replaced points. */
  public void recycle(PointsReplaced replaced) {
    points.recycle(replaced);
  }

  private JournalEntry entry(int type) throws MalformedBytesException {
    return switch (type) {
      case EntryType.DATABASE_CHANGED -> {
        DatabaseEntry database = CatalogCodec.readDatabase(body);
        if (teaches) {
          keys.learn(database);
        }
        yield new DatabaseChanged(database);
      }
      case EntryType.DATABASE_DROPPED -> new DatabaseDropped(databaseName());
      case EntryType.TABLE_CHANGED -> {
        TableEntry table = CatalogCodec.readTable(body, keys, teaches);
        if (teaches) {
          keys.learn(table);
        }
        yield new TableChanged(table);
      }
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
