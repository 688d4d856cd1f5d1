package io.lodestone.server.jobs;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import io.lodestone.storage.FileHeader;
import io.lodestone.storage.FileKind;
import io.lodestone.wal.frame.FrameWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What jobs have to remember over a restart: bytes by kind and id. On disk a file of frames, the
 * first of them everything, each further one a change; see {@code docs/formats/jobs.md}, also for
 * what a crash leaves at each step.
 *
 * <p>A file is begun at every open, after every failure, and when changes outweigh what is
 * remembered: what a failed change may have left in the old one is never read again. Safe for
 * several threads.
 */
public final class JobStore implements Closeable {
  static final FileKind KIND = new FileKind("JOBS");
  static final int FORMAT_VERSION = 1;
  static final String FOLDER = "jobs";
  static final String SUFFIX = ".jobs";
  private static final String UNFINISHED = ".new";
  private static final String QUARANTINE = "quarantine";

  /** What a frame of the state holds, about: a fourth of what a frame may. */
  private static final long FRAME_BYTES_TARGET = 8L << 20;

  /** A file smaller than this is not begun anew, whatever it holds. */
  private static final long FILE_BYTES_MIN = 4L << 20;

  /** What stands in a frame beside the bytes of a state, about. */
  private static final long CHANGE_BYTES = 64;

  private final Directory directory;
  private final StoredChangesCodec codec = new StoredChangesCodec();
  private final SortedMap<String, SortedMap<String, byte[]>> states = new TreeMap<>();
  private long fileNumber;
  private long nextFrame;
  private long stateBytes;
  private AppendFile file;
  private FrameWriter writer;
  private boolean failed;

  /** The file that counts; empty before the first one is begun. */
  private String inForce = "";

  private JobStore(Directory directory) {
    this.directory = directory;
  }

  /**
   * Reads what is remembered in a data directory.
   *
   * @param data gets a folder {@code jobs}
   * @param findings is told, in words, of damage and leftovers; damage costs what it hit, and the
   *     file is kept aside
   * @throws io.lodestone.storage.FormatVersionException when a newer release wrote it
   */
  public static JobStore open(Directory data, Consumer<String> findings) throws IOException {
    Directory folder = data.directory(FOLDER);
    data.sync();
    JobStore store = new JobStore(folder);
    try {
      Set<String> damaged = store.read(findings);
      store.beginFile();
      store.removeOthers(damaged);
      return store;
    } catch (IOException | RuntimeException e) {
      try {
        store.close();
      } catch (IOException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  /** Everything of one kind, by id. The map is a copy, its values are shared and read only. */
  public synchronized Map<String, byte[]> all(String kind) {
    return new TreeMap<>(states.getOrDefault(kind, new TreeMap<>()));
  }

  /**
   * Makes changes, all or none of them; durable on return.
   *
   * @throws IOException when the disk refuses. What is remembered is as before, and stays so:
   *     should the changes have reached the disk after all, they are gone once a later call has
   *     succeeded
   */
  public synchronized void write(StoredChange... changes) throws IOException {
    List<StoredChange> list = List.of(changes);
    if (failed || file.size() > Math.max(FILE_BYTES_MIN, 2 * stateBytes)) {
      String old = inForce;
      beginFile();
      directory.delete(old);
    }
    append(List.of(list));
    list.forEach(this::apply);
  }

  /** Closes the file. Everything is durable already. */
  @Override
  public synchronized void close() throws IOException {
    failed = true;
    if (file != null) {
      file.close();
    }
  }

  private void apply(StoredChange change) {
    SortedMap<String, byte[]> ofKind = states.computeIfAbsent(change.kind(), _ -> new TreeMap<>());
    change
        .state()
        .ifPresentOrElse(state -> ofKind.put(change.id(), state), () -> ofKind.remove(change.id()));
  }

  /** Appends frames that count together or not at all. */
  private void append(List<List<StoredChange>> frames) throws IOException {
    boolean done = false;
    try {
      for (int i = 0; i < frames.size(); i++) {
        writer.append(
            nextFrame + i,
            nextFrame - 1,
            codec.encode(new StoredChangesCodec.Payload(frames.size() - 1 - i, frames.get(i))));
      }
      file.sync();
      nextFrame += frames.size();
      done = true;
    } finally {
      failed |= !done;
    }
  }

  /**
   * Writes everything as the first frames of a new file. It counts from the moment on in which it
   * has its name, and not before it is whole.
   */
  private void beginFile() throws IOException {
    failed = true;
    if (file != null) {
      file.close();
    }
    fileNumber++;
    String name = fileName(fileNumber);
    directory.delete(name + UNFINISHED);
    file = directory.create(name + UNFINISHED);
    ByteBuffer header = ByteBuffer.allocate(FileHeader.BYTES);
    new FileHeader(KIND, FORMAT_VERSION, fileNumber).writeTo(header);
    file.append(header.flip());
    writer = new FrameWriter(file, fileNumber);
    nextFrame = 1;
    append(frames());
    directory.rename(name + UNFINISHED, name);
    directory.sync();
    inForce = name;
    failed = false;
  }

  /** Everything that is remembered, in frames of a bearable size; at least one frame. */
  private List<List<StoredChange>> frames() {
    List<List<StoredChange>> frames = new ArrayList<>();
    List<StoredChange> frame = new ArrayList<>();
    long bytes = 0;
    stateBytes = 0;
    for (Map.Entry<String, SortedMap<String, byte[]>> kind : states.entrySet()) {
      for (Map.Entry<String, byte[]> entry : kind.getValue().entrySet()) {
        if (bytes > FRAME_BYTES_TARGET) {
          frames.add(frame);
          frame = new ArrayList<>();
          bytes = 0;
        }
        frame.add(StoredChange.put(kind.getKey(), entry.getKey(), entry.getValue()));
        bytes += CHANGE_BYTES + entry.getValue().length;
        stateBytes += CHANGE_BYTES + entry.getValue().length;
      }
    }
    frames.add(frame);
    return frames;
  }

  /**
   * Reads the newest file.
   *
   * @return the files that are not as they were written
   */
  private Set<String> read(Consumer<String> findings) throws IOException {
    String newest = "";
    for (String name : directory.list()) {
      if (name.matches("[0-9]{8,}\\" + SUFFIX) && numberOf(name) > fileNumber) {
        fileNumber = numberOf(name);
        newest = name;
      }
    }
    if (newest.isEmpty()) {
      return Set.of();
    }
    boolean whole = new JobFileReader(directory, newest, findings).read(this::apply);
    return whole ? Set.of() : Set.of(newest);
  }

  /** Removes files that do not count, or puts them aside for people. */
  private void removeOthers(Set<String> damaged) throws IOException {
    for (String name : directory.list()) {
      if (name.equals(fileName(fileNumber))) {
        continue;
      }
      if (damaged.contains(name)) {
        Directory quarantine = directory.directory(QUARANTINE);
        if (quarantine.exists(name)) {
          // A crash in the middle of a move left it in both places; numbers are not used twice.
          directory.delete(name);
        } else {
          directory.moveTo(name, quarantine);
        }
        quarantine.sync();
      } else if (name.endsWith(SUFFIX) || name.endsWith(SUFFIX + UNFINISHED)) {
        directory.delete(name);
      }
    }
    directory.sync();
  }

  private static String fileName(long number) {
    return String.format("%08d", number) + SUFFIX;
  }

  private static long numberOf(String name) {
    return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
  }
}
