package io.lodestone.engine.flush;

import io.lodestone.engine.commit.CarryOptions;

/**
 * When memory goes to disk, whichever comes first.
 *
 * @param replayBytesMax log behind the checkpoint, in bytes: bounds the time of a restart
 * @param memtableBytesMax heap of points in memory, in bytes. Writes are refused at twice as much
 * @param ageMillisMax how long after a flush the next one comes at the latest, in milliseconds
 * @param onClose whether an orderly close flushes, so that the next start replays nothing
 * @param carry which tables are carried forward by a flush that is due
 */
public record FlushOptions(
    long replayBytesMax,
    long memtableBytesMax,
    long ageMillisMax,
    boolean onClose,
    CarryOptions carry) {
  /** 1 GiB of log, 512 MiB of heap, one hour, flushed on close, small tables carried. */
  public static final FlushOptions DEFAULT =
      new FlushOptions(1L << 30, 512L << 20, 3_600_000L, true, CarryOptions.within(512L << 20));

  /** Options under which no table is carried. */
  public FlushOptions(
      long replayBytesMax, long memtableBytesMax, long ageMillisMax, boolean onClose) {
    this(replayBytesMax, memtableBytesMax, ageMillisMax, onClose, CarryOptions.NONE);
  }

  /** The same with other tables carried. */
  public FlushOptions withCarry(CarryOptions other) {
    return new FlushOptions(replayBytesMax, memtableBytesMax, ageMillisMax, onClose, other);
  }

  /** Whether a flush is due. */
  public boolean isDue(long logBytes, long memoryBytes, long ageMillis) {
    return logBytes >= replayBytesMax
        || memoryBytes > 0 && (memoryBytes >= memtableBytesMax || ageMillis >= ageMillisMax);
  }
}
