package io.lodestone.segments.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MultiplesTest {
  @Test
  void aNumberIsAMultipleWhenDivisionLeavesNothing() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 20_000; round++) {
      long divisor = 1 + (random.nextLong() >>> 1 + random.nextInt(63));
      Multiples multiples = Multiples.of(divisor);
      long number = random.nextLong() >>> random.nextInt(64);
      long multiple = Long.divideUnsigned(number, divisor) * divisor;
      String message = number + " of " + divisor;
      assertEquals(number == multiple, multiples.contain(number), message);
      assertEquals(true, multiples.contain(multiple), message);
      assertEquals(divisor == 1, multiples.contain(multiple + 1), message);
    }
  }

  @Test
  void zeroIsAMultipleOfEverything() {
    assertEquals(true, Multiples.OF_ZERO.contain(0));
    assertEquals(false, Multiples.OF_ZERO.contain(1));
    assertEquals(false, Multiples.OF_ZERO.contain(-1));
    assertEquals(true, Multiples.of(Long.MAX_VALUE).contain(0));
    assertThrows(IllegalArgumentException.class, () -> Multiples.of(0));
  }
}
