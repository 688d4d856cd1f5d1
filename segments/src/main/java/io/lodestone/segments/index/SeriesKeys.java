package io.lodestone.segments.index;

import java.util.Arrays;

/**
 * Puts the canonical keys of series together from their codes. Series that follow each other share
 * most values, which are kept from one key to the next. One owner.
 */
public final class SeriesKeys {
  private final SeriesDictionary dictionary;
  private final int[] codes;
  private final EscapedValue[] values;
  private byte[] key = new byte[256];
  private int length;

  SeriesKeys(SeriesDictionary dictionary) {
    this.dictionary = dictionary;
    this.codes = new int[dictionary.dimensionCount()];
    this.values = new EscapedValue[codes.length];
    Arrays.setAll(values, d -> new EscapedValue());
  }

  /** Makes the key of a series. */
  public void moveTo(int series) {
    length = 0;
    for (int d = 0; d < codes.length; d++) {
      int code = dictionary.codeOf(d, series);
      if (code == 0) {
        continue;
      }
      if (code != codes[d]) {
        dictionary.readValue(d, code, values[d]);
        codes[d] = code;
      }
      if (d > 0) {
        byte[] name = dictionary.name(d);
        append(name, name.length);
      }
      append(values[d].bytes(), values[d].length());
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
