package io.lodestone.segments.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The worked examples of docs/formats/encodings.md: bytes, and before them in a comment the values
 * they stand for. A run ends at a bar; doubles have a decimal point.
 */
class EncodingsPageTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("<!-- vector ([^>]*) -->\\s```\\s(.*?)```", Pattern.DOTALL);

  @Test
  void everyExampleIsTheValuesItSaysItIs() throws IOException {
    String page = Files.readString(Path.of("../docs/formats/encodings.md"));
    int examples = 0;
    for (Matcher m = EXAMPLE.matcher(page); m.find(); examples++) {
      check(m.group(1), bytes(m.group(2)));
    }
    assertTrue(examples >= 7, examples + " examples found");
  }

  private static byte[] bytes(String dump) {
    StringBuilder digits = new StringBuilder();
    dump.lines().forEach(line -> digits.append(line.substring(6).replace(" ", "")));
    return HexFormat.of().parseHex(digits);
  }

  private static void check(String values, byte[] bytes) {
    Runs runs = new Runs();
    int n = 0;
    long[] expected = new long[LongCodec.VALUES_MAX];
    boolean doubles = values.contains(".");
    for (String value : values.split(" ")) {
      if (value.equals("|")) {
        runs.add(n);
      } else {
        expected[n++] =
            doubles ? Double.doubleToRawLongBits(Double.parseDouble(value)) : Long.parseLong(value);
      }
    }
    runs.add(n);
    EncodedReader reader = new EncodedReader();
    reader.wrap(bytes, 0, bytes.length);
    long[] found = new long[LongCodec.VALUES_MAX];
    LongCodec longs = new LongCodec();
    if (doubles) {
      new DoubleCodec(longs).decode(reader, n, runs, found);
    } else {
      longs.decode(reader, n, runs, found);
    }
    assertArrayEquals(Arrays.copyOf(expected, n), Arrays.copyOf(found, n), values);
    assertEquals(0, reader.remaining(), "bytes behind " + values);
  }
}
