package io.lodestone.server.timestream.query.unload;

import io.lodestone.sql.type.Vector;
import java.io.IOException;
import java.util.List;

/** A file of rows in one format, that is being written. Used by one thread. */
interface RowFile extends AutoCloseable {
  /**
   * Appends rows.
   *
   * @param columns values of the columns of the file; read only, and not kept
   * @param rows which of them, in this order
   * @param count how many of these
   */
  void write(List<Vector> columns, int[] rows, int count) throws IOException;

  /** Bytes of the file so far; those that are still to be compressed may be missing. */
  long size();

  /**
   * How many of these bytes wait in memory until there are more of them. A buffer of a fixed size
   * is not counted.
   */
  long heldBytes();

  /** Writes what is left, and the end of the file. */
  void finish() throws IOException;

  /** Lets go of memory, finished or not. */
  @Override
  void close();
}
