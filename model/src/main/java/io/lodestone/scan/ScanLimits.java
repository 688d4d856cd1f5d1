package io.lodestone.scan;

import java.time.Instant;
import java.util.Objects;

/**
 * How far a scan may go before it is given up with a {@link
 * io.lodestone.model.ScanStoppedException}.
 *
 * @param deadline the moment, by the clock of whoever scans, after which it stops; {@link
 *     Instant#MAX} for none. Looked at between blocks, so that it is overstepped by the work of a
 *     block at most
 * @param memoryBytesMax the bytes of heap that batches, groups and rows to be sorted may take
 *     together, at least 1 MiB; {@link Long#MAX_VALUE} for no bound
 */
public record ScanLimits(Instant deadline, long memoryBytesMax) {
  /** The smallest memory budget that makes sense: a batch of a few columns. */
  public static final long MEMORY_BYTES_MIN = 1 << 20;

  /** No deadline, and 1 GiB. */
  public static final ScanLimits DEFAULT = new ScanLimits(Instant.MAX, 1L << 30);

  /**
   * @throws IllegalArgumentException when the memory is below {@link #MEMORY_BYTES_MIN}
   */
  public ScanLimits {
    Objects.requireNonNull(deadline, "deadline");
    if (memoryBytesMax < MEMORY_BYTES_MIN) {
      throw new IllegalArgumentException(
          "a scan needs at least " + MEMORY_BYTES_MIN + " bytes, found " + memoryBytesMax);
    }
  }

  public ScanLimits withDeadline(Instant newDeadline) {
    return new ScanLimits(newDeadline, memoryBytesMax);
  }

  public ScanLimits withMemoryBytesMax(long bytes) {
    return new ScanLimits(deadline, bytes);
  }
}
