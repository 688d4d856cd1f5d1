package io.lodestone.server.dynamodb.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.SeriesKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The HASH key of a point: readable, and another one for every series. */
class SeriesTextTest {
  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void dimensionsStandInTheOrderOfTheirNames() {
    assertEquals(
        "cpu,host=a,region=eu", SeriesText.of(SeriesKey.of("cpu", "region", "eu", "host", "a")));
    assertEquals("cpu", SeriesText.of(SeriesKey.of("cpu")));
  }

  @Test
  void whatSeparatesIsEscapedInNamesAndValues() {
    assertEquals(
        "m\\,\\=\\\\,a\\,b=x\\=y\\\\z", SeriesText.of(SeriesKey.of("m,=\\", "a,b", "x=y\\z")));
    assertNotEquals(
        SeriesText.of(SeriesKey.of("m", "a", "1,b=2")),
        SeriesText.of(SeriesKey.of("m", "a", "1", "b", "2")));
  }

  @Test
  void aTextOf2048BytesIsWhole() {
    String value = "ä".repeat((2_048 - "m,a=".length()) / 2);
    assertEquals("m,a=" + value, SeriesText.of(SeriesKey.of("m", "a", value)));
  }

  @Test
  void aLongerTextIsCutBetweenCharactersAndEndsInTheHashOfTheWhole() throws Exception {
    // Characters of two, three and four bytes: the cut falls into one of them for some lengths.
    for (String character : new String[] {"ä", "€", "😀"}) {
      for (int shift = 0; shift < 4; shift++) {
        String value = "x".repeat(shift) + character.repeat(1_100);
        String whole = "m,a=" + value;
        String text = SeriesText.of(SeriesKey.of("m", "a", value));
        assertTrue(bytes(text) <= 2_048 && bytes(text) > 2_048 - 4, bytes(text) + " bytes");
        int mark = text.lastIndexOf('#');
        assertEquals(
            HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256")
                        .digest(whole.getBytes(StandardCharsets.UTF_8))),
            text.substring(mark + 1));
        assertTrue(whole.startsWith(text.substring(0, mark)), text);
      }
    }
  }

  @Test
  void longTextsThatBeginAlikeDiffer() {
    String value = "v".repeat(2_100);
    assertNotEquals(
        SeriesText.of(SeriesKey.of("m", "a", value + "1")),
        SeriesText.of(SeriesKey.of("m", "a", value + "2")));
  }
}
