package io.lodestone.engine.replay;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.journal.JournalEncoder;
import io.lodestone.engine.journal.JournalEntry;
import io.lodestone.engine.journal.JournalEntry.EntryLocked;
import io.lodestone.engine.journal.JournalEntry.TickNoted;
import io.lodestone.storage.AppendFile;
import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.Directory;
import io.lodestone.storage.FileHeader;
import io.lodestone.storage.FileKind;
import io.lodestone.storage.ReadFile;
import io.lodestone.storage.bytes.ByteWriter;
import io.lodestone.wal.frame.FrameReader;
import io.lodestone.wal.frame.FrameWriter;
import io.lodestone.wal.frame.ReadOutcome;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Where the entries of locked databases go when the log is replayed, sealed as they are, so that
 * the log can be trimmed and everybody else goes on; see {@code docs/formats/side.md}. A folder of
 * files, each of one database and one start. One thread, the one that opens the engine.
 *
 * <p>What a crash leaves: files are synced before a checkpoint passes over what is in them. One
 * that was not may lack its end, or itself; its frames are in the log still, and are kept once
 * more.
 */
public final class SideLog implements Closeable {
  static final FileKind KIND = new FileKind("SIDE");
  static final int FORMAT_VERSION = 1;
  private static final String FOLDER = "side";
  private static final String QUARANTINE = "quarantine";
  private static final String SUFFIX = ".side";
  private static final int NAME_LENGTH = 16 + 1 + 4 + SUFFIX.length();

  private final Directory root;
  private final Consumer<String> findings;

  /** Names of the files by the number of their database. */
  private final Map<Long, List<String>> files = new TreeMap<>();

  /** The last frame that is kept of a database. */
  private final Map<Long, Long> lastFrames = new HashMap<>();

  private final Map<Long, Writing> writing = new TreeMap<>();
  private final JournalEncoder encoder = new JournalEncoder();
  private final ByteWriter out = ByteWriter.create(1 << 12);

  /** A file of this start. */
  private static final class Writing {
    private final AppendFile file;
    private final FrameWriter frames;
    private long next = 1;
    private long durable;

    Writing(AppendFile file, long fileId) {
      this.file = file;
      this.frames = new FrameWriter(file, fileId);
    }
  }

  /** Receives what is kept of a frame of the log. */
  interface FrameVisitor {
    /**
     * @param payload of the journal; valid during the call
     */
    void frame(SideFrame frame, ByteBuffer payload) throws IOException;
  }

  private SideLog(Directory root, Consumer<String> findings) {
    this.root = root;
    this.findings = findings;
  }

  /**
   * Opens what is kept.
   *
   * @param root the data directory; the folder is made when there is something to keep
   * @param findings is told, in words, of damage
   */
  public static SideLog open(Directory root, Consumer<String> findings) throws IOException {
    SideLog log = new SideLog(root, findings);
    if (root.listDirectories().contains(FOLDER)) {
      for (String name : log.folder().list()) {
        if (name.endsWith(SUFFIX) && name.length() == NAME_LENGTH) {
          log.files
              .computeIfAbsent(Long.parseUnsignedLong(name, 0, 16, 16), _ -> new ArrayList<>())
              .add(name);
        }
      }
      for (long database : log.databases()) {
        log.visit(
            database,
            (frame, _) -> log.lastFrames.merge(database, frame.number(), Math::max),
            _ -> {});
      }
    }
    return log;
  }

  /**
   * Forgets all databases but those that a catalog has. Not when anything was found damaged that
   * may have told of one.
   */
  public void forgetGone(Catalog catalog) throws IOException {
    Set<Long> gone = databases();
    catalog.databases().forEach(database -> gone.remove(database.id()));
    catalog.tables().forEach(table -> gone.remove(table.databaseId()));
    for (long database : gone) {
      remove(database);
    }
  }

  /** The numbers of all databases of which something is kept. */
  Set<Long> databases() {
    return new LinkedHashSet<>(files.keySet());
  }

  /**
   * Keeps the sealed entries of a frame, unless they are kept already. Durable after {@link #sync}.
   */
  void keep(SideFrame frame, List<JournalEntry> entries) throws IOException {
    Set<Long> databases = new LinkedHashSet<>(2);
    for (JournalEntry entry : entries) {
      if (entry instanceof EntryLocked locked) {
        databases.add(locked.databaseId());
      }
    }
    for (long database : databases) {
      if (frame.number() > lastFrames.getOrDefault(database, 0L)) {
        keep(database, frame, entries);
      }
    }
  }

  private void keep(long database, SideFrame frame, List<JournalEntry> entries) throws IOException {
    encoder.begin(frame.number(), 0);
    for (JournalEntry entry : entries) {
      if (entry instanceof TickNoted
          || entry instanceof EntryLocked locked && locked.databaseId() == database) {
        encoder.add(entry);
      }
    }
    out.clear();
    frame.writeTo(out);
    out.writeBytes(encoder.payload());
    Writing file = writing(database);
    file.frames.append(file.next++, file.durable, out.buffer());
    lastFrames.put(database, frame.number());
  }

  private Writing writing(long database) throws IOException {
    Writing present = writing.get(database);
    if (present != null) {
      return present;
    }
    boolean firstEver = !root.listDirectories().contains(FOLDER);
    Directory folder = folder();
    if (firstEver) {
      root.sync();
    }
    List<String> known = files.computeIfAbsent(database, _ -> new ArrayList<>());
    int number = nextNumber(database);
    String name = name(database, number);
    AppendFile file = folder.create(name);
    Writing made = new Writing(file, fileId(database, number));
    writing.put(database, made);
    known.add(name);
    ByteBuffer header = ByteBuffer.allocate(FileHeader.BYTES);
    new FileHeader(KIND, FORMAT_VERSION, fileId(database, number)).writeTo(header);
    file.append(header.flip());
    return made;
  }

  /** Makes durable what was kept. */
  void sync() throws IOException {
    boolean any = false;
    for (Writing file : writing.values()) {
      if (file.durable < file.next - 1) {
        file.file.sync();
        file.durable = file.next - 1;
        any = true;
      }
    }
    if (any) {
      folder().sync();
    }
  }

  /**
   * Visits what is kept of a database, in the order of the log. What cannot be read is told and
   * passed over, as is a frame of which the visitor says so.
   *
   * @return whether everything could be read
   */
  boolean visit(long database, FrameVisitor visitor) throws IOException {
    return visit(database, visitor, findings);
  }

  private boolean visit(long database, FrameVisitor visitor, Consumer<String> told)
      throws IOException {
    boolean whole = true;
    for (String name : files.getOrDefault(database, List.of())) {
      String shown = FOLDER + "/" + name;
      try (ReadFile file = folder().open(name)) {
        FileHeader header = FileHeader.read(file, shown, KIND, FORMAT_VERSION);
        FrameReader frames =
            new FrameReader(file, shown, header.fileId())
                .range(FileHeader.BYTES, Long.MAX_VALUE, 1, 0);
        whole &= visit(frames, shown, visitor, told);
      } catch (CorruptFileException e) {
        told.accept(e.getMessage());
        whole = false;
      }
    }
    return whole;
  }

  private static boolean visit(
      FrameReader frames, String shown, FrameVisitor visitor, Consumer<String> told)
      throws IOException {
    boolean whole = true;
    while (true) {
      switch (frames.next()) {
        case ReadOutcome.Frame found -> {
          ByteBuffer payload = found.payload();
          try {
            SideFrame frame = SideFrame.read(payload, shown + " frame " + found.number());
            visitor.frame(frame, payload);
          } catch (CorruptFileException e) {
            told.accept(shown + ": " + e.getMessage());
            whole = false;
          }
        }
        case ReadOutcome.CleanEnd _ -> {
          return whole;
        }
        case ReadOutcome.TornTail torn -> {
          // Nobody knows whether a crash left it, when the log has its frames, or damage.
          told.accept(
              shown
                  + ": "
                  + torn.bytes()
                  + " bytes at offset "
                  + torn.offset()
                  + " are unreadable");
          return false;
        }
        case ReadOutcome.Corruption damage -> {
          told.accept(
              damage.inWords(shown)
                  + "; frames "
                  + damage.firstMissing()
                  + " to "
                  + damage.lastMissing()
                  + " of it are missing");
          whole = false;
        }
      }
    }
  }

  /** Forgets a database, but keeps its files, some of which could not be read, for people. */
  void putAside(long database) throws IOException {
    Directory quarantine = folder().directory(QUARANTINE);
    for (String name : files.getOrDefault(database, List.of())) {
      if (quarantine.exists(name)) {
        // A crash in the middle of a move left it in both places.
        folder().delete(name);
      } else {
        folder().moveTo(name, quarantine);
      }
    }
    files.remove(database);
    lastFrames.remove(database);
    quarantine.sync();
    folder().sync();
  }

  /** Forgets a database: everything that was kept of it is somewhere else, or not wanted. */
  void remove(long database) throws IOException {
    for (String name : files.getOrDefault(database, List.of())) {
      folder().delete(name);
    }
    files.remove(database);
    lastFrames.remove(database);
    folder().sync();
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (Writing file : writing.values()) {
      try {
        file.file.close();
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
    writing.clear();
    if (failure != null) {
      throw failure;
    }
  }

  private Directory folder() throws IOException {
    return root.directory(FOLDER);
  }

  /** A number that none of the database's files has, those in quarantine included. */
  private int nextNumber(long database) throws IOException {
    List<String> names = new ArrayList<>(files.getOrDefault(database, List.of()));
    if (folder().listDirectories().contains(QUARANTINE)) {
      names.addAll(folder().directory(QUARANTINE).list());
    }
    int last = 0;
    for (String name : names) {
      if (name.startsWith(name(database, 0).substring(0, 17))) {
        last = Math.max(last, numberOf(name));
      }
    }
    return last + 1;
  }

  private static String name(long database, int number) {
    return String.format("%016x-%04d%s", database, number, SUFFIX);
  }

  private static int numberOf(String name) {
    return Integer.parseInt(name.substring(17, 21));
  }

  private static long fileId(long database, int number) {
    return database << 16 | number;
  }
}
