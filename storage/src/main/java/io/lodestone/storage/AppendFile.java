package io.lodestone.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A new file that is written from its start to its end and then never again.
 *
 * <p>After any failed {@link #append} or {@link #sync} the file is dead: what it holds beyond the
 * last successful sync is unknown, and every further call but {@link #close()} fails. A full disk
 * is a {@link DiskFullException}. (A kernel that failed an fsync forgets the pages; a second fsync
 * that succeeds proves nothing.) One thread at a time appends; {@link #sync()} may run on another
 * thread at the same time and covers at least everything appended before it began.
 */
public interface AppendFile extends Closeable {
  /** The file's name in its directory. */
  String name();

  /**
   * Bytes appended so far; also the position of the next append. Not changed by {@link
   * #preallocate}.
   */
  long size();

  /**
   * Writes zeros from the present end on, so that later appends up to that size change no file
   * metadata and sync faster. The file on disk may then be longer than {@link #size()}, its rest
   * zero.
   *
   * @param bytes the size to reach, counted from the start of the file
   */
  void preallocate(long bytes) throws IOException;

  /** Writes all remaining bytes of the buffer at the end. */
  void append(ByteBuffer buffer) throws IOException;

  /**
   * Writes all remaining bytes of two buffers at the end, one after the other, in one call to the
   * operating system where it can.
   */
  default void append(ByteBuffer first, ByteBuffer second) throws IOException {
    append(first);
    append(second);
  }

  /** Makes everything appended so far durable: content, and the size needed to read it. */
  void sync() throws IOException;

  /** Closes without syncing. More than once is harmless. */
  @Override
  void close() throws IOException;
}
