package io.lodestone.wal;

/**
 * A cursor that follows a growing log: {@link #advance()} answers false when no further frame is
 * durable <em>yet</em>, and may be called again later.
 */
public interface LogTail extends FrameCursor {
  /**
   * Waits until a frame after the present one is durable, the log is closed, or the time is up.
   *
   * @return whether {@link #advance()} will find a frame
   */
  boolean await(long timeoutMillis) throws InterruptedException;
}
