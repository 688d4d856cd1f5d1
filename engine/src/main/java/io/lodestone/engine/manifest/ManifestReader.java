package io.lodestone.engine.manifest;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.manifest.ManifestEdit.Checkpoint;
import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.Directory;
import io.lodestone.storage.FileHeader;
import io.lodestone.storage.ReadFile;
import io.lodestone.wal.frame.FrameReader;
import io.lodestone.wal.frame.ReadOutcome;
import java.io.IOException;
import java.util.function.Consumer;

/** Reads one file of edits. One thread. */
final class ManifestReader {
  private final Directory directory;
  private final String name;
  private final String shown;
  private final ManifestCodec codec;
  private Manifest manifest = Manifest.EMPTY;

  /** {@link #manifest} with the frames of a change whose end is still to come. */
  private Manifest unfinished = Manifest.EMPTY;

  /** Whether the frames that are the whole state have been read. */
  private boolean begun;

  /**
   * @param shown how messages name the file
   * @param keys keep what is sealed of tables until all has been read
   */
  ManifestReader(Directory directory, String name, String shown, DatabaseKeys keys) {
    this.codec = new ManifestCodec(keys);
    this.directory = directory;
    this.name = name;
    this.shown = shown;
  }

  /** The sum of the edits read. */
  Manifest manifest() {
    return manifest;
  }

  /** Whether the file holds the whole state with which every file begins. */
  boolean beginsWhole() throws IOException {
    try (ReadFile read = directory.open(name)) {
      FrameReader frames = frames(read, 0);
      Catalog known = Catalog.EMPTY;
      while (frames.next() instanceof ReadOutcome.Frame frame) {
        ManifestCodec.Decoded decoded = codec.decode(shown, frame.number(), frame.payload(), known);
        if (decoded.following() == 0) {
          return true;
        }
        known = decoded.edit().checkpoint().map(Checkpoint::catalog).orElse(known);
      }
      return false;
    } catch (CorruptFileException e) {
      return false;
    }
  }

  /** Whether edits are missing in the middle. A file that was never finished is not damaged. */
  boolean isDamaged() throws IOException {
    try (ReadFile read = directory.open(name)) {
      FrameReader frames = frames(read, 0);
      while (true) {
        switch (frames.next()) {
          case ReadOutcome.Frame _ -> {}
          case ReadOutcome.CleanEnd _, ReadOutcome.TornTail _ -> {
            return false;
          }
          case ReadOutcome.Corruption _ -> {
            return true;
          }
        }
      }
    } catch (CorruptFileException e) {
      return false;
    }
  }

  private FrameReader frames(ReadFile read, long durableFrame) throws IOException {
    FileHeader header = FileHeader.read(read, shown, ManifestLog.KIND, ManifestLog.FORMAT_VERSION);
    return new FrameReader(read, shown, header.fileId())
        .range(FileHeader.BYTES, Long.MAX_VALUE, 1, durableFrame);
  }

  /**
   * Adds up the edits of a file that was once in force.
   *
   * @return false when some of it is damaged; the sum is then of what can be read
   */
  boolean addUp(Consumer<String> findings) throws IOException {
    try (ReadFile read = directory.open(name)) {
      FrameReader frames = frames(read, 1);
      boolean whole = true;
      while (true) {
        switch (frames.next()) {
          case ReadOutcome.Frame frame -> apply(frame);
          case ReadOutcome.CleanEnd _ -> {
            return whole && hasBegun(findings);
          }
          case ReadOutcome.TornTail torn -> {
            findings.accept(torn.cutOff(shown, "edit"));
            return whole && hasBegun(findings);
          }
          case ReadOutcome.Corruption damage -> {
            findings.accept(
                damage.inWords(shown)
                    + "; edits "
                    + damage.firstMissing()
                    + " to "
                    + damage.lastMissing()
                    + " are missing");
            unfinished = manifest;
            whole = false;
          }
        }
      }
    } catch (CorruptFileException e) {
      findings.accept(e.getMessage());
      return false;
    }
  }

  /** False, and a finding, when the file ends within the state that it begins with. */
  private boolean hasBegun(Consumer<String> findings) {
    if (!begun) {
      findings.accept(shown + ": ends within the state it begins with");
      manifest = unfinished;
    }
    return begun;
  }

  /** Makes the change that a frame ends, or remembers what it adds to one. */
  private void apply(ReadOutcome.Frame frame) throws CorruptFileException {
    ManifestCodec.Decoded decoded =
        codec.decode(shown, frame.number(), frame.payload(), unfinished.checkpoint().catalog());
    ManifestEdit edit = decoded.edit();
    if (frame.number() == 1) {
      unfinished =
          Manifest.of(
              edit.added(),
              edit.removed(),
              edit.checkpoint().orElse(Checkpoint.NONE),
              decoded.nextSegment());
    } else {
      try {
        unfinished = unfinished.apply(edit);
      } catch (IllegalArgumentException e) {
        throw new CorruptFileException(
            shown + " frame " + frame.number(), 0, "an edit of what is there", e.getMessage());
      }
    }
    if (decoded.following() == 0) {
      manifest = unfinished;
      begun = true;
    }
  }
}
