package io.lodestone.segments.encoding;

import java.util.Arrays;

/** Writes what {@link EscapedStream} reads. One owner. */
final class CascadeWriter {
  /** Fewer values do not pay the header of another stream. */
  private static final int VALUES_MIN = 48;

  private final PackedStream packed = PackedStream.ofExactWidths();
  private final EscapeWindow window = new EscapeWindow();
  private final long[] scaled = new long[PackedStream.VALUES_MAX];
  private final int[] places = new int[EscapedCodes.PLACES];
  private long[] rest = new long[PackedStream.VALUES_MAX];
  private long[] nextRest = new long[PackedStream.VALUES_MAX];
  private final int[] words = new int[PackedStream.VALUES_MAX];

  /**
   * Writes values as a cascade, or nothing.
   *
   * @param values valid below {@code n}, left alone
   * @param sizeMax the bytes it has to stay below
   * @return whether it did
   */
  boolean write(long[] values, int n, int sizeMax, EncodedWriter out) {
    int start = out.size();
    packed.measure(values, n);
    if (!writeCodes(values, n, out)) {
      return false;
    }
    int count = gatherEscaped(values, n);
    for (int nested = 2; count > 0; nested++) {
      packed.measure(rest, count);
      if (nested == EscapedStream.NESTED_MAX || !writeCodes(rest, count, out)) {
        packed.write(rest, out);
        break;
      }
      count = gatherEscaped(rest, count);
    }
    if (out.size() - start < sizeMax) {
      return true;
    }
    out.truncate(start);
    return false;
  }

  /** Writes header and codes of the values measured last, or nothing when packing is better. */
  private boolean writeCodes(long[] values, int n, EncodedWriter out) {
    long range = packed.range();
    // What is above the base must not look negative, even with a gap to be closed.
    if (n < VALUES_MIN || range < 0 || range >= 1L << 62) {
      return false;
    }
    packed.scale(values, scaled);
    if (!window.choose(scaled, n, range / packed.factor(), packed.width())) {
      return false;
    }
    int width = window.width();
    long escape = (1L << width) - 1;
    for (int i = 0; i < n; i++) {
      long code = scaled[i] - window.low();
      scaled[i] = code >= 0 && code < escape ? code : escape;
    }
    packed.writeHeader(EscapedStream.HEADER + width, low(), out);
    int length = PackedWords.words(n, width);
    Arrays.fill(words, 0, length, 0);
    PackedWords.pack(scaled, n, width, words, 0);
    out.writeWords(words, length);
    return true;
  }

  /** The value of code 0. */
  private long low() {
    return packed.base() + packed.factor() * window.low();
  }

  /** Makes the values whose codes say so the rest and closes the gap; returns how many. */
  private int gatherEscaped(long[] values, int n) {
    int width = window.width();
    long low = low();
    long gap = packed.factor() * ((1L << width) - 1);
    int count = EscapedCodes.find(words, scaled, n, width, places);
    for (int i = 0; i < count; i++) {
      long value = values[places[i]];
      nextRest[i] = value < low ? value : value - gap;
    }
    long[] last = rest;
    rest = nextRest;
    nextRest = last;
    return count;
  }
}
