package io.lodestone.engine.manifest;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.journal.SealedNames;
import io.lodestone.engine.manifest.ManifestEdit.Checkpoint;
import io.lodestone.segments.SegmentId;
import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import io.lodestone.storage.FileHeader;
import io.lodestone.storage.FileKind;
import io.lodestone.storage.ReadFile;
import io.lodestone.wal.frame.FrameWriter;
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
  static final FileKind KIND = new FileKind("MANI");
  static final int FORMAT_VERSION = 1;
  private static final String CURRENT = "CURRENT";
  private static final String CURRENT_NEW = "CURRENT.tmp";
  private static final String SUFFIX = ".manifest";

  /** What a frame of an edit holds at most, about: a fourth of what a frame may. */
  private static final long PART_BYTES_MAX = 8L << 20;

  /** A file of edits is written anew as one when it has grown to this size. */
  private static final long FILE_BYTES_MAX = 16L << 20;

  private final Directory directory;
  private final DatabaseKeys keys;
  private final ManifestCodec codec;
  private volatile Manifest manifest = Manifest.EMPTY;
  private boolean complete = true;
  private long fileNumber;
  private long nextFrame;
  private FrameWriter writer;
  private AppendFile file;
  private boolean failed;

  private ManifestLog(Directory directory, DatabaseKeys keys) {
    this.directory = directory;
    this.keys = keys;
    this.codec = new ManifestCodec(keys);
  }

  /**
   * Reads the manifest of a directory, or begins one.
   *
   * @param findings is told, in words, of damage and leftovers
   * @throws io.lodestone.storage.FormatVersionException when a newer release wrote it
   */
  public static ManifestLog open(Directory directory, Consumer<String> findings)
      throws IOException {
    return open(directory, _ -> true, DatabaseKeys.none(), findings);
  }

  /**
   * The same, for who knows which segments there are.
   *
   * @param isThere whether the object of a segment that was leaving is still there; of others the
   *     new file says nothing any more, or it would name more of them at every start
   * @param keys know all of its databases and tables from then on
   */
  public static ManifestLog open(
      Directory directory,
      Predicate<SegmentId> isThere,
      DatabaseKeys keys,
      Consumer<String> findings)
      throws IOException {
    ManifestLog log = new ManifestLog(directory, keys);
    try {
      Set<String> toKeep = log.read(findings);
      log.manifest =
          log.manifest.withCatalog(SealedNames.open(log.manifest.checkpoint().catalog(), keys));
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
   * Whether everything that was ever put in force was found at opening. If not, tables may be
   * missing from the catalog whose segments are there.
   */
  public boolean isComplete() {
    return complete;
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
    write(edit, manifest.checkpoint().catalog(), changed.nextSegment());
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

  private void write(ManifestEdit edit, Catalog before, long nextSegment) throws IOException {
    try {
      List<ManifestEdit> parts = EditParts.of(edit, before, PART_BYTES_MAX);
      Catalog known = before;
      for (int i = 0; i < parts.size(); i++) {
        ManifestEdit part = parts.get(i);
        writer.append(
            nextFrame + i,
            nextFrame - 1,
            codec.encode(part, known, nextSegment, parts.size() - 1 - i));
        known = part.checkpoint().map(Checkpoint::catalog).orElse(known);
      }
      file.sync();
      nextFrame += parts.size();
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
        Catalog.EMPTY,
        manifest.nextSegment());
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
      ManifestReader reader = reader(name);
      if (name.equals(current)) {
        complete = reader.addUp(findings);
        manifest = reader.manifest();
        if (!complete) {
          damaged.add(name);
        }
      } else if (reader.isDamaged()) {
        damaged.add(name);
      }
    }
    return damaged;
  }

  private ManifestReader reader(String name) {
    return new ManifestReader(directory, name, shown(name), keys);
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
      ManifestReader reader = reader(name);
      if (!reader.beginsWhole()) {
        continue;
      }
      List<String> found = new ArrayList<>();
      boolean whole = reader.addUp(found::add);
      manifest = reader.manifest();
      if (whole && manifest.segments().isEmpty() && manifest.checkpoint().frame() == 0) {
        return Set.of();
      }
      complete = false;
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
