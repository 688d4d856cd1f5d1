package io.lodestone.segments;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import io.lodestone.storage.ReadFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;

/**
 * Segments as files of one directory: {@code 0000000000000042.seg}, the id in sixteen decimal
 * digits.
 *
 * <p>A segment is written as {@code ….seg.tmp}, synced, renamed, and the directory synced. A crash
 * leaves the whole segment or a {@code .tmp} that {@link #deleteUncommitted()} removes. Quarantined
 * segments move to the child directory {@code quarantine}. Safe for several threads.
 */
public final class LocalSegmentStore implements SegmentStore {
  private static final String SUFFIX = ".seg";
  private static final String UNCOMMITTED = ".seg.tmp";
  private static final String QUARANTINE = "quarantine";
  private static final int DIGITS = 16;

  private final Directory directory;

  /**
   * @param directory holds nothing else; it must be durable itself
   */
  public LocalSegmentStore(Directory directory) {
    this.directory = directory;
  }

  @Override
  public SegmentSink create(SegmentId id) throws IOException {
    if (directory.exists(name(id))) {
      throw new FileAlreadyExistsException(directory + "/" + name(id));
    }
    return new FileSink(name(id), directory.create(temporaryName(id)));
  }

  @Override
  public SegmentRegion open(SegmentId id) throws IOException {
    ReadFile file = directory.open(name(id));
    try {
      return new MappedFile(directory + "/" + name(id), file, file.map());
    } catch (IOException | RuntimeException e) {
      try {
        file.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  @Override
  public List<SegmentId> list() throws IOException {
    List<SegmentId> ids = new ArrayList<>();
    for (String name : directory.list()) {
      if (isSegment(name)) {
        ids.add(new SegmentId(Long.parseLong(name.substring(0, DIGITS))));
      }
    }
    return ids;
  }

  @Override
  public long lastId() throws IOException {
    long last = 0;
    for (SegmentId id : list()) {
      last = Math.max(last, id.value());
    }
    for (String name : directory.directory(QUARANTINE).list()) {
      if (name.matches("[0-9]{" + DIGITS + "}.*")) {
        last = Math.max(last, Long.parseLong(name.substring(0, DIGITS)));
      }
    }
    return last;
  }

  @Override
  public long size(SegmentId id) throws IOException {
    return directory.size(name(id));
  }

  @Override
  public void delete(SegmentId id) throws IOException {
    directory.delete(name(id));
    directory.sync();
  }

  @Override
  public void quarantine(SegmentId id) throws IOException {
    Directory quarantine = directory.directory(QUARANTINE);
    String target = name(id);
    // A crash in the middle of a move may have left the object in both places.
    for (int copy = 1; quarantine.exists(target); copy++) {
      target = name(id) + "." + copy;
    }
    if (!target.equals(name(id))) {
      directory.rename(name(id), target);
    }
    directory.moveTo(target, quarantine);
    quarantine.sync();
    directory.sync();
  }

  @Override
  public void deleteUncommitted() throws IOException {
    for (String name : directory.list()) {
      if (name.endsWith(UNCOMMITTED)) {
        directory.delete(name);
      }
    }
    directory.sync();
  }

  private static boolean isSegment(String name) {
    if (name.length() != DIGITS + SUFFIX.length() || !name.endsWith(SUFFIX)) {
      return false;
    }
    for (int i = 0; i < DIGITS; i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    return !name.startsWith("0".repeat(DIGITS));
  }

  private static String name(SegmentId id) {
    return digits(id) + SUFFIX;
  }

  private static String temporaryName(SegmentId id) {
    return digits(id) + UNCOMMITTED;
  }

  private static String digits(SegmentId id) {
    String digits = Long.toString(id.value());
    if (digits.length() > DIGITS) {
      throw new IllegalArgumentException("segment ids have at most 16 digits, found " + digits);
    }
    return "0".repeat(DIGITS - digits.length()) + digits;
  }

  /** A file that becomes a segment when it is committed. */
  private final class FileSink implements SegmentSink {
    private final String finalName;
    private final String temporary;
    private final AppendFile file;
    private boolean committed;
    private boolean closed;

    FileSink(String finalName, AppendFile file) {
      this.finalName = finalName;
      this.temporary = file.name();
      this.file = file;
    }

    @Override
    public String name() {
      return directory + "/" + finalName;
    }

    @Override
    public long size() {
      return file.size();
    }

    @Override
    public void append(ByteBuffer buffer) throws IOException {
      file.append(buffer);
    }

    @Override
    public void commit() throws IOException {
      file.sync();
      file.close();
      directory.rename(temporary, finalName);
      directory.sync();
      committed = true;
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      try {
        file.close();
      } finally {
        if (!committed) {
          // A commit that failed at its end has given the object its name already.
          directory.delete(temporary);
          directory.delete(finalName);
        }
      }
    }
  }

  /** A mapped segment file. */
  private record MappedFile(String name, ReadFile file, MemorySegment memory)
      implements SegmentRegion {
    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
