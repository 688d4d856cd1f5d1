package io.lodestone.engine.journal;

/**
 * The greatest number that all differences of some values from their smallest are multiples of, and
 * those differences divided by it. Taken as unsigned. Divides seldom: for an odd divisor,
 * multiplying by its inverse modulo 2^64 gives the quotient of each multiple, and of other numbers
 * something greater than any quotient; the twos of an even one fall out below. See H. S. Warren,
 * Hacker's Delight, "Test for zero remainder after division by a constant". One owner.
 */
final class CommonUnit {
  private long unit;

  /** Of the odd part of the unit. */
  private long inverse;

  /** How often 2 divides the unit. */
  private int twos;

  private long quotientMax;

  CommonUnit() {
    begin();
  }

  /** The unit is 1. */
  void begin() {
    set(1);
  }

  /** At least 1. */
  long unit() {
    return unit;
  }

  /** Looks for the unit; it stays 1 when all values are the same, or it would pass 2^63. */
  void shareOf(long[] values, int from, int count, long min) {
    long shared = 0;
    for (int i = from; i < from + count && shared != 1; i++) {
      long difference = values[i] - min;
      if (difference != 0 && (shared == 0 || !isMultiple(difference))) {
        shared = greatestDivisor(shared, difference);
        set(shared);
      }
    }
    if (unit < 1) {
      begin();
    }
  }

  /** The differences of values from the smallest, divided by the unit, from the array's start. */
  void divide(long[] values, int from, int count, long min, long[] quotients) {
    for (int i = 0; i < count; i++) {
      quotients[i] = ((values[from + i] - min) >>> twos) * inverse;
    }
  }

  private boolean isMultiple(long number) {
    long quotient = Long.rotateRight(number * inverse, twos);
    return Long.compareUnsigned(quotient, quotientMax) <= 0;
  }

  private void set(long divisor) {
    unit = divisor;
    twos = Long.numberOfTrailingZeros(divisor);
    long odd = divisor >>> twos;
    // Right in the lowest three bits, as every odd number is its own inverse modulo 8; each round
    // doubles how many are right.
    inverse = odd;
    for (int bits = 3; bits < Long.SIZE; bits *= 2) {
      inverse *= 2 - odd * inverse;
    }
    quotientMax = Long.divideUnsigned(-1L, divisor);
  }

  private static long greatestDivisor(long first, long second) {
    long divisor = first;
    long rest = second;
    while (rest != 0) {
      long next = Long.remainderUnsigned(divisor, rest);
      divisor = rest;
      rest = next;
    }
    return divisor;
  }
}
