package io.lodestone.server.timestream.query;

import io.lodestone.sql.ResultBatch;
import io.lodestone.sql.ResultColumn;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Turns batches of a result into rows of JSON: column by column first, each in a loop of its own,
 * then the texts of a row side by side. Used by the thread that runs the query.
 */
final class RowEncoder {
  /** Rows of one piece, at most. */
  static final int ROWS_MAX = 1_024;

  /** Rows are handed on in pieces of about this size, so that little of them is ever held. */
  private static final int PIECE_BYTES = 256 << 10;

  /** What a value is thought to take before any has been seen. */
  private static final int VALUE_BYTES = 32;

  private static final byte[] ROW_START = "{\"Data\":[".getBytes(StandardCharsets.US_ASCII);

  /** What stands around the values of a row, but for the commas between them. */
  private static final int ROW_BYTES = ROW_START.length + 2;

  private final ColumnTexts[] columns;
  private final int rowBytesMax;
  private int rowBytes;

  /**
   * @param columns of the result
   * @param rowBytesMax of one row
   */
  RowEncoder(List<ResultColumn> columns, int rowBytesMax) {
    this.columns =
        columns.stream().map(column -> new ColumnTexts(column.type())).toArray(ColumnTexts[]::new);
    this.rowBytesMax = rowBytesMax;
    this.rowBytes = ROW_BYTES + VALUE_BYTES * columns.size();
  }

  /**
   * Encodes rows of a batch.
   *
   * @param from the first one wanted
   * @return that row and some after it
   * @throws io.lodestone.server.protocol.ServiceException QUERY_EXECUTION, when that row is too
   *     large for any page
   */
  EncodedRows encode(ResultBatch batch, int from) {
    int wanted = Math.clamp(PIECE_BYTES / rowBytes, 1, ROWS_MAX);
    int count = Math.min(batch.rowCount() - from, wanted);
    for (int column = 0; column < columns.length; column++) {
      count = columns[column].encode(batch.vector(column), from, count, PIECE_BYTES);
    }
    int fitting = fitting(count);
    if (fitting == 0) {
      throw QueryErrors.rowTooLarge();
    }
    EncodedRows rows = sideBySide(fitting);
    rowBytes = Math.max(1, rows.json().length / fitting);
    return rows;
  }

  /** How many of the rows come before one that is too large for a page. */
  private int fitting(int count) {
    long bytes = rowOverhead() * (long) count;
    for (ColumnTexts column : columns) {
      bytes += column.length(count);
    }
    if (bytes <= rowBytesMax) {
      return count;
    }
    for (int row = 0; row < count; row++) {
      if (lengthAt(row) > rowBytesMax) {
        return row;
      }
    }
    return count;
  }

  private long lengthAt(int row) {
    long bytes = rowOverhead();
    for (ColumnTexts column : columns) {
      bytes += column.lengthAt(row);
    }
    return bytes;
  }

  private int rowOverhead() {
    return ROW_BYTES + columns.length - 1;
  }

  private EncodedRows sideBySide(int count) {
    int bytes = (rowOverhead() + 1) * count;
    for (ColumnTexts column : columns) {
      bytes += column.length(count);
    }
    byte[] json = new byte[bytes];
    int[] ends = new int[count];
    int at = 0;
    for (int row = 0; row < count; row++) {
      System.arraycopy(ROW_START, 0, json, at, ROW_START.length);
      at += ROW_START.length;
      for (int column = 0; column < columns.length; column++) {
        if (column > 0) {
          json[at++] = ',';
        }
        at = columns[column].copy(row, json, at);
      }
      json[at++] = ']';
      json[at++] = '}';
      json[at++] = ',';
      ends[row] = at;
    }
    return new EncodedRows(json, ends);
  }
}
