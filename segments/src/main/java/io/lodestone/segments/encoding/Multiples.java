package io.lodestone.segments.encoding;

/**
 * Tells multiples of a number from others without a division, which takes ten times as long: for an
 * odd divisor, multiplying by its inverse modulo 2^64 maps exactly the multiples onto the numbers
 * up to {@code 2^64 / divisor}; the twos of an even one have to fall out below first. See H. S.
 * Warren, Hacker's Delight, "Test for zero remainder after division by a constant".
 *
 * @param inverse of the odd part of the divisor
 * @param twos how often 2 divides it
 * @param quotientMax the greatest quotient of an unsigned number
 */
record Multiples(long inverse, int twos, long quotientMax) {
  /** Zero alone. */
  static final Multiples OF_ZERO = new Multiples(1, 0, 0);

  /**
   * The multiples of a positive number.
   *
   * @throws IllegalArgumentException when it is not positive
   */
  static Multiples of(long divisor) {
    if (divisor < 1) {
      throw new IllegalArgumentException("a divisor of " + divisor);
    }
    int twos = Long.numberOfTrailingZeros(divisor);
    long odd = divisor >>> twos;
    // Right in the lowest three bits, as every odd number is its own inverse modulo 8; each round
    // doubles how many are right.
    long inverse = odd;
    for (int bits = 3; bits < Long.SIZE; bits *= 2) {
      inverse *= 2 - odd * inverse;
    }
    return new Multiples(inverse, twos, Long.divideUnsigned(-1L, divisor));
  }

  /** Whether a number, taken as unsigned, is a multiple. */
  boolean contain(long number) {
    long quotient = Long.rotateRight(number * inverse, twos);
    return Long.compareUnsigned(quotient, quotientMax) <= 0;
  }
}
