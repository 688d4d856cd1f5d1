package io.lodestone.server.jobs;

import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.Directory;
import io.lodestone.storage.FileHeader;
import io.lodestone.storage.ReadFile;
import io.lodestone.storage.bytes.MalformedBytesException;
import io.lodestone.wal.frame.FrameReader;
import io.lodestone.wal.frame.ReadOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads one file of the job store from its start to its end. Its frames are those of all logs, read
 * by the reader of all logs; its own is what a bad one means: a change counts whole or not at all,
 * but for the state at the start, of which every part that can be read counts. One thread.
 */
final class JobFileReader {
  private final Directory directory;
  private final String name;
  private final String shown;
  private final Consumer<String> findings;
  private final StoredChangesCodec codec = new StoredChangesCodec();

  /** Changes of frames whose last one is still to come. */
  private final List<StoredChange> unfinished = new ArrayList<>();

  /** How many frames the state at the start takes; unknown before the first of them is read. */
  private long stateFrames = 1;

  JobFileReader(Directory directory, String name, Consumer<String> findings) {
    this.directory = directory;
    this.name = name;
    this.shown = JobStore.FOLDER + "/" + name;
    this.findings = findings;
  }

  /**
   * @param changes is told each in its turn
   * @return false when some of the file is damaged; what could be read has been told
   */
  boolean read(Consumer<StoredChange> changes) throws IOException {
    boolean whole = true;
    try (ReadFile read = directory.open(name)) {
      FileHeader header = FileHeader.read(read, shown, JobStore.KIND, JobStore.FORMAT_VERSION);
      FrameReader frames =
          new FrameReader(read, shown, header.fileId())
              .range(FileHeader.BYTES, Long.MAX_VALUE, 1, stateFrames);
      while (true) {
        switch (frames.next()) {
          case ReadOutcome.Frame frame -> {
            whole &= take(frame, frames, changes);
          }
          case ReadOutcome.CleanEnd _ -> {
            // What is unfinished now was never durable.
            return whole;
          }
          case ReadOutcome.TornTail torn -> {
            findings.accept(torn.cutOff(shown, "change"));
            return whole;
          }
          case ReadOutcome.Corruption damage -> {
            findings.accept(
                damage.inWords(shown)
                    + "; what frames "
                    + damage.firstMissing()
                    + " to "
                    + damage.lastMissing()
                    + " tell of jobs is missing");
            // Parts of the state count by themselves; of other changes no part does.
            if (damage.firstMissing() <= stateFrames) {
              unfinished.forEach(changes);
            }
            unfinished.clear();
            whole = false;
          }
        }
      }
    } catch (CorruptFileException e) {
      findings.accept(e.getMessage());
      return false;
    }
  }

  private boolean take(ReadOutcome.Frame frame, FrameReader frames, Consumer<StoredChange> changes)
      throws IOException {
    StoredChangesCodec.Payload payload;
    try {
      payload = codec.decode(frame.payload());
    } catch (MalformedBytesException e) {
      findings.accept(
          CorruptFileException.of(shown + " frame " + frame.number(), 0, e).getMessage());
      return false;
    }
    if (frame.number() == 1) {
      // The file had no name before all of them were durable.
      stateFrames = 1L + payload.following();
      frames.extend(Long.MAX_VALUE, stateFrames);
    }
    unfinished.addAll(payload.changes());
    if (payload.following() == 0) {
      unfinished.forEach(changes);
      unfinished.clear();
    }
    return true;
  }
}
