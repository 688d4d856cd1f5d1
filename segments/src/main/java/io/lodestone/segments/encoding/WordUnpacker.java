package io.lodestone.segments.encoding;

/**
 * Unpacks words of {@link PackedWords} into values, whole vectors faster than it does.
 *
 * <p>HotSpot makes vector instructions of a loop, but goes through its first and last turns one by
 * one, ten to twenty of them; a row of a packed vector has hardly more. So the word of each value
 * is copied beside those of its neighbours first, and one loop over all values brings each to the
 * top of its word, by a multiplication that shifts to the left, and down again. (A shift by a
 * different number of bits for each value is not vectorised.) Two to three times as fast as row
 * after row.
 *
 * <p>One owner; several streams of one owner may share it.
 */
final class WordUnpacker {
  private static final int VALUES = PackedStream.VALUES_MAX;
  private static final int LANES = VALUES / Integer.SIZE;

  /** By width below 32: what brings the value at each place to the top of its word. */
  private static final int[][] TO_TOP = new int[Integer.SIZE][];

  static {
    for (int width = 1; width < Integer.SIZE; width++) {
      TO_TOP[width] = new int[VALUES];
      int row = PackedWords.divides(width) ? LANES * width : LANES;
      for (int i = 0; i < VALUES; i++) {
        int shift = i / row * width % Integer.SIZE;
        // What straddles two words is brought into one when it is copied, at its bottom.
        int above = shift + width > Integer.SIZE ? 0 : shift;
        TO_TOP[width][i] = 1 << (Integer.SIZE - width - above);
      }
    }
  }

  private final int[] spread = new int[VALUES];

  /** The reverse of {@link PackedWords#pack}. */
  void unpack(int[] words, int n, int width, long[] values) {
    int narrow = width > Integer.SIZE ? width - Integer.SIZE : width;
    boolean full = PackedWords.words(n, narrow) == LANES * narrow;
    if (!full || narrow == 0 || narrow == Integer.SIZE) {
      PackedWords.unpack(words, n, width, values);
    } else if (width < Integer.SIZE) {
      unpackFull(words, 0, n, width, values);
    } else {
      unpackFull(words, n, n, narrow, values);
      for (int i = 0; i < n; i++) {
        values[i] = values[i] << Integer.SIZE | words[i] & 0xFFFF_FFFFL;
      }
    }
  }

  private void unpackFull(int[] words, int at, int n, int width, long[] values) {
    if (PackedWords.divides(width)) {
      spreadSlots(words, at, n, LANES * width);
    } else {
      spreadLanes(words, at, n, width);
    }
    int[] from = spread;
    int[] toTop = TO_TOP[width];
    int down = Integer.SIZE - width;
    for (int i = 0; i < n; i++) {
      // What leaves the word at its top is that of other values.
      int value = from[i] * toTop[i] >>> down;
      values[i] = value;
    }
  }

  private void spreadSlots(int[] words, int at, int n, int row) {
    for (int start = 0; start < n; start += row) {
      System.arraycopy(words, at, spread, start, row);
    }
  }

  private void spreadLanes(int[] words, int at, int n, int width) {
    int bit = 0;
    for (int start = 0; start < n; start += LANES, bit += width) {
      int row = at + bit / Integer.SIZE * LANES;
      int shift = bit % Integer.SIZE;
      if (shift + width <= Integer.SIZE) {
        System.arraycopy(words, row, spread, start, LANES);
      } else {
        for (int l = 0; l < LANES; l++) {
          spread[start + l] = words[row + l] >>> shift | words[row + LANES + l] << -shift;
        }
      }
    }
  }
}
