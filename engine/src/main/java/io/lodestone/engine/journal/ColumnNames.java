package io.lodestone.engine.journal;

import io.lodestone.storage.bytes.ByteReader;
import io.lodestone.storage.bytes.MalformedBytesException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The names of columns as the entry before had them. Entries mostly bring the same columns in the
 * same order, so that a name is compared with the one that stood in its place and only decoded when
 * it is another. One owner.
 */
final class ColumnNames {
  /** Names at later places are decoded each time. */
  private static final int PLACES_MAX = 64;

  /** Per place, as it was written; null where nothing is to be compared. */
  private byte[][] written = {};

  private String[] names = {};

  /**
   * Reads a name.
   *
   * @param place of the column in its entry
   */
  String read(ByteReader in, int place) throws MalformedBytesException {
    if (place < written.length && written[place] != null && in.skipIf(written[place])) {
      return names[place];
    }
    String name = in.readUtf8();
    if (place < PLACES_MAX) {
      remember(name, place);
    }
    return name;
  }

  private void remember(String name, int place) {
    if (place >= names.length) {
      names = Arrays.copyOf(names, Math.max(place + 1, 2 * names.length));
      written = Arrays.copyOf(written, names.length);
    }
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    names[place] = name;
    // As the encoder writes it, whose variable-length integers have one byte up to 127.
    written[place] = null;
    if (utf8.length < 128) {
      written[place] = new byte[1 + utf8.length];
      written[place][0] = (byte) utf8.length;
      System.arraycopy(utf8, 0, written[place], 1, utf8.length);
    }
  }
}
