package io.lodestone.wal;

import io.lodestone.agent.Agent;
import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps two things ready beside the log: the next file, already filled with zeros, and the ballast,
 * a file that is given up when the disk is full. An agent of its own, so that writing them holds up
 * no sync.
 */
final class Reserve implements Agent {
  private static final long RETRY_MILLIS = 1000;

  private final Directory directory;
  private final WalOptions options;
  private final AtomicReference<AppendFile> spare = new AtomicReference<>();

  /** Guards the ballast file: given up by one agent, restored by another. */
  private final Object ballastLock = new Object();

  Reserve(Directory directory, WalOptions options) {
    this.directory = directory;
    this.options = options;
  }

  /** Whether there is anything to keep. */
  boolean isNeeded() {
    return options.preallocate() || options.ballastBytes() > 0;
  }

  @Override
  public String name() {
    return "wal-reserve";
  }

  @Override
  public long step() {
    try {
      if (options.preallocate() && spare.get() == null && hasRoomFor(options.fileBytes())) {
        spare.set(zeros(WalFileName.SPARE, options.fileBytes()));
      }
      return ensureBallast() ? IDLE : RETRY_MILLIS;
    } catch (IOException e) {
      // The log goes on without either; it will itself meet what is wrong with the disk, and say
      // so.
      return RETRY_MILLIS;
    }
  }

  /** The next file, if it is ready; the caller's from now on. */
  AppendFile takeSpare() {
    return spare.getAndSet(null);
  }

  /** Gives the ballast's room back to the disk. */
  void giveUpBallast() throws IOException {
    synchronized (ballastLock) {
      directory.delete(WalFileName.BALLAST);
    }
  }

  /**
   * Whether the disk has room for the ballast, where it is missing, and some of the log besides.
   */
  boolean hasRoomToGoOn() throws IOException {
    return hasRoomFor(0);
  }

  /** The same for a file of zeros. */
  boolean hasRoomFor(long bytes) throws IOException {
    long ballast = directory.exists(WalFileName.BALLAST) ? 0 : options.ballastBytes();
    return directory.freeBytes() >= bytes + ballast + Math.min(options.fileBytes(), 1 << 20);
  }

  private boolean ensureBallast() throws IOException {
    synchronized (ballastLock) {
      if (options.ballastBytes() == 0 || directory.exists(WalFileName.BALLAST)) {
        return true;
      }
      if (!hasRoomToGoOn()) {
        return false;
      }
      zeros(WalFileName.BALLAST_UNFINISHED, options.ballastBytes()).close();
      directory.rename(WalFileName.BALLAST_UNFINISHED, WalFileName.BALLAST);
      directory.sync();
      return true;
    }
  }

  private AppendFile zeros(String name, long bytes) throws IOException {
    directory.delete(name);
    AppendFile file = directory.create(name);
    try {
      file.preallocate(bytes);
      file.sync();
      return file;
    } catch (IOException e) {
      file.close();
      directory.delete(name);
      throw e;
    }
  }

  /** To be called when it is not stepped any more. */
  void close() throws IOException {
    AppendFile unused = takeSpare();
    if (unused != null) {
      unused.close();
      directory.delete(WalFileName.SPARE);
    }
  }
}
