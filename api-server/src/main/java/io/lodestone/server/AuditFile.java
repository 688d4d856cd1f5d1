package io.lodestone.server;

import io.lodestone.server.log.EventLog;
import io.lodestone.server.log.LineSink;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/**
 * The file of the audit, which the operator names, rotates and keeps: like {@link OperatorFile}, it
 * lies wherever the operator likes, hence not behind {@code storage.Directory}.
 *
 * <p>Only ever appended to. A line is with the operating system before its call is answered, so
 * that no end of this process loses it, and on disk a second later; what a loss of power may leave
 * is half a line, which the next start ends. Once a second it is looked whether another file, or
 * none, stands under the name: rotating is renaming, and what is written next begins a new file.
 * Where the file cannot be written, its lines go to standard error and the reason into the log.
 *
 * <p>Safe for several threads.
 */
final class AuditFile implements LineSink, Renewal, AutoCloseable {
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path path;
  private final PrintStream instead;
  private final EventLog log;

  /** Null while there is none that could be written. */
  private FileChannel file;

  /** Tells the open file from another one of its name. */
  private Object identity;

  private boolean unsynced;
  private String lastFailure = "";

  /**
   * Opens the file, or makes it: readable by its owner only.
   *
   * @param instead where lines go that the file does not take
   * @throws StartException when it cannot be opened
   */
  AuditFile(Path path, PrintStream instead, EventLog log) {
    this.path = path.toAbsolutePath();
    this.instead = Objects.requireNonNull(instead, "instead");
    this.log = Objects.requireNonNull(log, "log");
    try {
      open();
    } catch (IOException e) {
      throw new StartException("audit.file " + this.path + " cannot be opened: " + reason(e), e);
    }
  }

  @Override
  public synchronized void append(String line) {
    if (file != null) {
      try {
        write(line);
        return;
      } catch (IOException e) {
        fail(e);
      }
    }
    instead.append(line);
    instead.flush();
  }

  /** Makes what was appended durable, and follows a renaming. */
  @Override
  public synchronized void check() {
    try {
      if (file != null && unsynced) {
        file.force(false);
        unsynced = false;
      }
      if (file == null || !Objects.equals(identity, identityNow())) {
        closeFile();
        open();
        lastFailure = "";
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (file != null) {
      try (FileChannel closing = file) {
        closing.force(false);
      } finally {
        file = null;
      }
    }
  }

  private void open() throws IOException {
    Path folder = path.getParent();
    boolean posix =
        Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class);
    // Appends where the file ends at that moment, whoever else writes to it.
    file =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            posix ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0]);
    identity = identityNow();
    if (isLastLineTorn()) {
      write("\n");
    }
  }

  /** Whether the last line has no end: a loss of power cut it off. */
  private boolean isLastLineTorn() throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    try (FileChannel reading = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = reading.size();
      return size > 0 && reading.read(last, size - 1) == 1 && last.get(0) != '\n';
    }
  }

  private void write(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    unsynced = true;
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  /** What tells the file of this name from others; null when there is none. */
  private Object identityNow() throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** From now on lines go elsewhere; the next look tries again. */
  private void fail(IOException failure) {
    closeFile();
    String reason = reason(failure);
    if (!reason.equals(lastFailure)) {
      log.error("audit file not written", failure, "file", path, "reason", reason);
      lastFailure = reason;
    }
  }

  private void closeFile() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        log.error("audit file not closed", e, "file", path);
      } finally {
        file = null;
      }
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
