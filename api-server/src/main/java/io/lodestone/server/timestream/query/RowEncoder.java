package io.lodestone.server.timestream.query;

import io.lodestone.sql.ResultBatch;
import io.lodestone.sql.ResultColumn;
import io.lodestone.sql.type.TextBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Turns batches of a result into rows of JSON, straight into the bytes that go to the client. Used
 * by the thread that runs the query.
 */
final class RowEncoder {
  /** Rows of one piece, at most. */
  static final int ROWS_MAX = 1_024;

  /** Rows are handed on in pieces of about this size, so that little of them is ever held. */
  private static final int PIECE_BYTES = 256 << 10;

  /** What a value is thought to take before any has been seen. */
  private static final int VALUE_BYTES = 48;

  private static final byte[] ROW_START = "{\"Data\":[".getBytes(StandardCharsets.US_ASCII);

  /** What stands around the values of a row, but for the commas between them. */
  private static final int ROW_BYTES = ROW_START.length + 3;

  private final List<ResultColumn> columns;
  private final int rowBytesMax;
  private int rowBytes;

  /**
   * @param columns of the result
   * @param rowBytesMax of one row
   */
  RowEncoder(List<ResultColumn> columns, int rowBytesMax) {
    this.columns = columns;
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
    int wanted = Math.min(batch.rowCount() - from, Math.clamp(PIECE_BYTES / rowBytes, 1, ROWS_MAX));
    // With some room to spare, so that rows a little longer than those before do not move it all.
    TextBuffer json = new TextBuffer(wanted * rowBytes / 8 * 9 + ROW_BYTES);
    ColumnWriter[] writers = writers(batch, json);
    int[] ends = new int[wanted];
    int count = 0;
    while (count < wanted && json.length() < PIECE_BYTES) {
      int start = json.length();
      writeRow(writers, from + count, json);
      if (json.length() - start - 1 > rowBytesMax) {
        if (count == 0) {
          throw QueryErrors.rowTooLarge();
        }
        break;
      }
      ends[count++] = json.length();
    }
    int length = ends[count - 1];
    rowBytes = Math.max(1, length / count);
    return new EncodedRows(
        trimmed(json.bytes(), length), count == wanted ? ends : Arrays.copyOf(ends, count));
  }

  private ColumnWriter[] writers(ResultBatch batch, TextBuffer json) {
    ColumnWriter[] writers = new ColumnWriter[columns.size()];
    for (int column = 0; column < writers.length; column++) {
      writers[column] = ColumnWriter.of(columns.get(column).type(), batch.vector(column), json);
    }
    return writers;
  }

  private static void writeRow(ColumnWriter[] writers, int row, TextBuffer json) {
    json.append(ROW_START, 0, ROW_START.length);
    for (int column = 0; column < writers.length; column++) {
      if (column > 0) {
        json.append(',');
      }
      writers[column].write(row);
    }
    int at = json.length();
    byte[] bytes = json.room(3);
    bytes[at] = ']';
    bytes[at + 1] = '}';
    bytes[at + 2] = ',';
    json.endAt(at + 3);
  }

  /** Rows may wait long: they do not hold much more memory than they are worth. */
  private static byte[] trimmed(byte[] bytes, int length) {
    return length >= bytes.length / 4 * 3 ? bytes : Arrays.copyOf(bytes, length);
  }
}
