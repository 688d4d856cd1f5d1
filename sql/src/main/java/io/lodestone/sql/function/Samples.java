package io.lodestone.sql.function;

import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.Arrays;

/**
 * The samples of one timeseries of doubles.
 *
 * @param times ascending, each once
 * @param values as many
 */
record Samples(long[] times, double[] values) {
  /** A timeseries that is an argument. */
  static Samples of(Kernels.Row row, int argument) {
    int size = row.length(argument);
    long[] times = new long[size];
    double[] values = new double[size];
    Vector elements = row.elements(argument);
    if (size > 0) {
      Vector.Rows rows = Vectors.rowsOf(elements);
      for (int i = 0; i < size; i++) {
        int entry = Vectors.entryOf(elements, row.start(argument) + i);
        times[i] = Vectors.word(rows.fields().get(0), entry);
        values[i] = Vectors.doubleAt(rows.fields().get(1), entry);
      }
    }
    return new Samples(times, values);
  }

  int size() {
    return times.length;
  }

  /** The last sample at or before a time; -1 when there is none. */
  int atOrBefore(long time) {
    int found = Arrays.binarySearch(times, time);
    return found >= 0 ? found : -found - 2;
  }

  /** Seconds from one sample to another. */
  double seconds(int from, int to) {
    return seconds(times[to] - times[from]);
  }

  static double seconds(long nanos) {
    return nanos / 1e9;
  }

  /** Appends a sample to the timeseries that is being made. */
  static void append(VectorBuilder series, long time, double value) {
    VectorBuilder sample = series.elements();
    sample.field(0).appendWord(time);
    sample.field(1).appendDouble(value);
    sample.appendRow();
  }
}
