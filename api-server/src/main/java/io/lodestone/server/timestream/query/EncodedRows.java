package io.lodestone.server.timestream.query;

import java.nio.ByteBuffer;

/**
 * Some rows of a result as the JSON of Row objects with commas between them. Immutable by
 * agreement.
 *
 * <pre>
 *   bytes := rows (4) | end of each row in the JSON (4 each) | JSON       big endian
 * </pre>
 *
 * @param json the rows
 * @param ends where in it each row ends; the next begins behind a comma
 */
record EncodedRows(byte[] json, int[] ends) {
  /** At least 1. */
  int count() {
    return ends.length;
  }

  int start(int row) {
    return row == 0 ? 0 : ends[row - 1] + 1;
  }

  int end(int row) {
    return ends[row];
  }

  /** The form that goes through a file. */
  byte[] toBytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(Integer.BYTES * (1 + ends.length) + json.length).putInt(ends.length);
    for (int end : ends) {
      bytes.putInt(end);
    }
    return bytes.put(json).array();
  }

  /**
   * @param bytes made by {@link #toBytes()} of this process
   */
  static EncodedRows of(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int[] ends = new int[in.getInt()];
    for (int row = 0; row < ends.length; row++) {
      ends[row] = in.getInt();
    }
    byte[] json = new byte[in.remaining()];
    in.get(json);
    return new EncodedRows(json, ends);
  }
}
