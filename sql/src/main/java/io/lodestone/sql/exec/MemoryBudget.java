package io.lodestone.sql.exec;

import io.lodestone.sql.type.LimitException;

/**
 * The heap that a query may hold on to from batch to batch. Operators say how much they hold; what
 * lives for one batch only is not counted.
 */
public final class MemoryBudget {
  private final long bytesMax;
  private long bytesUsed;
  private long bytesPeak;

  public MemoryBudget(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** The most that was held at once. */
  public long bytesPeak() {
    return bytesPeak;
  }

  /** What is left for those that count by themselves. */
  long bytesLeft() {
    return Math.max(0, bytesMax - bytesUsed);
  }

  /** One operator's part of the budget. */
  Share share() {
    return new Share();
  }

  final class Share {
    private long bytes;

    /**
     * Says how much is held now.
     *
     * @throws LimitException when that is too much
     */
    void set(long nowBytes) {
      bytesUsed += nowBytes - bytes;
      bytes = nowBytes;
      bytesPeak = Math.max(bytesPeak, bytesUsed);
      if (bytesUsed > bytesMax) {
        throw new LimitException(
            "The query needs more memory than the " + bytesMax + " bytes it may have");
      }
    }
  }
}
