package io.lodestone.server.timestream.query.unload;

import io.lodestone.server.objects.UnfinishedObject;
import io.lodestone.sql.type.Vector;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The files of one folder, one after the other: when one is large enough, it is stored and the next
 * begins. Rows are put together before they are written. Used by one thread.
 */
final class FileSeries implements Closeable {
  /** After so many rows the size of the file is looked at. */
  private static final int PIECE_ROWS = 64;

  /** How files come to be. */
  interface Store {
    /** A new object for a folder, under a name that no other has. */
    NamedObject begin(String folder) throws IOException;

    /** A new file of rows that goes to it. */
    RowFile open(UnfinishedObject object) throws IOException;
  }

  /** An object and its key. */
  record NamedObject(String key, UnfinishedObject object) {}

  private final String folder;
  private final Store store;
  private final long fileBytesMax;
  private final Consumer<WrittenFile> stored;
  private final int[] piece = new int[PIECE_ROWS];

  private int[] rows = new int[PIECE_ROWS];
  private int count;

  /** Null between two files. */
  private NamedObject current;

  /** Null while there is no file, or its beginning has failed. */
  private RowFile file;

  private long fileRows;

  /**
   * @param folder with a slash at its end, or empty
   * @param stored told of each file that is
   */
  FileSeries(String folder, Store store, long fileBytesMax, Consumer<WrittenFile> stored) {
    this.folder = folder;
    this.store = store;
    this.fileBytesMax = fileBytesMax;
    this.stored = stored;
  }

  /** Notes that a row of the present batch belongs here. */
  void add(int row) {
    if (count == rows.length) {
      rows = Arrays.copyOf(rows, 2 * count);
    }
    rows[count++] = row;
  }

  /**
   * Writes the rows that were noted.
   *
   * @param columns of the batch, without those that tell the folder
   */
  void write(List<Vector> columns) throws IOException {
    for (int from = 0; from < count; from += PIECE_ROWS) {
      int size = Math.min(PIECE_ROWS, count - from);
      System.arraycopy(rows, from, piece, 0, size);
      if (current == null) {
        current = store.begin(folder);
        file = store.open(current.object());
      }
      file.write(columns, piece, size);
      fileRows += size;
      if (file.size() >= fileBytesMax) {
        finish();
      }
    }
    count = 0;
  }

  /** Bytes of the file that is being written. */
  long openBytes() {
    return file == null ? 0 : file.size();
  }

  /** How many of these bytes wait in memory until there are more of them. */
  long heldBytes() {
    return file == null ? 0 : file.heldBytes();
  }

  /** Stores the file that is being written, if there is one. */
  void finish() throws IOException {
    if (current == null) {
      return;
    }
    file.finish();
    long bytes = current.object().size();
    current.object().finish();
    stored.accept(new WrittenFile(current.key(), bytes, fileRows));
    close();
  }

  /** Gives up the file that is being written. */
  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
    if (current != null) {
      UnfinishedObject object = current.object();
      current = null;
      fileRows = 0;
      object.close();
    }
  }
}
