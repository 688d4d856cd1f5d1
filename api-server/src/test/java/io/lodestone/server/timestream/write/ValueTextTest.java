package io.lodestone.server.timestream.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTextTest {
  private final ValueText value = new ValueText();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-0.0",
        "1",
        "+1",
        "1.",
        ".5",
        "-.5e-3",
        "1e22",
        "1e23",
        "1E+5",
        "9007199254740993",
        "9007199254740992",
        "12345678901234567890",
        "1234567890123456789012",
        "0.1",
        "4.9e-324",
        "2e-324",
        "1.7976931348623157e308",
        "0e999",
        "0.000000000000000000000000000001",
        "00012.50",
        "0.00000000000000000000000000000000000000000000000000000000001e60",
        "123456789.012345678901234567890123456789"
      })
  void doublesAreThoseOfTheLanguage(String text) {
    assertTrue(readDouble(text));
    assertEquals(
        Double.doubleToRawLongBits(Double.parseDouble(text)), value.word(), "bits of " + text);
  }

  @Test
  void randomDoublesAreThoseOfTheLanguage() {
    long seed = 20_261_123;
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      double expected = Double.longBitsToDouble(random.nextLong());
      if (!Double.isFinite(expected)) {
        continue;
      }
      String text =
          switch (i % 3) {
            case 0 -> Double.toString(expected);
            case 1 -> new BigDecimal(random.nextInt()).movePointLeft(random.nextInt(12)).toString();
            default -> random.nextLong() + "e" + (random.nextInt(600) - 300);
          };
      double parsed = Double.parseDouble(text);
      boolean finite = Double.isFinite(parsed);
      assertEquals(finite, readDouble(text), "seed " + seed + ": " + text);
      if (finite) {
        assertEquals(
            Double.doubleToRawLongBits(parsed), value.word(), "seed " + seed + ": " + text);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-",
        ".",
        "e5",
        "1e",
        "1e+",
        "1.2.3",
        " 1",
        "1 ",
        "1d",
        "1f",
        "0x1p3",
        "NaN",
        "-Infinity",
        "1e309",
        "1_000",
        "1,5",
        "١"
      })
  void otherTextIsNoDouble(String text) {
    assertFalse(readDouble(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "+7",
        "9223372036854775807",
        "-9223372036854775808",
        "000000000000000000000012"
      })
  void wholeNumbers(String text) {
    assertTrue(readBigint(text));
    assertEquals(Long.parseLong(text), value.word());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808",
        "-9223372036854775809",
        "92233720368547758070",
        "1.0",
        "1e3",
        "-",
        "+",
        "a",
        "1 "
      })
  void otherTextIsNoWholeNumber(String text) {
    assertFalse(readBigint(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "TRUE", "True", "tRuE"})
  void trueInAnyCase(String text) {
    assertTrue(readBoolean(text));
    assertEquals(1, value.word());
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "FALSE", "False"})
  void falseInAnyCase(String text) {
    assertTrue(readBoolean(text));
    assertEquals(0, value.word());
  }

  @ParameterizedTest
  @ValueSource(strings = {"t", "1", "yes", "true ", "falsee"})
  void otherTextIsNoBoolean(String text) {
    assertFalse(readBoolean(text));
  }

  private boolean readDouble(String text) {
    byte[] utf8 = padded(text);
    return value.readDouble(utf8, 2, utf8.length - 4);
  }

  private boolean readBigint(String text) {
    byte[] utf8 = padded(text);
    return value.readBigint(utf8, 2, utf8.length - 4);
  }

  private boolean readBoolean(String text) {
    byte[] utf8 = padded(text);
    return value.readBoolean(utf8, 2, utf8.length - 4);
  }

  /** Digits around the text show whether the reader keeps to its range. */
  private static byte[] padded(String text) {
    return ("99" + text + "99").getBytes(StandardCharsets.UTF_8);
  }
}
