package io.lodestone.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The operating system's lock on a file, and a guard inside this process.
 *
 * <p>The guard is not a courtesy. A POSIX lock belongs to the process and is lost as soon as the
 * process closes <em>any</em> descriptor of the file, so a second attempt to take it must not even
 * open the file.
 */
final class FileSystemLock implements DirectoryLock {
  /** Lock files held by this process: process-wide state, because the operating system's is. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;

  private FileSystemLock(Path file, FileChannel channel, FileLock lock) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * @param directory what the message names, a real path without links
   */
  static FileSystemLock take(Path directory, Path file) throws IOException {
    if (!HELD.add(file)) {
      throw new DirectoryLockedException(
          directory + " is open in this process already; close that first");
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new DirectoryLockedException(
            directory
                + " is in use by another process; stop that process, or choose another data"
                + " directory");
      }
      return new FileSystemLock(file, channel, lock);
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      HELD.remove(file);
      throw e;
    }
  }

  @Override
  public boolean isHeld() {
    return lock.isValid();
  }

  @Override
  public synchronized void close() throws IOException {
    if (channel.isOpen()) {
      try {
        channel.close();
      } finally {
        HELD.remove(file);
      }
    }
  }
}
