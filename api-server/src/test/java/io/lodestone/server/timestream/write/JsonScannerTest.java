package io.lodestone.server.timestream.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.lodestone.server.protocol.ServiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the scanner against Jackson. */
class JsonScannerTest {
  private static final JsonFactory JACKSON = new JsonFactory();
  private static final Pattern HALF_PAIR = Pattern.compile("u[dD][89a-fA-F]");

  @Test
  void damagedDocumentsAreRefusedExactlyWhenJacksonRefusesThem() {
    long seed = 7;
    Random random = new Random(seed);
    String alphabet = "{}[]:,\"\\/bfnrtu0123456789+-.eE \n\ttruefalsn\u0001";
    for (int i = 0; i < 60_000; i++) {
      StringBuilder document = new StringBuilder(document(random, 0));
      int damages = random.nextInt(3);
      for (int d = 0; d < damages && !document.isEmpty(); d++) {
        int at = random.nextInt(document.length());
        char c = alphabet.charAt(random.nextInt(alphabet.length()));
        switch (random.nextInt(3)) {
          case 0 -> document.setCharAt(at, c);
          case 1 -> document.insert(at, c);
          default -> document.deleteCharAt(at);
        }
      }
      if (HALF_PAIR.matcher(document).find()) {
        // Half of an escaped pair is legal JSON, which Jackson passes; we refuse it, because no
        // UTF-8 can tell it.
        continue;
      }
      byte[] utf8 = document.toString().getBytes(StandardCharsets.UTF_8);
      assertEquals(
          jacksonAccepts(utf8), scannerAccepts(utf8), "seed " + seed + ", document " + document);
    }
  }

  @Test
  void textsAreThoseOfJackson() throws IOException {
    long seed = 11;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String literal = string(random);
      byte[] utf8 = literal.getBytes(StandardCharsets.UTF_8);
      Texts texts = new Texts(utf8);
      long piece = new JsonScanner(utf8, 0, utf8.length, texts).text("test");
      String found =
          new String(
              texts.bytes(piece), Texts.start(piece), Texts.length(piece), StandardCharsets.UTF_8);
      try (JsonParser parser = JACKSON.createParser(utf8)) {
        parser.nextToken();
        assertEquals(parser.getText(), found, "seed " + seed + ", literal " + literal);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c3",
        "c328",
        "80",
        "c080",
        "e08080",
        "eda080",
        "f08080af",
        "f4908080",
        "f5808080",
        "ff",
        "e282",
        "f09f98"
      })
  void bytesThatAreNotUtf8AreRefused(String hex) {
    byte[] document = new byte[hex.length() / 2 + 2];
    document[0] = '"';
    for (int i = 0; i < hex.length() / 2; i++) {
      document[i + 1] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    document[document.length - 1] = '"';

    assertThrows(
        ServiceException.class,
        () -> new JsonScanner(document, 0, document.length, new Texts(document)).text("test"));
  }

  @Test
  void deepNestingIsRefusedBeforeTheStackEnds() {
    byte[] document = "[".repeat(100_000).getBytes(StandardCharsets.UTF_8);

    assertThrows(
        ServiceException.class,
        () -> new JsonScanner(document, 0, document.length, new Texts(document)).skip());
  }

  private static boolean scannerAccepts(byte[] document) {
    try {
      JsonScanner scanner = new JsonScanner(document, 0, document.length, new Texts(document));
      scanner.skip();
      scanner.finish();
      return true;
    } catch (ServiceException refused) {
      return false;
    }
  }

  private static boolean jacksonAccepts(byte[] document) {
    try (JsonParser parser = JACKSON.createParser(document)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      parser.finishToken();
      return parser.nextToken() == null;
    } catch (IOException refused) {
      return false;
    }
  }

  private static String document(Random random, int depth) {
    int kind = random.nextInt(depth > 3 ? 5 : 8);
    String blank = random.nextInt(4) == 0 ? " \n" : "";
    return blank
        + switch (kind) {
          case 0 -> "null";
          case 1 -> random.nextBoolean() ? "true" : "false";
          case 2 -> Integer.toString(random.nextInt());
          case 3 -> random.nextInt(100) + "." + random.nextInt(100) + "e-" + random.nextInt(9);
          case 4, 5 -> string(random);
          case 6 -> {
            StringBuilder array = new StringBuilder("[");
            for (int i = random.nextInt(4); i > 0; i--) {
              array.append(document(random, depth + 1)).append(i > 1 ? "," : "");
            }
            yield array.append(']').toString();
          }
          default -> {
            StringBuilder object = new StringBuilder("{");
            for (int i = random.nextInt(4); i > 0; i--) {
              object.append(string(random)).append(':').append(document(random, depth + 1));
              object.append(i > 1 ? "," : "");
            }
            yield object.append('}').toString();
          }
        }
        + blank;
  }

  private static String string(Random random) {
    String[] pieces = {
      "a",
      "host",
      "0123456789abcdef",
      "é",
      "€",
      "😀",
      "\\n",
      "\\\"",
      "\\\\",
      "\\u00e9",
      "\\ud83d\\ude00",
      " ",
      "/"
    };
    StringBuilder text = new StringBuilder("\"");
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.append('"').toString();
  }
}
