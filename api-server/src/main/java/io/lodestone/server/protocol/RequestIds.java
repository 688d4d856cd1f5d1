package io.lodestone.server.protocol;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Names requests in the form that Timestream uses: 26 capitals of base 32. A counter under a mixing
 * function in place of a source of randomness: no two are equal within a process, and a seed gives
 * the same ones again. Safe for several threads.
 */
public final class RequestIds {
  private static final char[] ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".toCharArray();
  private static final int LENGTH = 26;

  /**
   * 2^64 over the golden ratio: consecutive counts land far apart (Steele, Lea and Flood, SplitMix,
   * 2014).
   */
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private final long seed;
  private final AtomicLong count = new AtomicLong();

  public RequestIds(long seed) {
    this.seed = seed;
  }

  public String next() {
    long state = seed + STEP * count.getAndIncrement();
    long high = mix(state);
    long low = mix(state ^ seed ^ 0x5851F42D4C957F2DL);
    char[] id = new char[LENGTH];
    for (int i = 0; i < LENGTH / 2; i++) {
      // 13 characters are 65 bits: the last one has four bits of its own and stays below 16.
      id[i] = ALPHABET[(int) (high >>> (5 * i)) & 31];
      id[LENGTH / 2 + i] = ALPHABET[(int) (low >>> (5 * i)) & 31];
    }
    return new String(id);
  }

  /** The finaliser of SplitMix64; a bijection, hence no collision in the first half. */
  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
