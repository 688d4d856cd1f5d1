package io.lodestone.engine.commit;

import io.lodestone.wal.CommitLog;
import java.util.Objects;

/**
 * How the committer works.
 *
 * @param queueRequestsMax requests that may wait; further ones are told to come again
 * @param queueBytesMax estimated bytes of the batches that may wait
 * @param frameBytesTarget a frame is closed when it has grown to this size
 * @param framesInFlightMax frames that may wait for their sync while further ones are decided
 * @param batchBytesMax the largest batch that is accepted, as an estimate of its size in the log
 * @param futureMillisMax how far in the future a point's time may lie
 * @param limits what a table may hold
 */
public record CommitOptions(
    int queueRequestsMax,
    long queueBytesMax,
    int frameBytesTarget,
    int framesInFlightMax,
    int batchBytesMax,
    long futureMillisMax,
    TableLimits limits) {

  /** 16,384 requests, 256 MiB, frames of 512 KiB, 8 in flight, batches of 16 MiB, 15 minutes. */
  public static final CommitOptions DEFAULT =
      new CommitOptions(
          16_384, 256L << 20, 512 << 10, 8, 16 << 20, 15 * 60_000L, TableLimits.DEFAULT);

  /** What the definitions of a batch's columns may add to its frame. */
  private static final long DEFINITIONS_BYTES_MAX = 64 << 10;

  /**
   * @throws IllegalArgumentException when nothing could be written with these options, or when the
   *     largest batch at the end of a frame would make it larger than the log takes
   */
  public CommitOptions {
    if (queueRequestsMax < 0 || queueBytesMax < 0 || framesInFlightMax < 1) {
      throw new IllegalArgumentException(
          "a queue of less than nothing, or a log that takes nothing");
    }
    if (frameBytesTarget < 1 || batchBytesMax < 1 || futureMillisMax < 0) {
      throw new IllegalArgumentException("frames or batches that hold nothing");
    }
    long largest = (long) frameBytesTarget + batchBytesMax + DEFINITIONS_BYTES_MAX;
    if (largest > CommitLog.FRAME_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a frame could grow to "
              + largest
              + " bytes, the log takes at most "
              + CommitLog.FRAME_BYTES_MAX);
    }
    Objects.requireNonNull(limits, "limits");
  }

  /**
   * What a table may hold, and all tables together in memory.
   *
   * @param dimensionsMax different dimension names
   * @param attributesMax different attributes of multi-measure points
   * @param measureNamesMax different measure names
   * @param seriesMax series of a table that have points since the last flush began: each takes heap
   * @param seriesOfAllTablesMax series that have points in memory, over all tables; those of a
   *     flush under way included
   */
  public record TableLimits(
      int dimensionsMax,
      int attributesMax,
      int measureNamesMax,
      int seriesMax,
      int seriesOfAllTablesMax) {
    /**
     * The service's own quotas of 128, 1,024 and 8,192; 12 million series of a table, 24 million of
     * all tables.
     */
    public static final TableLimits DEFAULT = new TableLimits(128, 1_024, 8_192);

    /** These limits of names, and the default ones of series. */
    public TableLimits(int dimensionsMax, int attributesMax, int measureNamesMax) {
      this(dimensionsMax, attributesMax, measureNamesMax, 12_000_000, 24_000_000);
    }
  }
}
