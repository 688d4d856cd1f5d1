package io.lodestone.sql.function;

import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.Arrays;
import org.apache.datasketches.hll.HllSketch;

/**
 * {@code approx_distinct} by HyperLogLog: exact for a few values, and then within the standard
 * error asked for, 2.3 % if none is. {@code approx_set} gives the sketch itself.
 */
final class DistinctEstimate implements Accumulator {
  private static final double STANDARD_ERROR = 0.023;
  private static final double ERROR_MIN = 0.0040625;
  private static final double ERROR_MAX = 0.26;

  /** A sketch of 2^k cells errs by 0.84 / sqrt(2^k). */
  private static final double ERROR_OF_ONE_CELL = 0.84;

  private final SqlType type;
  private final boolean wantsSketch;
  private HllSketch[] sketches = new HllSketch[16];
  private long bytes;

  private DistinctEstimate(SqlType type, boolean wantsSketch) {
    this.type = type;
    this.wantsSketch = wantsSketch;
  }

  /** How many different values there are. */
  static DistinctEstimate count(SqlType type) {
    return new DistinctEstimate(type, false);
  }

  /** The sketch of the values; NULL for none. */
  static DistinctEstimate sketch(SqlType type) {
    return new DistinctEstimate(type, true);
  }

  @Override
  public void add(int[] groups, int groupCount, Vector[] arguments, int size) {
    sketches = Groups.room(sketches, groupCount);
    for (int i = 0; i < size; i++) {
      if (arguments[0].isPresent(i)) {
        int group = groups[i];
        if (sketches[group] == null) {
          sketches[group] =
              new HllSketch(wantsSketch ? SketchFunctions.CELL_BITS : cellBits(arguments, i));
          // At most a byte for two cells, and something around them.
          bytes += (1L << sketches[group].getLgConfigK() - 1) + 64;
        }
        update(sketches[group], arguments[0], i);
      }
    }
  }

  private static int cellBits(Vector[] arguments, int index) {
    double error = arguments.length > 1 ? Vectors.doubleAt(arguments[1], index) : STANDARD_ERROR;
    if (!(error >= ERROR_MIN && error <= ERROR_MAX)) {
      throw new EvaluationException(
          "Standard error must be in [%s, %s]: %s".formatted(ERROR_MIN, ERROR_MAX, error));
    }
    double cells = Math.pow(ERROR_OF_ONE_CELL / error, 2);
    return Math.max(4, (int) Math.ceil(Math.log(cells) / Math.log(2)));
  }

  private void update(HllSketch sketch, Vector values, int index) {
    switch (type) {
      case Scalar scalar -> {
        switch (scalar.layout()) {
          case LONGS -> sketch.update(Vectors.word(values, index));
          case DOUBLES -> sketch.update(Vectors.doubleAt(values, index));
          case BOOLEANS -> sketch.update(Vectors.booleanAt(values, index) ? 1L : 0L);
          case TEXT -> {
            Vector.Text text = Vectors.textOf(values);
            int entry = Vectors.entryOf(values, index);
            int start = text.offsets()[entry];
            int end = text.offsets()[entry + 1];
            if (start == end) {
              // The sketch leaves out empty arrays; any number stands for the empty text.
              sketch.update(Long.MIN_VALUE);
            } else {
              sketch.update(Arrays.copyOfRange(text.bytes(), start, end));
            }
          }
        }
      }
      default -> throw new IllegalStateException("no sketch of " + type);
    }
  }

  @Override
  public void result(int group, VectorBuilder target) {
    HllSketch sketch = group < sketches.length ? sketches[group] : null;
    if (wantsSketch) {
      SketchFunctions.append(sketch, target);
      return;
    }
    target.appendWord(sketch == null ? 0 : Math.round(sketch.getEstimate()));
  }

  @Override
  public long memoryBytes() {
    return 8L * sketches.length + bytes;
  }
}
