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
  void leavesBitsThatAreSet() {
    long[] words = {0b1};
    PresenceBits.set(words, 2, 4);
    PresenceBits.set(words, 63);
    assertEquals(0b1101L | Long.MIN_VALUE, words[0]);
  }
}
