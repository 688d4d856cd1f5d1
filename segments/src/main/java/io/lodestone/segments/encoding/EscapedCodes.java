package io.lodestone.segments.encoding;

/**
 * Finds the codes of a stream that say "escaped": those with all bits set.
 *
 * <p>Their order is that of the words in which they lie, and within a word from the low bits up;
 * for widths that do not divide 32, where codes straddle words, it is the order of the values. The
 * order of the words lets a reader look at sixteen codes of two bits at once, three times as fast
 * as one after the other.
 */
final class EscapedCodes {
  /** Places are written four at a time, the last ones in vain. */
  static final int PLACES = PackedStream.VALUES_MAX + 4;

  private EscapedCodes() {}

  /**
   * Tells which of {@code n} values are escaped.
   *
   * @param words the packed codes
   * @param codes the unpacked codes
   * @param places of length {@link #PLACES}; receives the indexes of the values
   * @return how many there are
   */
  static int find(int[] words, long[] codes, int n, int width, int[] places) {
    return PackedWords.divides(width)
        ? findInWords(words, n, width, places)
        : findInValues(codes, n, width, places);
  }

  private static int findInWords(int[] words, int n, int width, int[] places) {
    int length = PackedWords.words(n, width);
    int slotOf = Integer.numberOfTrailingZeros(width);
    int lowBits = lowBits(width);
    int found = 0;
    for (int j = 0; j < length; j++) {
      int escaped = allSet(words[j], width) & lowBits;
      int after = found + Integer.bitCount(escaped);
      // Four at a time whether they are there or not: a branch for each would be mispredicted at
      // the end of nearly every word.
      do {
        places[found] = (Integer.numberOfTrailingZeros(escaped) >>> slotOf) * length + j;
        escaped &= escaped - 1;
        places[found + 1] = (Integer.numberOfTrailingZeros(escaped) >>> slotOf) * length + j;
        escaped &= escaped - 1;
        places[found + 2] = (Integer.numberOfTrailingZeros(escaped) >>> slotOf) * length + j;
        escaped &= escaped - 1;
        places[found + 3] = (Integer.numberOfTrailingZeros(escaped) >>> slotOf) * length + j;
        escaped &= escaped - 1;
        found += 4;
      } while (escaped != 0);
      found = after;
    }
    return found;
  }

  private static int findInValues(long[] codes, int n, int width, int[] places) {
    int found = 0;
    for (int i = 0; i < n; i++) {
      places[found] = i;
      // Only the greatest code plus one reaches the bit above it.
      found += (int) (codes[i] + 1 >>> width);
    }
    return found;
  }

  /** The lowest bit of each code in a word. */
  private static int lowBits(int width) {
    return (int) (0xFFFF_FFFFL / ((1L << width) - 1));
  }

  /** Sets the lowest bit of each code all of whose bits are set; other bits are anything. */
  private static int allSet(int word, int width) {
    int set = word;
    for (int shift = 1; shift < width; shift <<= 1) {
      set &= set >>> shift;
    }
    return set;
  }
}
