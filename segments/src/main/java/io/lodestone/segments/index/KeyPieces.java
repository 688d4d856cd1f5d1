package io.lodestone.segments.index;

import io.lodestone.model.SeriesKeyReader;

/**
 * Walks through the pieces of a canonical series key: the measure name, then name and value of each
 * dimension. Pieces are left escaped as they stand in the key; escaped bytes compare like the plain
 * ones. One owner.
 */
final class KeyPieces {
  private byte[] bytes;
  private int next;
  private int end;
  private int start;
  private int length;

  KeyPieces of(byte[] key, int offset, int keyLength) {
    bytes = key;
    next = offset;
    end = offset + keyLength;
    return this;
  }

  /** Moves to the next piece; false at the end of the key. */
  boolean advance() {
    if (next >= end) {
      return false;
    }
    start = next;
    int i = SeriesKeyReader.pieceEnd(bytes, next, end);
    length = i - start;
    next = i + 1;
    return true;
  }

  int start() {
    return start;
  }

  int length() {
    return length;
  }
}
