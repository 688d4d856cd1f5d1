package io.lodestone.server.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that bodies of all connections may take together, from their arrival to their answer.
 * Only what has arrived is counted, not what was announced. The first {@link #FREE_BYTES} of a body
 * are not counted: small requests, which most reads are, get in however many large ones wait. Safe
 * for several threads.
 */
final class BodyBudget {
  static final int FREE_BYTES = 4 << 10;

  private final long bytesMax;
  private final AtomicLong bytes = new AtomicLong();

  BodyBudget(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** One body's part of the budget. One thread at a time. */
  final class Share {
    private long size;
    private long counted;

    /** Takes room for more bytes. False, and nothing taken, when there is none. */
    boolean grow(int more) {
      long due = Math.max(0, size + more - FREE_BYTES) - counted;
      if (due > 0 && bytes.addAndGet(due) > bytesMax) {
        bytes.addAndGet(-due);
        return false;
      }
      size += more;
      counted += Math.max(0, due);
      return true;
    }

    /** Gives everything back. More than once is harmless. */
    void release() {
      bytes.addAndGet(-counted);
      counted = 0;
      size = 0;
    }
  }

  Share open() {
    return new Share();
  }

  /** What is taken now. */
  long bytes() {
    return bytes.get();
  }
}
