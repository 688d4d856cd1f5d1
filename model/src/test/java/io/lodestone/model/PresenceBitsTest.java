package io.lodestone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PresenceBitsTest {

  @Test
  void setsARangeAndNothingElse() {
    int bits = 200;
    for (int from = 0; from <= bits; from += 3) {
      for (int to = from; to <= bits; to++) {
        long[] words = new long[PresenceBits.words(bits)];
        PresenceBits.set(words, from, to);
        for (int i = 0; i < bits; i++) {
          assertEquals(i >= from && i < to, PresenceBits.isSet(words, i), from + ".." + to);
        }
      }
    }
  }

  @Test
  void tellsWhetherAllOfARangeAreSet() {
    int bits = 200;
    for (int hole = 0; hole < bits; hole += 7) {
      long[] words = new long[PresenceBits.words(bits)];
      PresenceBits.set(words, 0, hole);
      PresenceBits.set(words, hole + 1, bits);
      for (int from = 0; from <= bits; from += 5) {
        for (int to = from; to <= bits; to++) {
          assertEquals(
              hole < from || hole >= to,
              PresenceBits.areSet(words, from, to),
              hole + " in " + from + ".." + to);
        }
      }
    }
  }

  @Test
  void leavesBitsThatAreSet() {
    long[] words = {0b1};
    PresenceBits.set(words, 2, 4);
    PresenceBits.set(words, 63);
    assertEquals(0b1101L | Long.MIN_VALUE, words[0]);
  }

  @Test
  void copiesFromAnyPlaceToAnyOtherAndTouchesNothingElse() {
    long[] from = {0x0123_4567_89AB_CDEFL, -1, 0x5555_AAAA_0F0F_F0F0L, 0x8000_0000_0000_0001L};
    for (int start = 0; start < 70; start += 7) {
      for (int at = 0; at < 70; at += 3) {
        for (int count : new int[] {0, 1, 5, 63, 64, 65, 127, 128, 150}) {
          long[] to = new long[5];
          PresenceBits.set(to, 0);
          PresenceBits.copy(from, start, to, at, count);
          for (int i = 0; i < 320; i++) {
            boolean copied = i >= at && i < at + count && PresenceBits.isSet(from, start + i - at);
            assertEquals(copied || i == 0, PresenceBits.isSet(to, i), start + " " + at + " " + i);
          }
        }
      }
    }
  }
}
