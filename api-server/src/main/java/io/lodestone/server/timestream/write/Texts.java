package io.lodestone.server.timestream.write;

import java.util.Arrays;

/**
 * Where the texts of one request lie: in the body itself, or, for the few that are spelled with
 * escapes, in a buffer beside it. A text is referred to by a <em>piece</em>, a long of a flag (set
 * for the buffer), its offset (31 bits) and its length (32 bits); {@link #ABSENT} stands for no
 * text. Nothing is copied and nothing is an object. One owner.
 */
final class Texts {
  /** The piece of a member that is not there. */
  static final long ABSENT = -1;

  private static final long BESIDE = Long.MIN_VALUE;

  private final byte[] body;
  private byte[] beside = {};
  private int besideSize;

  /**
   * @param body the request's UTF-8, read only, to be left alone while the pieces are in use
   */
  Texts(byte[] body) {
    this.body = body;
  }

  /** The piece of some bytes of the body. */
  static long inBody(int start, int length) {
    return (long) start << 32 | length;
  }

  static int start(long piece) {
    return (int) (piece >>> 32) & Integer.MAX_VALUE;
  }

  static int length(long piece) {
    return (int) piece;
  }

  /**
   * The array that holds a piece at its {@link #start}. Read only, and until the next text is added
   * beside.
   */
  byte[] bytes(long piece) {
    return piece < 0 ? beside : body;
  }

  /** Begins a text beside the body; {@link #append} its bytes, then {@link #finish}. Its offset. */
  int begin() {
    return besideSize;
  }

  void append(int utf8Byte) {
    if (besideSize == beside.length) {
      beside = Arrays.copyOf(beside, Math.max(256, 2 * besideSize));
    }
    beside[besideSize++] = (byte) utf8Byte;
  }

  /** The piece of the text that began at this offset. */
  long finish(int start) {
    return BESIDE | (long) start << 32 | (besideSize - start);
  }

  /** Whether two pieces hold the same bytes, or are both absent. */
  boolean same(long piece, long other) {
    if (piece == other) {
      return true;
    }
    if (piece == ABSENT || other == ABSENT) {
      return false;
    }
    int start = start(piece);
    int otherStart = start(other);
    return Arrays.equals(
        bytes(piece),
        start,
        start + length(piece),
        bytes(other),
        otherStart,
        otherStart + length(other));
  }
}
