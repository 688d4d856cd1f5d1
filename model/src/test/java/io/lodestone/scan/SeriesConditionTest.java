package io.lodestone.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesConditionTest {
  private static boolean holds(SeriesPredicate predicate, String value) {
    byte[] bytes = SeriesCondition.escaped(value);
    return SeriesCondition.of(predicate).holds(bytes, 0, bytes.length);
  }

  private static boolean like(String value, String pattern) {
    return holds(new SeriesPredicate.Like("c", pattern, ""), value);
  }

  @ParameterizedTest
  @CsvSource({
    "host_1, host%, true",
    "host_1, h_st__, true",
    "host_1, %1, true",
    "host_1, %ost%1%, true",
    "host_1, host, false",
    "host_1, _host%, false",
    "'', %, true",
    "'', _, false",
    "grün, gr_n, true",
    "🙂x, _x, true",
    "aaab, %aab, true",
    "abab, %ab%ab%ab%, false"
  })
  void likeFollowsSql(String value, String pattern, boolean expected) {
    assertEquals(expected, like(value, pattern));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void likeAgreesWithRegularExpressions(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String value = text(random, "ab\u0000ü", 8);
      String pattern = text(random, "ab\u0000ü%_", 6);
      String regex =
          pattern
              .chars()
              .mapToObj(
                  c -> c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(Character.toString(c)))
              .collect(Collectors.joining());
      boolean expected = Pattern.compile(regex, Pattern.DOTALL).matcher(value).matches();
      assertEquals(expected, like(value, pattern), "seed " + seed + ": " + value + " " + pattern);
    }
  }

  private static String text(Random random, String letters, int lengthMax) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(lengthMax); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  @Test
  void anEscapeTakesTheMeaningFromAWildcard() {
    assertTrue(holds(new SeriesPredicate.Like("c", "100#%", "#"), "100%"));
    assertFalse(holds(new SeriesPredicate.Like("c", "100#%", "#"), "1000"));
    assertTrue(holds(new SeriesPredicate.Like("c", "a##b", "#"), "a#b"));
    assertThrows(IllegalArgumentException.class, () -> new SeriesPredicate.Like("c", "a#b", "#"));
    assertThrows(IllegalArgumentException.class, () -> new SeriesPredicate.Like("c", "a#", "#"));
    assertThrows(IllegalArgumentException.class, () -> new SeriesPredicate.Like("c", "a", "##"));
  }

  @Test
  void theBeginningIsKnownWhereItIsFixed() {
    assertArrayEquals(
        "host_1".getBytes(StandardCharsets.UTF_8),
        SeriesCondition.of(new SeriesPredicate.Prefix("c", "host_1")).prefix());
    assertArrayEquals(
        "ho".getBytes(StandardCharsets.UTF_8),
        SeriesCondition.of(new SeriesPredicate.Like("c", "ho_t%", "")).prefix());
    SeriesPredicate not = new SeriesPredicate.Not(new SeriesPredicate.Prefix("c", "x"));
    assertEquals(0, SeriesCondition.of(not).prefix().length);
  }

  @Test
  void absenceIsUnknownToAllButThoseThatAskForIt() {
    SeriesPredicate in = new SeriesPredicate.In("c", Set.of("x"));
    SeriesPredicate absent = new SeriesPredicate.IsAbsent("c");
    SeriesPredicate present = new SeriesPredicate.IsPresent("c");
    assertFalse(whenAbsent(in));
    assertFalse(whenAbsent(new SeriesPredicate.Not(in)), "NOT unknown is unknown");
    assertTrue(whenAbsent(absent));
    assertFalse(whenAbsent(new SeriesPredicate.Not(absent)));
    assertTrue(whenAbsent(new SeriesPredicate.Not(present)));
    assertTrue(whenAbsent(new SeriesPredicate.AnyOf(List.of(in, absent))));
    assertFalse(whenAbsent(new SeriesPredicate.AllOf(List.of(in, absent))));
    assertTrue(
        whenAbsent(new SeriesPredicate.Not(new SeriesPredicate.AllOf(List.of(in, present)))),
        "NOT (unknown AND false)");
  }

  private static boolean whenAbsent(SeriesPredicate predicate) {
    return SeriesCondition.of(predicate).holdsWhenAbsent();
  }

  @Test
  void partsSpeakOfOneColumn() {
    SeriesPredicate one = new SeriesPredicate.IsPresent("c");
    SeriesPredicate other = new SeriesPredicate.IsPresent("d");
    assertThrows(
        IllegalArgumentException.class, () -> new SeriesPredicate.AllOf(List.of(one, other)));
    assertThrows(IllegalArgumentException.class, () -> new SeriesPredicate.AnyOf(List.of()));
  }
}
