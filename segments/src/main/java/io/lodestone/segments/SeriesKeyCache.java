package io.lodestone.segments;

import io.lodestone.segments.encoding.MalformedVectorException;
import io.lodestone.segments.index.SeriesKeys;

/**
 * The key of the series that a cursor stands at, looked up when somebody asks for it: most readers
 * of a series never do. One owner.
 */
final class SeriesKeyCache {
  private final SegmentFile file;
  private final SeriesKeys keys;
  private int made = -1;

  SeriesKeyCache(SegmentFile file) {
    this.file = file;
    this.keys = file.dictionary().keys();
  }

  /** The array that holds a series' key. Valid until the next series. */
  byte[] bytes(int series) {
    make(series);
    return keys.bytes();
  }

  /** Where in it the key starts. */
  int offset(int series) {
    make(series);
    return keys.offset();
  }

  /** Bytes of a series' key. */
  int length(int series) {
    make(series);
    return keys.length();
  }

  private void make(int series) {
    if (made != series) {
      try {
        keys.moveTo(series);
      } catch (MalformedVectorException | IndexOutOfBoundsException e) {
        throw file.contradiction(0, e);
      }
      made = series;
    }
  }
}
