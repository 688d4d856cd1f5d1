package io.lodestone.engine.memtable;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Who may still read a memtable: its table, and every reader that retains one of its views. When
 * the last lets go, the memory is given back, once and for good. Safe for several threads.
 */
final class Holders {
  private final AtomicLong count = new AtomicLong(1);
  private final Runnable giveBack;

  /**
   * @param giveBack run by whoever lets go last; everything that others read before they let go
   *     happened before it
   */
  Holders(Runnable giveBack) {
    this.giveBack = giveBack;
  }

  /** One more; false when all have let go already. */
  boolean tryRetain() {
    long held = count.get();
    while (held > 0) {
      if (count.compareAndSet(held, held + 1)) {
        return true;
      }
      held = count.get();
    }
    return false;
  }

  void release() {
    long left = count.decrementAndGet();
    if (left < 0) {
      throw new IllegalStateException("a memtable was let go more often than held");
    }
    if (left == 0) {
      giveBack.run();
    }
  }
}
