package io.lodestone.engine.manifest;

import io.lodestone.engine.manifest.ManifestEdit.Checkpoint;
import io.lodestone.storage.AppendFile;
import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.Directory;
import io.lodestone.storage.FileHeader;
import io.lodestone.storage.FileKind;
import io.lodestone.storage.ReadFile;
import io.lodestone.wal.frame.FrameReader;
import io.lodestone.wal.frame.FrameWriter;
import io.lodestone.wal.frame.ReadOutcome;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The manifest on disk: a file of frames, each an edit, the first of them everything; {@code
 * CURRENT} names the file in force. See {@code docs/formats/manifest.md}, also for what a crash
 * leaves at each step.
 *
 * <p>A file is begun at every open and after every failure: what a failed edit may have left in the
 * old one is never read again. One thread edits; {@link #manifest()} may be asked by any.
 */
public final class ManifestLog implements Closeable {
  private static final FileKind KIND = new FileKind("MANI");
  private static final int FORMAT_VERSION = 1;
  private static final String CURRENT = "CURRENT";
  private static final String CURRENT_NEW = "CURRENT.tmp";
  private static final String SUFFIX = ".manifest";

  /** A file of edits is written anew as one when it has grown to this size. */
  private static final long FILE_BYTES_MAX = 16L << 20;

  private final Directory directory;
  private final ManifestCodec codec = new ManifestCodec();
  private volatile Manifest manifest = Manifest.EMPTY;
  private long fileNumber;
  private long nextFrame;
  private FrameWriter writer;
  private AppendFile file;
  private boolean failed;

  private ManifestLog(Directory directory) {
    this.directory = directory;
  }

  /**
   * Reads the manifest of a directory, or begins one.
   *
   * @param findings is told, in words, of damage and leftovers
   * @throws io.lodestone.storage.FormatVersionException when a newer release wrote it
   */
  public static ManifestLog open(Directory directory, Consumer<String> findings)
      throws IOException {
    ManifestLog log = new ManifestLog(directory);
    List<String> damaged = log.read(findings);
    log.beginFile();
    log.removeOthers(damaged);
    return log;
  }

  /** What is on disk. */
  public Manifest manifest() {
    return manifest;
  }

  /**
   * Makes an edit; in force and durable on return.
   *
   * @throws IOException when the disk refuses. The manifest is as before, and stays so: should the
   *     edit have reached the disk after all, it is gone once a later call has succeeded
   */
  public void append(ManifestEdit edit) throws IOException {
    Manifest changed = manifest.apply(edit);
    if (failed || file.size() > FILE_BYTES_MAX) {
      String old = fileName(fileNumber);
      beginFile();
      directory.delete(old);
    }
    write(edit, changed);
    manifest = changed;
  }

  /** Closes the file. Everything in force is durable already. */
  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }

  private void write(ManifestEdit edit, Manifest after) throws IOException {
    try {
      writer.append(nextFrame, nextFrame - 1, codec.encode(edit, after.nextSegment()));
      file.sync();
      nextFrame++;
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  /** Writes everything as the first edit of a new file, and puts that in force. */
  private void beginFile() throws IOException {
    failed = true;
    if (file != null) {
      file.close();
    }
    // A number whose creation failed half-way is not used again.
    fileNumber++;
    file = directory.create(fileName(fileNumber));
    ByteBuffer header = ByteBuffer.allocate(FileHeader.BYTES);
    new FileHeader(KIND, FORMAT_VERSION, fileNumber).writeTo(header);
    file.append(header.flip());
    writer = new FrameWriter(file, fileNumber);
    nextFrame = 1;
    write(
        new ManifestEdit(manifest.segments(), List.of(), Optional.of(manifest.checkpoint())),
        manifest);
    directory.sync();
    directory.delete(CURRENT_NEW);
    try (AppendFile current = directory.create(CURRENT_NEW)) {
      current.append(
          ByteBuffer.wrap((fileName(fileNumber) + "\n").getBytes(StandardCharsets.US_ASCII)));
      current.sync();
    }
    directory.rename(CURRENT_NEW, CURRENT);
    directory.sync();
    failed = false;
  }

  /**
   * Reads the file in force.
   *
   * @return the files that are damaged and must not go
   */
  private List<String> read(Consumer<String> findings) throws IOException {
    List<String> files = new ArrayList<>();
    for (String name : directory.list()) {
      if (name.matches("[0-9]{8,}\\" + SUFFIX)) {
        files.add(name);
        fileNumber = Math.max(fileNumber, numberOf(name));
      }
    }
    List<String> damaged = new ArrayList<>();
    if (files.isEmpty()) {
      return damaged;
    }
    Optional<String> current = currentName(files, findings);
    String name = current.orElse(fileName(fileNumber));
    if (!read(name, findings, current.isPresent())) {
      damaged.add(name);
    }
    return damaged;
  }

  /** The file that CURRENT names; empty when it names none of those that are there. */
  private Optional<String> currentName(List<String> files, Consumer<String> findings)
      throws IOException {
    if (!directory.exists(CURRENT)) {
      // Legal when the very first start was cut short: its file holds nothing yet.
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.allocate(64);
    try (ReadFile read = directory.open(CURRENT)) {
      read.read(0, bytes);
    }
    String name = StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
    if (files.contains(name)) {
      return Optional.of(name);
    }
    findings.accept(
        "manifest/CURRENT names \""
            + name
            + "\", which is not there; the newest manifest is read instead");
    return Optional.empty();
  }

  /** Adds up the edits of a file; false when some of it is damaged. */
  private boolean read(String name, Consumer<String> findings, boolean inForce) throws IOException {
    String shown = "manifest/" + name;
    try (ReadFile read = directory.open(name)) {
      FileHeader header = FileHeader.read(read, shown, KIND, FORMAT_VERSION);
      FrameReader frames = new FrameReader(read, shown, header.fileId());
      frames.range(FileHeader.BYTES, Long.MAX_VALUE, 1, inForce ? 1 : 0);
      boolean whole = true;
      while (true) {
        switch (frames.next()) {
          case ReadOutcome.Frame frame -> apply(shown, frame);
          case ReadOutcome.CleanEnd _ -> {
            return whole;
          }
          case ReadOutcome.TornTail torn -> {
            findings.accept(
                shown
                    + ": "
                    + torn.bytes()
                    + " bytes of an unfinished edit at offset "
                    + torn.offset()
                    + " were cut off");
            return whole;
          }
          case ReadOutcome.Corruption damage -> {
            findings.accept(
                shown
                    + ": corrupt at offset "
                    + damage.offset()
                    + ", expected "
                    + damage.expected()
                    + ", found "
                    + damage.found()
                    + "; edits "
                    + damage.firstMissing()
                    + " to "
                    + damage.lastMissing()
                    + " are missing");
            whole = false;
          }
        }
      }
    } catch (CorruptFileException e) {
      findings.accept(e.getMessage());
      return !inForce;
    }
  }

  private void apply(String shown, ReadOutcome.Frame frame) throws CorruptFileException {
    ManifestCodec.Decoded decoded = codec.decode(shown, frame.number(), frame.payload());
    ManifestEdit edit = decoded.edit();
    if (frame.number() == 1) {
      manifest =
          Manifest.of(
              edit.added(), edit.checkpoint().orElse(Checkpoint.NONE), decoded.nextSegment());
      return;
    }
    try {
      manifest = manifest.apply(edit);
    } catch (IllegalArgumentException e) {
      throw new CorruptFileException(
          shown + " frame " + frame.number(), 0, "an edit of what is there", e.getMessage());
    }
  }

  /** Removes files that are not in force; damaged ones are put aside for people. */
  private void removeOthers(List<String> damaged) throws IOException {
    for (String name : directory.list()) {
      if (name.endsWith(SUFFIX) && !name.equals(fileName(fileNumber))) {
        if (damaged.contains(name)) {
          directory.moveTo(name, directory.directory("quarantine"));
        } else {
          directory.delete(name);
        }
      }
    }
  }

  private static String fileName(long number) {
    return String.format("%08d", number) + SUFFIX;
  }

  private static long numberOf(String name) {
    return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
  }
}
