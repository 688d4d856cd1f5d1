package io.lodestone.server.timestream.query;

import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.ServiceException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * How many queries run at a time. One that finds no slot waits a moment, and is then throttled.
 * Safe for several threads.
 */
final class QuerySlots {
  private final IntSupplier most;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition freed = lock.newCondition();

  /** Guarded by the lock. */
  private int taken;

  /** The right to run one query. More than one {@link #close} is harmless. */
  final class Slot implements AutoCloseable {
    /** Guarded by the lock. */
    private boolean held = true;

    @Override
    public void close() {
      lock.lock();
      try {
        if (held) {
          held = false;
          taken--;
          freed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * @param most slots there are now; asked each time
   * @param patience how long a query waits for one
   */
  QuerySlots(IntSupplier most, Duration patience) {
    this.most = most;
    this.patience = patience;
  }

  /**
   * @return to be closed when the query has ended
   * @throws ServiceException THROTTLING, when none becomes free in time
   */
  Slot take() {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (taken >= most.getAsInt()) {
        if (left <= 0) {
          throw new ServiceException(
              ErrorType.THROTTLING,
              "Too many queries run at a time: "
                  + taken
                  + " of "
                  + most.getAsInt()
                  + ". Try again later.");
        }
        left = freed.awaitNanos(left);
      }
      taken++;
      return new Slot();
    } catch (InterruptedException e) {
      throw new IllegalStateException("requests are never interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  /** Queries that run now. */
  int taken() {
    lock.lock();
    try {
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until no query runs.
   *
   * @param timeMax after which it gives up
   * @return whether none runs
   */
  boolean awaitIdle(Duration timeMax) {
    lock.lock();
    try {
      long left = timeMax.toNanos();
      while (taken > 0 && left > 0) {
        left = freed.awaitNanos(left);
      }
      return taken == 0;
    } catch (InterruptedException e) {
      throw new IllegalStateException("the end of a server is never interrupted", e);
    } finally {
      lock.unlock();
    }
  }
}
