package io.lodestone.wal;

import io.lodestone.storage.Directory;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What of the log is durable, in which files it lies, and who still needs it. Safe for several
 * threads.
 */
final class LogFiles {
  private final Directory directory;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Oldest first; the last one is appended to, and its end is that of its last durable frame. */
  private final List<WalFile> files;

  /** Numbers of files that hold nothing which counts; they go with the files around them. */
  private final Deque<Long> superseded;

  private final List<Lease> leases = new ArrayList<>();

  /** Files that nobody needs and that are still there. Guarded by itself, held while they go. */
  private final Deque<WalFile> unneeded = new ArrayDeque<>();

  private long trimmedTo;
  private boolean closed;
  private volatile long durableFrame;

  LogFiles(
      Directory directory,
      Collection<WalFile> files,
      Collection<Long> superseded,
      long durableFrame) {
    this.directory = directory;
    this.files = new ArrayList<>(files);
    this.superseded = new ArrayDeque<>(superseded);
    this.durableFrame = durableFrame;
  }

  long durableFrame() {
    return durableFrame;
  }

  long firstFrame() {
    lock.lock();
    try {
      return files.getFirst().firstFrame();
    } finally {
      lock.unlock();
    }
  }

  /** The newest file, as far as it is durable. */
  WalFile newest() {
    lock.lock();
    try {
      return files.getLast();
    } finally {
      lock.unlock();
    }
  }

  /** The newest file is durable up to a frame, which ends at an offset. */
  void advance(long frame, long end) {
    lock.lock();
    try {
      files.set(files.size() - 1, files.getLast().endingAt(end, frame));
      durableFrame = frame;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Another file follows. */
  void add(WalFile next) {
    lock.lock();
    try {
      files.add(next);
      durableFrame = Math.max(durableFrame, next.lastFrame());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** No frame will follow. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a frame is durable, the log is closed, or the time is up. */
  boolean await(long frame, long timeoutMillis) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    lock.lockInterruptibly();
    try {
      while (durableFrame < frame && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return durableFrame >= frame;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The file that a frame lies in, or would.
   *
   * @throws IOException when it has been trimmed
   */
  WalFile containing(long frame) throws IOException {
    lock.lock();
    try {
      for (int i = files.size() - 1; i >= 0; i--) {
        if (files.get(i).firstFrame() <= frame) {
          return files.get(i);
        }
      }
      throw trimmed(frame);
    } finally {
      lock.unlock();
    }
  }

  private IOException trimmed(long frame) {
    return new IOException(
        "frame "
            + frame
            + " of the log in "
            + directory
            + " has been trimmed; the first one is "
            + files.getFirst().firstFrame());
  }

  /**
   * What follows the part of a file that has been read: the same file if it has grown, otherwise
   * the next one; the same part again when there is neither.
   *
   * @param frame that is looked for
   * @throws IOException when that frame has been trimmed
   */
  WalFile after(WalFile read, long frame) throws IOException {
    lock.lock();
    try {
      if (frame < files.getFirst().firstFrame()) {
        throw trimmed(frame);
      }
      for (WalFile file : files) {
        boolean grown = file.number() == read.number() && file.end() > read.end();
        if (grown || file.number() > read.number()) {
          return file;
        }
      }
      return read;
    } finally {
      lock.unlock();
    }
  }

  // ---- who needs what

  LogLease lease(String owner, long fromFrame) {
    Lease lease = new Lease(owner, fromFrame);
    lock.lock();
    try {
      leases.add(lease);
    } finally {
      lock.unlock();
    }
    return lease;
  }

  List<LogLease> leases() {
    lock.lock();
    try {
      return List.copyOf(leases);
    } finally {
      lock.unlock();
    }
  }

  void trim(long frame) throws IOException {
    synchronized (unneeded) {
      collectUnneeded(frame);
      while (!unneeded.isEmpty()) {
        WalFile file = unneeded.getFirst();
        if (!file.isDamaged()) {
          directory.delete(file.name());
        } else if (directory.exists(file.name())) {
          quarantine(directory, file.name());
        }
        unneeded.removeFirst();
      }
    }
  }

  private void collectUnneeded(long frame) {
    lock.lock();
    try {
      trimmedTo = Math.max(trimmedTo, frame);
      long needed = trimmedTo;
      for (Lease lease : leases) {
        needed = Math.min(needed, lease.frame);
      }
      // In the order of their numbers: a crash may undo the later deletions, and a file that does
      // not count is known as such only while the file that continues over it is there.
      collectSupersededBefore(files.getFirst().number());
      while (files.size() > 1 && files.getFirst().lastFrame() < needed) {
        unneeded.add(files.removeFirst());
        collectSupersededBefore(files.getFirst().number());
      }
    } finally {
      lock.unlock();
    }
  }

  /** A file of this number may be there and does not count. Numbers come in ascending order. */
  void addSuperseded(long number) {
    lock.lock();
    try {
      superseded.addLast(number);
    } finally {
      lock.unlock();
    }
  }

  private void collectSupersededBefore(long number) {
    while (!superseded.isEmpty() && superseded.getFirst() < number) {
      unneeded.add(new WalFile(superseded.removeFirst(), 0, 0, 0, 0, 0, List.of()));
    }
  }

  /** Puts a file away for people to look at; one that lies there already stays what it is. */
  static boolean quarantine(Directory directory, String name) throws IOException {
    Directory quarantine = directory.directory(WalFileName.QUARANTINE);
    try {
      directory.moveTo(name, quarantine);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    quarantine.sync();
    directory.sync();
    return true;
  }

  /** Bytes of the files that hold frames not yet trimmed, the newest one up to an offset. */
  long bytes(long newestEnd) {
    lock.lock();
    try {
      long bytes = 0;
      for (int i = 0; i < files.size(); i++) {
        WalFile file = files.get(i);
        boolean newest = i == files.size() - 1;
        if (newest || file.lastFrame() >= trimmedTo) {
          bytes += (newest ? newestEnd : file.end()) - file.start();
        }
      }
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  private final class Lease implements LogLease {
    private final String owner;

    /** Guarded by the lock for writing. */
    private volatile long frame;

    Lease(String owner, long frame) {
      this.owner = owner;
      this.frame = frame;
    }

    @Override
    public String owner() {
      return owner;
    }

    @Override
    public long frame() {
      return frame;
    }

    @Override
    public void moveTo(long newFrame) {
      lock.lock();
      try {
        frame = Math.max(frame, newFrame);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        leases.remove(this);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public String toString() {
      return owner + " from frame " + frame;
    }
  }
}
