package io.lodestone.engine.manifest;

import io.lodestone.engine.manifest.ManifestEdit.Checkpoint;
import io.lodestone.segments.SegmentId;
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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

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
    return open(directory, _ -> true, findings);
  }

  /**
   * The same, for who knows which segments there are.
   *
   * @param isThere whether the object of a segment that was leaving is still there; of others the
   *     new file says nothing any more, or it would name more of them at every start
   */
  public static ManifestLog open(
      Directory directory, Predicate<SegmentId> isThere, Consumer<String> findings)
      throws IOException {
    ManifestLog log = new ManifestLog(directory);
    try {
      Set<String> toKeep = log.read(findings);
      log.manifest.leaving().stream().filter(isThere.negate()).forEach(log::forget);
      log.beginFile();
      log.removeOthers(toKeep);
      return log;
    } catch (IOException | RuntimeException e) {
      try {
        log.close();
      } catch (IOException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
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

  /**
   * Takes note that the object of a removed segment is gone. Costs no edit: the next file that is
   * begun does not name it any more, and until then a start looks for it in vain.
   */
  void forget(SegmentId id) {
    manifest = manifest.forget(id);
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
        new ManifestEdit(
            manifest.segments(),
            manifest.leaving().stream().sorted().toList(),
            Optional.of(manifest.checkpoint())),
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
   * @return the files that are not as they were written, which must not go
   */
  private Set<String> read(Consumer<String> findings) throws IOException {
    List<String> files = new ArrayList<>();
    for (String name : directory.list()) {
      if (name.matches("[0-9]{8,}\\" + SUFFIX)) {
        files.add(name);
        fileNumber = Math.max(fileNumber, numberOf(name));
      }
    }
    String current = currentName();
    if (!files.contains(current)) {
      return readWithoutCurrent(current, files, findings);
    }
    Set<String> damaged = new HashSet<>();
    for (String name : files) {
      // One that is not in force any more may have been found damaged by a start that was cut
      // short.
      if (name.equals(current) ? !addUp(name, findings) : isDamaged(name)) {
        damaged.add(name);
      }
    }
    return damaged;
  }

  /** What CURRENT says; empty when there is none. */
  private String currentName() throws IOException {
    if (!directory.exists(CURRENT)) {
      return "";
    }
    ByteBuffer bytes = ByteBuffer.allocate(64);
    try (ReadFile read = directory.open(CURRENT)) {
      read.read(0, bytes);
    }
    return StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
  }

  /**
   * Reads the newest file that begins with a whole state: a newer one may have been about to be
   * made. It is legal only after a very first start that was cut short, when there is nothing in
   * it.
   */
  private Set<String> readWithoutCurrent(
      String current, List<String> files, Consumer<String> findings) throws IOException {
    files.sort(Comparator.comparingLong(ManifestLog::numberOf).reversed());
    for (String name : files) {
      if (!beginsWhole(name)) {
        continue;
      }
      List<String> found = new ArrayList<>();
      boolean whole = addUp(name, found::add);
      if (whole && manifest.segments().isEmpty() && manifest.checkpoint().frame() == 0) {
        return Set.of();
      }
      findings.accept(
          "manifest/CURRENT "
              + (current.isEmpty() ? "is missing" : "names \"" + current + "\", which is not there")
              + "; "
              + name
              + ", the newest whole manifest, is read instead");
      found.forEach(findings);
      return Set.copyOf(files);
    }
    return Set.of();
  }

  private boolean beginsWhole(String name) throws IOException {
    try (ReadFile read = directory.open(name)) {
      return frames(read, name, 0).next() instanceof ReadOutcome.Frame;
    } catch (CorruptFileException e) {
      return false;
    }
  }

  /**
   * Whether edits of a file are missing in the middle. One that was never finished is not damaged.
   */
  private boolean isDamaged(String name) throws IOException {
    try (ReadFile read = directory.open(name)) {
      FrameReader frames = frames(read, name, 0);
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

  private static FrameReader frames(ReadFile read, String name, long durableFrame)
      throws IOException {
    FileHeader header = FileHeader.read(read, shown(name), KIND, FORMAT_VERSION);
    return new FrameReader(read, shown(name), header.fileId())
        .range(FileHeader.BYTES, Long.MAX_VALUE, 1, durableFrame);
  }

  /** Adds up the edits of the file in force; false when some of it is damaged. */
  private boolean addUp(String name, Consumer<String> findings) throws IOException {
    String shown = shown(name);
    try (ReadFile read = directory.open(name)) {
      FrameReader frames = frames(read, name, 1);
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
      return false;
    }
  }

  private void apply(String shown, ReadOutcome.Frame frame) throws CorruptFileException {
    ManifestCodec.Decoded decoded = codec.decode(shown, frame.number(), frame.payload());
    ManifestEdit edit = decoded.edit();
    if (frame.number() == 1) {
      manifest =
          Manifest.of(
              edit.added(),
              edit.removed(),
              edit.checkpoint().orElse(Checkpoint.NONE),
              decoded.nextSegment());
      return;
    }
    try {
      manifest = manifest.apply(edit);
    } catch (IllegalArgumentException e) {
      throw new CorruptFileException(
          shown + " frame " + frame.number(), 0, "an edit of what is there", e.getMessage());
    }
  }

  /** Removes files that are not in force, or puts them aside for people. */
  private void removeOthers(Set<String> toKeep) throws IOException {
    for (String name : directory.list()) {
      if (name.endsWith(SUFFIX) && !name.equals(fileName(fileNumber))) {
        if (toKeep.contains(name)) {
          quarantine(name);
        } else {
          directory.delete(name);
        }
      }
    }
  }

  private void quarantine(String name) throws IOException {
    Directory quarantine = directory.directory("quarantine");
    if (quarantine.exists(name)) {
      // A crash in the middle of a move left it in both places; numbers are not used twice.
      directory.delete(name);
    } else {
      directory.moveTo(name, quarantine);
    }
    quarantine.sync();
    directory.sync();
  }

  private static String shown(String name) {
    return "manifest/" + name;
  }

  private static String fileName(long number) {
    return String.format("%08d", number) + SUFFIX;
  }

  private static long numberOf(String name) {
    return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
  }
}
