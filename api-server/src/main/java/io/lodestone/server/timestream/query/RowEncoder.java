package io.lodestone.server.timestream.query;

import io.lodestone.sql.ResultBatch;
import io.lodestone.sql.ResultColumn;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.TextBuffer;
import java.util.Arrays;
import java.util.List;

/** Turns batches of a result into rows of JSON. Used by the thread that runs the query. */
final class RowEncoder {
  /** Rows are handed on in pieces of about this size, so that little of them is ever held. */
  private static final int PIECE_BYTES = 256 << 10;

  private static final byte[] ROW_START = {'{', '"', 'D', 'a', 't', 'a', '"', ':', '['};

  private final List<SqlType> types;
  private final int rowBytesMax;
  private final TextBuffer json = new TextBuffer();
  private final DatumEncoder datums = new DatumEncoder(json);
  private int[] ends = new int[1024];

  /**
   * @param columns of the result
   * @param rowBytesMax of one row
   */
  RowEncoder(List<ResultColumn> columns, int rowBytesMax) {
    this.types = columns.stream().map(ResultColumn::type).toList();
    this.rowBytesMax = rowBytesMax;
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
    json.clear();
    int count = 0;
    int end = 0;
    for (int row = from; row < batch.rowCount() && end < PIECE_BYTES; row++) {
      if (count > 0) {
        json.append(',');
      }
      int start = json.length();
      write(batch, row);
      if (json.length() - start > rowBytesMax) {
        if (count == 0) {
          throw QueryErrors.rowTooLarge();
        }
        break;
      }
      end = json.length();
      if (count == ends.length) {
        ends = Arrays.copyOf(ends, 2 * count);
      }
      ends[count++] = end;
    }
    return new EncodedRows(Arrays.copyOf(json.bytes(), end), Arrays.copyOf(ends, count));
  }

  private void write(ResultBatch batch, int row) {
    json.append(ROW_START, 0, ROW_START.length);
    for (int column = 0; column < types.size(); column++) {
      if (column > 0) {
        json.append(',');
      }
      datums.write(types.get(column), batch.vector(column), row);
    }
    json.append(']');
    json.append('}');
  }
}
