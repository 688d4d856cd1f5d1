package io.lodestone.server.timestream.query;

import io.lodestone.server.http.ByteRange;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Some rows of a result as the JSON of Row objects, each with a comma behind it. Immutable by
 * agreement.
 *
 * <pre>
 *   bytes := rows (4) | end of each row in the JSON (4 each) | JSON       big endian
 * </pre>
 *
 * @param json the rows, in the first bytes of this array
 * @param ends where in it each row ends, its comma included; at least one
 */
record EncodedRows(byte[] json, int[] ends) {
  /** At least 1. */
  int count() {
    return ends.length;
  }

  int start(int row) {
    return row == 0 ? 0 : ends[row - 1];
  }

  /** Where a row and its comma end. */
  int end(int row) {
    return ends[row];
  }

  /** Bytes of all rows, commas included. */
  int length() {
    return ends[ends.length - 1];
  }

  /**
   * Where to cut: the row behind the last one that fits into a page.
   *
   * @param from the first row wanted
   * @param rowsMax so many rows at most
   * @param bytesMax of them, with their commas
   * @return {@code from} when not one fits
   */
  int cut(int from, int rowsMax, long bytesMax) {
    int all = (int) Math.min(count(), (long) from + rowsMax);
    long endMax = start(from) + bytesMax;
    if (all == from || end(all - 1) <= endMax) {
      return all;
    }
    int found = Arrays.binarySearch(ends, from, all, (int) endMax);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The bytes from one row's start to another's end, its comma included. Not a copy. */
  ByteRange range(int from, int to) {
    return new ByteRange(json, start(from), end(to) - start(from));
  }

  /** The form that goes through a file. */
  byte[] toBytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(Integer.BYTES * (1 + ends.length) + length()).putInt(ends.length);
    for (int end : ends) {
      bytes.putInt(end);
    }
    return bytes.put(json, 0, length()).array();
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
