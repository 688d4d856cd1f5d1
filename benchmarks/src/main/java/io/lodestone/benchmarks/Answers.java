package io.lodestone.benchmarks;

/** Holds answers against what was computed independently: a wrong one has no time. */
final class Answers {
  private Answers() {}

  /**
   * @throws IllegalStateException when they differ
   */
  static void requireSame(String what, long expected, long found) {
    if (expected != found) {
      throw new IllegalStateException(what + ": " + found + " in the place of " + expected);
    }
  }
}
