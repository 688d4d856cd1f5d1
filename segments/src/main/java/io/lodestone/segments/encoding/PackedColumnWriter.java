package io.lodestone.segments.encoding;

/**
 * Writes a column of integers of any length that can be read at any place without reading the rest:
 * what dictionaries and directories consist of. The reader is {@link PackedColumn}; one owner.
 *
 * <pre>
 *   u32 × v   where each vector of 1,024 values starts, from the start of the column; left out when v is 1
 *   vector    zigzag step, byte width (bit 7: a factor follows), zigzag base, varint factor, words
 * </pre>
 *
 * Value {@code i} of a vector is {@code base + i * step + factor * packed}. The step makes a column
 * that counts up evenly free of charge: the starts of runs of equal length, the codes of a
 * dimension in whose order the series lie.
 */
public final class PackedColumnWriter {
  private static final int VECTOR = PackedStream.VALUES_MAX;

  private final PackedStream level = new PackedStream();
  private final PackedStream sloped = new PackedStream(level);
  private final long[] flat = new long[VECTOR];
  private final long[] residuals = new long[VECTOR];

  /** Writes the first {@code count} values as a column. */
  public void write(long[] values, int count, EncodedWriter out) {
    int start = out.size();
    int vectors = (count + VECTOR - 1) / VECTOR;
    if (vectors > 1) {
      for (int v = 0; v < vectors; v++) {
        out.writeInt(0);
      }
    }
    for (int v = 0; v < vectors; v++) {
      if (vectors > 1) {
        out.setInt(start + 4 * v, out.size() - start);
      }
      writeVector(values, v * VECTOR, Math.min(VECTOR, count - v * VECTOR), out);
    }
  }

  private void writeVector(long[] values, int from, int n, EncodedWriter out) {
    System.arraycopy(values, from, flat, 0, n);
    level.measure(flat, n);
    long step = n < 2 ? 0 : (flat[n - 1] - flat[0]) / (n - 1);
    if (step != 0 && !level.isConstant()) {
      for (int i = 0; i < n; i++) {
        residuals[i] = flat[i] - i * step;
      }
      sloped.measure(residuals, n);
      if (sloped.size() + EncodedWriter.zigzagSize(step) < level.size() + 1) {
        out.writeZigzag(step);
        sloped.write(residuals, out);
        return;
      }
    }
    out.writeZigzag(0);
    level.write(flat, out);
  }

  /** Writes ints as a column. */
  public void write(int[] values, int count, EncodedWriter out) {
    long[] longs = new long[count];
    for (int i = 0; i < count; i++) {
      longs[i] = values[i];
    }
    write(longs, count, out);
  }
}
