package io.lodestone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesKeyReaderTest {
  private final SeriesKeyReader reader = new SeriesKeyReader();

  @Test
  void readsThePiecesThatWereWritten() {
    assertEquals(List.of("m"), read(SeriesKey.of("m")));
    assertEquals(List.of("", "", "x"), read(SeriesKey.of("", "a", "", "b", "x")));
    assertEquals(
        List.of("m\u0000", "\u0000\u0000", "日\u0000本"),
        read(SeriesKey.of("m\u0000", "a\u0000", "\u0000\u0000", "b", "日\u0000本")));
  }

  @Test
  void readsAKeyInTheMiddleOfOtherBytes() {
    byte[] key = SeriesKey.of("m", "a", "1").encoded();
    byte[] bytes = new byte[key.length + 2];
    bytes[0] = 'x';
    bytes[key.length + 1] = (byte) 0xFF;
    System.arraycopy(key, 0, bytes, 1, key.length);
    reader.open(bytes, 1, key.length);
    assertTrue(reader.nextDimension());
    assertEquals("1", value());
    assertFalse(reader.nextDimension());
  }

  @Test
  void comparesNamesInTheirEscapedForm() {
    byte[] key = SeriesKey.of("m", "a\u0000b", "1").encoded();
    reader.open(key, 0, key.length);
    assertTrue(reader.nextDimension());
    assertTrue(reader.nameIs(SeriesKeyReader.escaped("a\u0000b")));
    assertFalse(reader.nameIs(SeriesKeyReader.escaped("a")));
    assertFalse(reader.nameIs(SeriesKeyReader.escaped("a\u0000bc")));
    assertEquals(0, reader.compareName(SeriesKeyReader.escaped("a\u0000b")));
    assertTrue(reader.compareName(SeriesKeyReader.escaped("a")) > 0);
    assertTrue(reader.compareName(SeriesKeyReader.escaped("b")) < 0);
  }

  @Test
  void findsTheEndOfAPieceWhereverItLies() {
    byte[] alphabet = {0, 1, (byte) 0x80, (byte) 0xFF};
    for (int length = 0; length <= 20; length++) {
      for (int tail = 0; tail < 256; tail++) {
        byte[] bytes = new byte[length + 4];
        Arrays.fill(bytes, 0, length, (byte) 'x');
        for (int i = 0; i < 4; i++) {
          bytes[length + i] = alphabet[tail >>> 2 * i & 3];
        }
        for (int end = 0; end <= bytes.length; end++) {
          for (int from = 0; from <= end; from++) {
            assertEquals(
                plainPieceEnd(bytes, from, end),
                SeriesKeyReader.pieceEnd(bytes, from, end),
                Arrays.toString(bytes) + " from " + from + " to " + end);
          }
        }
      }
    }
  }

  private static int plainPieceEnd(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && (bytes[at] != 0 || at + 1 < end && bytes[at + 1] == (byte) 0xFF)) {
      at += bytes[at] == 0 ? 2 : 1;
    }
    return at;
  }

  @Test
  void refusesBytesThatAreNoKey() {
    byte[] cut = {'m'};
    assertThrows(IllegalArgumentException.class, () -> reader.open(cut, 0, 1));
    byte[] nameOnly = {'m', 0, 'a', 0};
    reader.open(nameOnly, 0, nameOnly.length);
    assertThrows(IllegalArgumentException.class, reader::nextDimension);
  }

  private List<String> read(SeriesKey key) {
    List<String> values = new ArrayList<>();
    reader.open(key.encoded(), 0, key.encoded().length);
    values.add(value());
    while (reader.nextDimension()) {
      values.add(value());
    }
    return values;
  }

  private String value() {
    byte[] out = new byte[reader.valueEnd() - reader.valueStart()];
    return new String(out, 0, reader.copyValue(out, 0), StandardCharsets.UTF_8);
  }
}
