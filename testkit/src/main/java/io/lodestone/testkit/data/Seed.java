package io.lodestone.testkit.data;

import java.util.SplittableRandom;

/**
 * The one number that a random test depends on. Ask for it as a parameter of a test that is
 * {@code @ExtendWith(SeedExtension.class)}.
 *
 * @param value the number
 */
public record Seed(long value) {
  /** The system property that fixes the seed. */
  public static final String PROPERTY = "lodestone.seed";

  /** A generator that begins at this seed. */
  public SplittableRandom random() {
    return new SplittableRandom(value);
  }

  /** Another seed, the same one for the same number each time. */
  public Seed derive(long number) {
    // The golden ratio spreads neighbours; the generator mixes the rest.
    return new Seed(new SplittableRandom(value + number * 0x9E3779B97F4A7C15L).nextLong());
  }
}
