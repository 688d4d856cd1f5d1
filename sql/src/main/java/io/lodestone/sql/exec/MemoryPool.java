package io.lodestone.sql.exec;

import io.lodestone.sql.type.LimitException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The heap that all queries may hold together, from which the {@link MemoryBudget} of each takes
 * what it needs when it needs it. Safe for several threads.
 */
public final class MemoryPool {
  private final long bytesMax;
  private final AtomicLong bytesUsed = new AtomicLong();

  public MemoryPool(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /**
   * @param bytes positive
   * @throws LimitException when there is not so much left; nothing is taken then
   */
  void take(long bytes) {
    long used;
    do {
      used = bytesUsed.get();
      if (bytes > bytesMax - used) {
        throw new LimitException(
            "The queries that run need more memory than the "
                + bytesMax
                + " bytes they may have together: ask again when others have ended");
      }
    } while (!bytesUsed.compareAndSet(used, used + bytes));
  }

  void give(long bytes) {
    bytesUsed.addAndGet(-bytes);
  }

  /** What is held now. */
  public long bytesUsed() {
    return bytesUsed.get();
  }
}
