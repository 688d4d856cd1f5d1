package io.lodestone.storage;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** An existing file, read by position. Safe for several threads. */
public interface ReadFile extends Closeable {
  /** The file's name in its directory. */
  String name();

  /** Bytes of the file now; a file that is still appended to grows. */
  long size() throws IOException;

  /**
   * Reads from a position until the buffer is full or the file ends.
   *
   * @return bytes read; less than asked for only at the end of the file
   */
  int read(long position, ByteBuffer into) throws IOException;

  /**
   * The whole file as memory, as of now, for files that are complete. Readable by any thread until
   * {@link #close()}; reading later throws {@link IllegalStateException}. Called at most once per
   * open file.
   *
   * @throws IOException when the file cannot be mapped; only the caller's request fails then
   */
  MemorySegment map() throws IOException;

  /** Lets go of the file and its mapping. More than once is harmless. */
  @Override
  void close() throws IOException;
}
