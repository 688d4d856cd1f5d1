package io.lodestone.engine.read;

import io.lodestone.model.ScanStoppedException;
import io.lodestone.model.ScanStoppedException.Reason;
import io.lodestone.scan.MemoryAccount;
import io.lodestone.scan.ScanLimits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sees to it that a scan ends when it shall: when somebody cancels it, at its deadline, at the end
 * of its memory. Safe for several threads.
 */
final class ScanWatch {
  private final ScanLimits limits;
  private final InstantSource clock;
  private final boolean timed;
  private final AtomicLong reservedBytes = new AtomicLong();
  private volatile boolean cancelled;

  /** Set before any other thread has a part in the scan. */
  private MemoryAccount account = MemoryAccount.NONE;

  ScanWatch(ScanLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
    this.timed = limits.deadline().isBefore(Instant.MAX);
  }

  void cancel() {
    cancelled = true;
  }

  /** Has what is reserved from now on told to an account as well. */
  void chargeTo(MemoryAccount newAccount) {
    account = newAccount;
  }

  /**
   * To be called between blocks.
   *
   * @throws ScanStoppedException when the scan is cancelled or its deadline has passed
   */
  void check() {
    if (cancelled) {
      throw new ScanStoppedException(Reason.CANCELLED, "The scan was cancelled.");
    }
    if (timed && clock.instant().isAfter(limits.deadline())) {
      throw new ScanStoppedException(
          Reason.DEADLINE, "The scan did not end before its deadline, " + limits.deadline() + ".");
    }
  }

  /**
   * Notes that memory was taken, or given back where {@code bytes} is negative.
   *
   * @throws ScanStoppedException when it is more than the scan may take
   * @throws RuntimeException what the account throws to whom it is told
   */
  void reserve(long bytes) {
    long all = reservedBytes.addAndGet(bytes);
    if (bytes > 0 && all > limits.memoryBytesMax()) {
      throw new ScanStoppedException(
          Reason.MEMORY,
          "The scan needs more than its "
              + limits.memoryBytesMax()
              + " bytes of memory: narrow it, or raise its budget.");
    }
    account.add(bytes);
  }

  /** The bytes that are left. */
  long bytesLeft() {
    return Math.max(0, limits.memoryBytesMax() - reservedBytes.get());
  }
}
