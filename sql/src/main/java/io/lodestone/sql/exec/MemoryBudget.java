package io.lodestone.sql.exec;

import io.lodestone.scan.MemoryAccount;
import io.lodestone.sql.type.LimitException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The heap that a query may hold on to from batch to batch. Operators and scans say how much they
 * hold; what lives for one batch only is not counted. Safe for several threads, since scans are
 * worked on by several.
 */
public final class MemoryBudget implements AutoCloseable {
  private final long bytesMax;
  private final MemoryPool pool;

  /** As much as was taken from the pool. */
  private final AtomicLong bytesUsed = new AtomicLong();

  private final AtomicLong bytesPeak = new AtomicLong();
  private volatile boolean closed;

  /**
   * @param bytesMax of this query
   * @param pool what all queries may hold
   */
  public MemoryBudget(long bytesMax, MemoryPool pool) {
    this.bytesMax = bytesMax;
    this.pool = pool;
  }

  /** The most that was held at once. */
  public long bytesPeak() {
    return bytesPeak.get();
  }

  /** What is left of this query's own. */
  long bytesLeft() {
    return Math.max(0, bytesMax - bytesUsed.get());
  }

  /** One operator's part of the budget, or one scan's. */
  Share share() {
    return new Share();
  }

  /**
   * Gives back all that is still held: the query has ended, and nothing is counted any more. More
   * than once is harmless.
   */
  @Override
  public void close() {
    closed = true;
    pool.give(bytesUsed.getAndSet(0));
  }

  private void take(long bytes) {
    if (closed) {
      return;
    }
    if (bytes <= 0) {
      bytesUsed.addAndGet(bytes);
      pool.give(-bytes);
      return;
    }
    long used = bytesUsed.addAndGet(bytes);
    try {
      if (used > bytesMax) {
        throw new LimitException(
            "The query needs more memory than the " + bytesMax + " bytes it may have");
      }
      pool.take(bytes);
    } catch (LimitException e) {
      bytesUsed.addAndGet(-bytes);
      throw e;
    }
    bytesPeak.accumulateAndGet(used, Math::max);
  }

  /** What one of those that share the budget holds. */
  final class Share implements MemoryAccount {
    private final AtomicLong held = new AtomicLong();

    /**
     * @throws LimitException when that is too much
     */
    @Override
    public void add(long bytes) {
      take(bytes);
      held.addAndGet(bytes);
    }

    /**
     * Says how much is held now. For those that only one thread works on.
     *
     * @throws LimitException when that is too much
     */
    void set(long nowBytes) {
      add(nowBytes - held.get());
    }
  }
}
