package io.lodestone.server.parquet;

import java.util.Optional;

/** The least and the greatest of the whole numbers seen. */
final class WordRange {
  private long least;
  private long greatest;

  WordRange() {
    clear();
  }

  void clear() {
    least = Long.MAX_VALUE;
    greatest = Long.MIN_VALUE;
  }

  void add(long value) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }

  /**
   * What was seen.
   *
   * @param width bytes of a number
   */
  Optional<ValueRange> range(int width) {
    return least > greatest
        ? Optional.empty()
        : Optional.of(new ValueRange(plain(least, width), plain(greatest, width)));
  }

  private static byte[] plain(long value, int width) {
    byte[] bytes = new byte[width];
    for (int i = 0; i < width; i++) {
      bytes[i] = (byte) (value >>> Byte.SIZE * i);
    }
    return bytes;
  }
}
