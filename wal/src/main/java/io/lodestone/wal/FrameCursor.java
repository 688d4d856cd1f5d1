package io.lodestone.wal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A pull cursor over frames. Used by one thread. */
public interface FrameCursor extends Closeable {
  /**
   * Moves to the next frame; false at the end. Frames that a damaged stretch of the log has
   * swallowed are missing: {@link #frame()} then jumps, and the damage was reported when the log
   * was opened.
   *
   * @throws io.lodestone.storage.CorruptFileException when bytes that were good when the log was
   *     opened are not any more
   */
  boolean advance() throws IOException;

  /** The number of the frame moved to. */
  long frame();

  /** Its payload, little endian. Valid until the next {@link #advance()}. */
  ByteBuffer payload();

  @Override
  void close();
}
