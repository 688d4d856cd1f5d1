package io.lodestone.server.parquet;

import io.lodestone.sql.type.Vector;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Writes one file of rows. One thread.
 *
 * <p>Rows are held until they make a row group, about eight mebibytes, and then written. A file is
 * whole only when {@link #close} has returned: whoever gives a file up does not call it, which is
 * why this is no {@link AutoCloseable}. After an {@link IOException} a file can only be given up.
 */
public final class ParquetFileWriter {
  /**
   * What is held of a row group, before the pages that are still open are compressed. A row group
   * costs some 100 bytes of footer for each column, so 0.1 % of it for a hundred columns; and a few
   * files can be written at a time in a small heap.
   */
  static final int GROUP_BYTES_MAX = 8 << 20;

  /** Bounds a row group whose rows take next to nothing. */
  static final int GROUP_ROWS_MAX = 64 << 10;

  /**
   * Rows of one column that are written before the next column's, and before the bound of bytes is
   * looked at: enough to stay with one column for a while. What is held exceeds the bound by so
   * many rows at most.
   */
  private static final int SLICE_ROWS = 64;

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream target;
  private final PageWriter pages;
  private final Shredder[] columns;
  private final List<LeafColumn> leaves;
  private final FooterWriter footer;
  private long written;
  private int groupRows;
  private boolean closed;

  /**
   * A writer that has written nothing yet.
   *
   * @param columns at least one, in the order of the vectors that will come
   * @param target gets the bytes in pieces of up to some mebibytes; stays the caller's
   * @throws IllegalArgumentException when there is no column, or one whose type, or a part of it,
   *     is TIME or UNKNOWN
   */
  public ParquetFileWriter(
      List<ParquetColumn> columns, ParquetCompression compression, OutputStream target) {
    this(columns, compression, target, "lodestone version " + version());
  }

  ParquetFileWriter(
      List<ParquetColumn> columns,
      ParquetCompression compression,
      OutputStream target,
      String createdBy) {
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a file has at least one column");
    }
    this.target = Objects.requireNonNull(target, "target");
    List<SchemaNode> schema =
        columns.stream().map(column -> SchemaNode.of(column.name(), column.type())).toList();
    this.pages = new PageWriter(compression);
    ShredderBuilder builder = new ShredderBuilder(pages);
    this.columns = schema.stream().map(builder::build).toArray(Shredder[]::new);
    this.leaves = builder.leaves();
    this.footer = new FooterWriter(schema, leaves.size(), compression, createdBy);
  }

  /** As the jar's manifest says; classes that were never packed are "development". */
  private static String version() {
    String version = ParquetFileWriter.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /**
   * Adds rows of a batch: those whose indices stand in {@code rows[0..count)}, in that order.
   * Everything is read before it returns; the arrays stay the caller's.
   *
   * @param columns one vector for each column of the file
   * @throws IOException as the target throws it
   * @throws IllegalStateException when the file is closed
   */
  public void write(List<Vector> columns, int[] rows, int count) throws IOException {
    if (closed) {
      throw new IllegalStateException("the file is closed");
    }
    if (columns.size() != this.columns.length) {
      throw new IllegalArgumentException(
          columns.size() + " vectors for " + this.columns.length + " columns");
    }
    for (int start = 0; start < count; ) {
      int slice = Math.min(SLICE_ROWS, Math.min(count - start, GROUP_ROWS_MAX - groupRows));
      writeSlice(columns, rows, start, start + slice);
      start += slice;
      groupRows += slice;
      if (groupRows == GROUP_ROWS_MAX || held() >= GROUP_BYTES_MAX) {
        endGroup();
      }
    }
  }

  /**
   * Bytes written to the target so far, and an estimate of what is still held: too high for pages
   * that have still to be compressed, by what a row group holds at most.
   */
  public long size() {
    return closed ? written : written + held() + footer.held();
  }

  /**
   * Writes what is held and the footer. The target is flushed and not closed. A second call does
   * nothing.
   *
   * @throws IOException as the target throws it; the file is not whole then
   */
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (groupRows > 0) {
      endGroup();
    }
    begin();
    GrowingBuffer end = new GrowingBuffer();
    footer.write(end);
    end.putInt(end.length());
    end.put(MAGIC, 0, MAGIC.length);
    end.writeTo(target);
    written += end.length();
    target.flush();
    pages.close();
  }

  private void writeSlice(List<Vector> vectors, int[] rows, int start, int end) {
    for (int column = 0; column < columns.length; column++) {
      Shredder shredder = columns[column];
      Vector vector = vectors.get(column);
      for (int i = start; i < end; i++) {
        shredder.write(vector, rows[i], 0);
      }
    }
  }

  private long held() {
    long held = 0;
    for (LeafColumn leaf : leaves) {
      held += leaf.held();
    }
    return held;
  }

  private void endGroup() throws IOException {
    begin();
    List<ColumnChunk> chunks = leaves.stream().map(LeafColumn::endChunk).toList();
    footer.addRowGroup(chunks, groupRows, written);
    groupRows = 0;
    for (ColumnChunk chunk : chunks) {
      chunk.writeTo(target);
      written += chunk.size();
    }
  }

  /** Writes the magic number before everything else. */
  private void begin() throws IOException {
    if (written == 0) {
      target.write(MAGIC);
      written = MAGIC.length;
    }
  }
}
