package io.lodestone.segments.index;

import io.lodestone.segments.encoding.EncodedWriter;
import java.util.Arrays;

/** Gathers series and writes their {@link SeriesFilter}. One owner. */
public final class SeriesFilterWriter {
  /** A filter may take one byte for so many points; series of few points are better searched. */
  private static final int POINTS_PER_BYTE_MIN = 16;

  private long[] hashes = new long[64];
  private int count;

  /** Adds a series by its canonical key. */
  public void add(byte[] key, int offset, int length) {
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * count);
    }
    hashes[count++] = SeriesFilter.hash(key, offset, length);
  }

  /**
   * Writes the filter, or nothing when it would take too much of the file.
   *
   * @param points how many points the segment has
   */
  public void write(long points, EncodedWriter out) {
    long wanted = ((long) count * SeriesFilter.BITS_PER_SERIES_MIN + 63) / Long.SIZE;
    long size = Math.max(1, Long.highestOneBit(2 * wanted - 1));
    if (size * Long.BYTES * POINTS_PER_BYTE_MIN > points) {
      return;
    }
    long[] words = new long[(int) size];
    for (int i = 0; i < count; i++) {
      words[(int) (hashes[i] >>> 32 & size - 1)] |= SeriesFilter.bits(hashes[i]);
    }
    out.writeLongs(words, words.length);
  }
}
