package io.lodestone.sql.type;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK is the judge. */
@ExtendWith(SeedExtension.class)
class DoubleTextTest {
  @ParameterizedTest
  @ValueSource(
      doubles = {
        0.0,
        -0.0,
        1,
        -1,
        0.1,
        0.3,
        0.1 + 0.2,
        1e-3,
        0.00099999,
        9_999_999,
        9_999_999.9,
        1e7,
        1.0E23,
        2.0E-3,
        123456.789,
        1234567.12345678,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        100.0 / 3
      })
  void specialOnesAreAsTheJdkWritesThem(double value) {
    assertEquals(Double.toString(value), text(value));
  }

  @Test
  void anyOtherIsAsTheJdkWritesIt(Seed seed) {
    SplittableRandom random = seed.random();
    for (int i = 0; i < 300_000; i++) {
      double value =
          switch (random.nextInt(5)) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextInt(-10_000_000, 10_000_000) / Math.pow(10, random.nextInt(12));
            case 2 -> random.nextDouble(-1e7, 1e7);
            case 3 -> Math.nextUp(random.nextInt(100_000) / 1000.0);
            default -> random.nextLong(1_000_000_000_000_000L) / 1e8;
          };
      if (!Double.toString(value).equals(text(value))) {
        assertEquals(Double.toString(value), text(value));
      }
    }
  }

  private static String text(double value) {
    TextBuffer out = new TextBuffer();
    DoubleText.append(value, out);
    return out.toString();
  }
}
