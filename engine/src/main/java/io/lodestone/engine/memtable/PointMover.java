package io.lodestone.engine.memtable;

import io.lodestone.model.PresenceBits;

/**
 * Puts the values of blocks into another order, one column after the other: one of them fits a
 * processor's cache, all of them do not. A column is moved into the array that the one before has
 * left, so that no value is moved twice. One owner.
 */
final class PointMover {
  private long[] spare = {};
  private char[] ascending = {};

  /**
   * The words at the given places, in an array as long as theirs, which is this mover's from now
   * on.
   */
  long[] moved(long[] words, char[] places, int count) {
    long[] to = spare.length == words.length ? spare : new long[words.length];
    for (int i = 0; i < count; i++) {
      to[i] = words[places[i]];
    }
    spare = words;
    return to;
  }

  /** The bits at the given places, in an array of their own. */
  long[] movedBits(long[] bits, char[] places, int count) {
    long[] to = new long[bits.length];
    for (int i = 0; i < count; i++) {
      if (PresenceBits.isSet(bits, places[i])) {
        PresenceBits.set(to, i);
      }
    }
    return to;
  }

  /** Each place where it stands; as many at least, and the same array for blocks of one length. */
  char[] ascending(int count) {
    if (ascending.length < count) {
      ascending = new char[count];
      for (int place = 0; place < count; place++) {
        ascending[place] = (char) place;
      }
    }
    return ascending;
  }
}
