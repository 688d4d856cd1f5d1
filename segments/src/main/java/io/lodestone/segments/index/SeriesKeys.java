package io.lodestone.segments.index;

import java.util.Arrays;

/**
 * Puts the canonical keys of series together from their codes. Series that follow each other share
 * many values, which are kept from one key to the next. One owner.
 */
public final class SeriesKeys {
  private final SeriesDictionary dictionary;
  private final DimensionValues[] dimensions;
  private byte[] key = new byte[256];
  private int length;

  SeriesKeys(SeriesDictionary dictionary) {
    this.dictionary = dictionary;
    this.dimensions = new DimensionValues[dictionary.dimensionCount()];
    Arrays.setAll(dimensions, d -> new DimensionValues(dictionary, d));
  }

  /** Makes the key of a series. */
  public void moveTo(int series) {
    length = 0;
    for (int d = 0; d < dimensions.length; d++) {
      DimensionValues values = dimensions[d];
      if (!values.moveTo(series)) {
        continue;
      }
      if (d > 0) {
        byte[] name = dictionary.name(d);
        append(name, name.length);
      }
      append(values.bytes(), values.length());
    }
  }

  private void append(byte[] piece, int pieceLength) {
    if (length + pieceLength + 1 > key.length) {
      key = Arrays.copyOf(key, Math.max(length + pieceLength + 1, 2 * key.length));
    }
    System.arraycopy(piece, 0, key, length, pieceLength);
    length += pieceLength;
    key[length++] = 0;
  }

  /** The key, valid below {@link #length()} and until the next {@link #moveTo}. Read only. */
  public byte[] bytes() {
    return key;
  }

  public int length() {
    return length;
  }
}
