package io.lodestone.segments.encoding;

/**
 * Reads a stream most of whose values lie close together: short codes for those, and the others in
 * a smaller stream, which may be of the same kind. That is the escape cascade.
 *
 * <pre>
 *   byte    bits 0–6: 64 + the bits w of a code, w from 1 to 32; bit 7 set when a factor follows
 *   zigzag  low, the value of code 0
 *   varint  factor, at least 2; only if announced
 *   words   a code a value, see {@link PackedWords}
 *   stream  the escaped values, in the order of {@link EscapedCodes}; left out when there is none
 * </pre>
 *
 * Code c stands for {@code low + factor * c}; the greatest one, {@code 2^w - 1}, says that the
 * value is escaped. The window of the codes leaves a gap among the escaped values, which is closed:
 * those not below {@code low} are written less {@code factor * (2^w - 1)}, so that the smaller
 * stream again has its values close together. No position is stored: {@code n} values take {@code
 * n·w + e·w₂ + e₂·w₃ + …} bits. At most four streams are nested.
 *
 * <p>One owner.
 */
final class EscapedStream {
  /** The header's bits 0–6 less the bits of a code. */
  static final int HEADER = 64;

  /** The most bits of a code. */
  static final int CODE_BITS_MAX = 32;

  /** The most streams of a cascade, the packed one at its end included. */
  static final int NESTED_MAX = 4;

  private static final int LEVELS = NESTED_MAX - 1;

  private final WordUnpacker unpacker;
  private final int[] words = new int[PackedStream.VALUES_MAX];
  private final long[][] values = new long[NESTED_MAX][];
  private final int[][] places = new int[LEVELS][EscapedCodes.PLACES];
  private final int[] escaped = new int[LEVELS];
  private final long[] lows = new long[LEVELS];
  private final long[] gaps = new long[LEVELS];

  EscapedStream(WordUnpacker unpacker) {
    this.unpacker = unpacker;
    for (int level = 1; level < NESTED_MAX; level++) {
      values[level] = new long[PackedStream.VALUES_MAX];
    }
  }

  /** Whether the header of a stream announces one with escapes. */
  static boolean isAnnounced(int header) {
    int kind = header & PackedStream.WIDTH_MASK;
    return kind > HEADER && kind <= HEADER + CODE_BITS_MAX;
  }

  /**
   * Reads the cascade behind a header that announced it.
   *
   * @param packed reads the stream at its end
   * @param into at least {@link PackedStream#VALUES_MAX} long
   */
  void read(EncodedReader in, int header, int n, PackedStream packed, long[] into) {
    values[0] = into;
    int level = 0;
    int kind = header;
    int count = n;
    while (isAnnounced(kind)) {
      if (level == LEVELS) {
        throw new MalformedVectorException(
            in.position() - 1, "at most " + NESTED_MAX + " nested streams", "another one");
      }
      count = readCodes(in, kind, count, level);
      level++;
      if (count == 0) {
        break;
      }
      kind = in.readByte();
    }
    if (count > 0) {
      packed.readBody(in, kind, count, values[level]);
    }
    while (level > 0) {
      level--;
      patch(level);
    }
    values[0] = null;
  }

  /** Reads one level, its escaped values still missing; returns how many those are. */
  private int readCodes(EncodedReader in, int header, int n, int level) {
    int width = (header & PackedStream.WIDTH_MASK) - HEADER;
    long low = in.readZigzag();
    long factor = (header & PackedStream.FACTOR_FOLLOWS) != 0 ? in.readVarint() : 1;
    long[] codes = values[level];
    in.readWords(words, PackedWords.words(n, width));
    unpacker.unpack(words, n, width, codes);
    int count = EscapedCodes.find(words, codes, n, width, places[level]);
    requireEscaped(in, count, n);
    for (int i = 0; i < n; i++) {
      codes[i] = low + factor * codes[i];
    }
    escaped[level] = count;
    lows[level] = low;
    gaps[level] = factor * ((1L << width) - 1);
    return count;
  }

  /** Bits that no value takes are zero, or they would look like escaped values. */
  private static void requireEscaped(EncodedReader in, int count, int n) {
    if (count > n) {
      throw new MalformedVectorException(
          in.position(), "at most " + n + " escaped values", count + " of them");
    }
  }

  /** Puts the values of the next level in their places in this one. */
  private void patch(int level) {
    long[] from = values[level + 1];
    long[] to = values[level];
    int[] at = places[level];
    int count = escaped[level];
    long low = lows[level];
    long gap = gaps[level];
    for (int i = 0; i < count; i++) {
      long value = from[i];
      to[at[i]] = value < low ? value : value + gap;
    }
  }

  /** Passes over the cascade behind a header that announced it. */
  void skip(EncodedReader in, int header, int n) {
    int kind = header;
    int count = n;
    for (int level = 0; isAnnounced(kind); level++) {
      if (level == LEVELS) {
        throw new MalformedVectorException(
            in.position() - 1, "at most " + NESTED_MAX + " nested streams", "another one");
      }
      int width = (kind & PackedStream.WIDTH_MASK) - HEADER;
      PackedStream.skipBaseAndFactor(in, kind);
      in.readWords(words, PackedWords.words(count, width));
      long[] codes = values[1];
      unpacker.unpack(words, count, width, codes);
      int found = EscapedCodes.find(words, codes, count, width, places[0]);
      requireEscaped(in, found, count);
      count = found;
      if (count == 0) {
        return;
      }
      kind = in.readByte();
    }
    PackedStream.skipBody(in, kind, count);
  }
}
