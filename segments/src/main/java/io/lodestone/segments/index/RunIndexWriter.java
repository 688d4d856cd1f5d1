package io.lodestone.segments.index;

import io.lodestone.segments.encoding.EncodedWriter;
import io.lodestone.segments.encoding.PackedColumnWriter;
import java.util.Arrays;

/** Gathers where the points of each series start, see {@link RunIndex}. One owner. */
public final class RunIndexWriter {
  private long[] starts = new long[64];
  private int count;

  /** Adds a series by the position of its first point. */
  public void add(long start) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
    }
    starts[count++] = start;
  }

  public void write(EncodedWriter out) {
    new PackedColumnWriter().write(starts, count, out);
  }
}
