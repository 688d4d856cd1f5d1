package io.lodestone.engine.feed;

import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.storage.AppendFile;
import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.Directory;
import io.lodestone.storage.FileHeader;
import io.lodestone.storage.FileKind;
import io.lodestone.storage.ReadFile;
import io.lodestone.storage.bytes.ByteReader;
import io.lodestone.storage.bytes.ByteWriter;
import io.lodestone.storage.bytes.Checksum;
import io.lodestone.storage.bytes.MalformedBytesException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The feed's folder: its files, and one small file that says which of them are in force. One thread
 * writes.
 *
 * <p>What a crash leaves: a file is durable before the state names it, and the state is replaced by
 * a rename. A crash before the rename leaves a file that nobody names, which the next open deletes
 * and whose changes are read from the log again; one after it leaves files that left the state,
 * which go as well.
 */
final class FeedStore {
  static final FileKind STATE_KIND = new FileKind("FSTA");
  static final int STATE_VERSION = 1;
  private static final String STATE = "STATE";
  private static final String STATE_NEW = "STATE.tmp";
  private static final String STATE_DAMAGED = "STATE.damaged";
  private static final int BODY_HEADER_BYTES = 8;

  private final Directory directory;
  private final DatabaseKeys keys;
  private FeedState state;

  /** Files that have left the state and are still there. */
  private final List<FeedFileEntry> replaced = new ArrayList<>();

  private FeedStore(Directory directory, DatabaseKeys keys, FeedState state) {
    this.directory = directory;
    this.keys = keys;
    this.state = state;
  }

  /**
   * Opens the folder. A damaged state is put aside and begun anew: what was kept is trimmed then.
   *
   * @param keys seal the changes of encrypted databases, and open them
   * @param findings is told, in words, of whatever is not as it was written
   * @throws io.lodestone.storage.FormatVersionException when a newer release wrote it
   */
  static FeedStore open(Directory directory, DatabaseKeys keys, Consumer<String> findings)
      throws IOException {
    FeedState found = FeedState.EMPTY;
    if (directory.exists(STATE)) {
      try {
        found = read(directory);
      } catch (CorruptFileException e) {
        findings.accept(
            e.getMessage()
                + "; the changes kept for streams are not readable any more, the streams go on");
        directory.rename(STATE, STATE_DAMAGED);
        directory.sync();
      }
    }
    FeedStore store = new FeedStore(directory, keys, found);
    store.deleteUnnamed();
    return store;
  }

  /** What is on disk. */
  FeedState state() {
    return state;
  }

  Directory directory() {
    return directory;
  }

  DatabaseKeys keys() {
    return keys;
  }

  /** Deletes a file that could not be written; no state has named it. */
  void discard(long number, IOException cause) {
    try {
      directory.delete(FeedFileEntry.name(number));
    } catch (IOException e) {
      cause.addSuppressed(e); // The next open deletes it.
    }
  }

  /**
   * Puts a state in force; durable on return. Files that it does not name are there until {@link
   * #deleteReplaced}: readers may still know of them.
   *
   * @param present all files that are there, those included that no state has named yet
   */
  void commit(FeedState next, List<FeedFileEntry> present) throws IOException {
    ByteWriter out = ByteWriter.create(1 << 12);
    FeedStateCodec.write(out, next);
    ByteBuffer body = out.buffer();
    ByteBuffer head =
        ByteBuffer.allocate(FileHeader.BYTES + BODY_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    new FileHeader(STATE_KIND, STATE_VERSION, 0).writeTo(head);
    head.putInt(body.remaining()).putInt(Checksum.of(body));
    directory.delete(STATE_NEW);
    try (AppendFile file = directory.create(STATE_NEW)) {
      file.append(head.flip(), body);
      file.sync();
    }
    directory.rename(STATE_NEW, STATE);
    directory.sync();
    Set<Long> kept =
        next.files().stream().map(FeedFileEntry::number).collect(Collectors.toUnmodifiableSet());
    present.stream().filter(file -> !kept.contains(file.number())).forEach(replaced::add);
    state = next;
  }

  /**
   * Deletes the files that have left the state. One that the disk does not give up is tried again
   * the next time, and by the next open.
   */
  void deleteReplaced() {
    replaced.removeIf(this::isDeleted);
  }

  private boolean isDeleted(FeedFileEntry file) {
    try {
      directory.delete(file.name());
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private static FeedState read(Directory directory) throws IOException {
    String shown = "feed/" + STATE;
    try (ReadFile open = directory.open(STATE)) {
      FileHeader.read(open, shown, STATE_KIND, STATE_VERSION);
      ByteBuffer head = ByteBuffer.allocate(BODY_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      open.read(FileHeader.BYTES, head);
      long start = FileHeader.BYTES + BODY_HEADER_BYTES;
      if (head.hasRemaining() || head.getInt(0) != open.size() - start) {
        throw new CorruptFileException(
            shown, FileHeader.BYTES, "the length of the state", open.size() + " bytes in all");
      }
      byte[] body = new byte[head.getInt(0)];
      open.read(start, ByteBuffer.wrap(body));
      int found = Checksum.of(body, 0, body.length);
      if (found != head.getInt(Integer.BYTES)) {
        throw new CorruptFileException(
            shown,
            start,
            "bytes of checksum " + Checksum.text(head.getInt(Integer.BYTES)),
            Checksum.text(found));
      }
      return FeedStateCodec.read(ByteReader.create().reset(body, 0, body.length));
    } catch (MalformedBytesException e) {
      throw new CorruptFileException(
          shown, FileHeader.BYTES + BODY_HEADER_BYTES + e.position(), e.expected(), e.found());
    }
  }

  private void deleteUnnamed() throws IOException {
    Set<String> named = new HashSet<>();
    state.files().forEach(file -> named.add(file.name()));
    for (String name : directory.list()) {
      if (name.endsWith(".feed") && !named.contains(name)) {
        directory.delete(name);
      }
    }
  }
}
