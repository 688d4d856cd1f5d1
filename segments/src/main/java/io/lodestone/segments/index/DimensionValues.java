package io.lodestone.segments.index;

import io.lodestone.segments.encoding.PackedColumnWalk;

/**
 * The values of one dimension, series after series. A dimension with few values comes back to each
 * of them often, so that short ones are kept; one with many mostly goes on to the next value, which
 * is read from where the last one ended. One owner.
 */
final class DimensionValues {
  /** The most values of a dimension that are kept. */
  private static final int KEPT_MAX = 256;

  /** The longest value that is kept: 16 KiB a dimension at most. */
  private static final int KEPT_BYTES_MAX = 64;

  private final PackedColumnWalk codes;
  private final SeriesDictionary.ValueWalk walk;

  /** By code; empty where the dimension has too many values. */
  private final byte[][] kept;

  private int code;
  private byte[] bytes = {};
  private int length;

  DimensionValues(SeriesDictionary dictionary, int dimension) {
    this.codes = dictionary.codes(dimension).walk();
    this.walk = dictionary.values(dimension);
    int count = dictionary.valueCount(dimension);
    this.kept = new byte[count > KEPT_MAX ? 0 : count + 1][];
  }

  /** Moves to the value of a series; false when it does not have the dimension. */
  boolean moveTo(int series) {
    int wanted = (int) codes.get(series);
    if (wanted == 0) {
      return false;
    }
    if (wanted != code) {
      take(wanted);
      code = wanted;
    }
    return true;
  }

  private void take(int wanted) {
    boolean keeps = wanted > 0 && wanted < kept.length;
    if (keeps && kept[wanted] != null) {
      bytes = kept[wanted];
      length = bytes.length;
      return;
    }
    // What was read before is overwritten, so that no code is current if this fails.
    code = 0;
    EscapedValue value = walk.moveTo(wanted);
    bytes = value.bytes();
    length = value.length();
    if (keeps && length <= KEPT_BYTES_MAX) {
      kept[wanted] = value.copy();
    }
  }

  /** The array that starts with the value. Valid until the next move. Read only. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }
}
