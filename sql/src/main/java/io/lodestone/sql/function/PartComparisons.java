package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.BOOLEAN;

import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.Presence;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.List;
import java.util.Optional;

/**
 * Comparisons of values with parts. Whether two are equal is not known when a part of either is
 * NULL and all others agree; which one is greater is an error when a NULL stands before or among
 * the first parts that differ.
 */
final class PartComparisons {
  private PartComparisons() {}

  static void declare(FunctionRegistry.Builder to) {
    for (Comparison comparison : Comparison.values()) {
      declare(to, comparison.symbol(), (arguments, size) -> compare(comparison, arguments, size));
    }
    declare(to, "is distinct from", PartComparisons::distinct);
  }

  private static void declare(FunctionRegistry.Builder to, String name, Kernel kernel) {
    to.addScalar(
        new Generic<>(
            name,
            name + "(T, T)",
            types ->
                types.size() == 2
                        && types.get(0).equals(types.get(1))
                        && !(types.get(0) instanceof Scalar)
                        && types.get(0) != SqlType.HyperLogLog.TYPE
                    ? Optional.of(
                        ScalarFunction.partial(name, BOOLEAN, List.<SqlType>copyOf(types), kernel))
                    : Optional.empty()));
  }

  private static Vector compare(Comparison comparison, Vector[] arguments, int size) {
    long[] presence = Presence.ofAll(arguments, size);
    VectorBuilder result = VectorBuilder.of(BOOLEAN);
    for (int i = 0; i < size; i++) {
      if (!Presence.has(presence, i)) {
        result.appendNull();
      } else if (comparison == Comparison.EQUAL || comparison == Comparison.NOT_EQUAL) {
        switch (equal(arguments[0], i, arguments[1], i)) {
          case TRUE -> result.appendBoolean(comparison == Comparison.EQUAL);
          case FALSE -> result.appendBoolean(comparison == Comparison.NOT_EQUAL);
          case UNKNOWN -> result.appendNull();
        }
      } else {
        result.appendBoolean(comparison.holds(order(arguments[0], i, arguments[1], i)));
      }
    }
    return result.build();
  }

  private static Vector distinct(Vector[] arguments, int size) {
    boolean[] out = new boolean[size];
    for (int i = 0; i < size; i++) {
      out[i] = Vectors.compareNullsLast(arguments[0], i, arguments[1], i) != 0;
    }
    return new Vector.Booleans(out, null);
  }

  /** What is known of a condition. */
  enum Truth {
    TRUE,
    FALSE,
    UNKNOWN
  }

  /** Whether two values of one type are equal, as {@code =} sees it: not even NaN to itself. */
  static Truth equal(Vector left, int leftIndex, Vector right, int rightIndex) {
    if (!left.isPresent(leftIndex) || !right.isPresent(rightIndex)) {
      return Truth.UNKNOWN;
    }
    return switch (left instanceof Vector.Constant(Vector value) ? value : left) {
      case Vector.Arrays _ ->
          equalArrays(
              Vectors.arraysOf(left),
              Vectors.entryOf(left, leftIndex),
              Vectors.arraysOf(right),
              Vectors.entryOf(right, rightIndex));
      case Vector.Rows _ ->
          equalRows(
              Vectors.rowsOf(left),
              Vectors.entryOf(left, leftIndex),
              Vectors.rowsOf(right),
              Vectors.entryOf(right, rightIndex));
      case Vector.Doubles _ ->
          Vectors.doubleAt(left, leftIndex) == Vectors.doubleAt(right, rightIndex)
              ? Truth.TRUE
              : Truth.FALSE;
      default ->
          Vectors.compare(left, leftIndex, right, rightIndex) == 0 ? Truth.TRUE : Truth.FALSE;
    };
  }

  private static Truth equalArrays(Vector.Arrays left, int a, Vector.Arrays right, int b) {
    if (left.length(a) != right.length(b)) {
      return Truth.FALSE;
    }
    Truth all = Truth.TRUE;
    for (int i = 0; i < left.length(a); i++) {
      Truth one =
          equal(left.elements(), left.offsets()[a] + i, right.elements(), right.offsets()[b] + i);
      if (one == Truth.FALSE) {
        return one;
      }
      all = one == Truth.UNKNOWN ? one : all;
    }
    return all;
  }

  private static Truth equalRows(Vector.Rows left, int a, Vector.Rows right, int b) {
    Truth all = Truth.TRUE;
    for (int i = 0; i < left.fields().size(); i++) {
      Truth one = equal(left.fields().get(i), a, right.fields().get(i), b);
      if (one == Truth.FALSE) {
        return one;
      }
      all = one == Truth.UNKNOWN ? one : all;
    }
    return all;
  }

  /** The order of the first parts that differ; what comes behind them is not looked at. */
  private static int order(Vector left, int leftIndex, Vector right, int rightIndex) {
    if (!left.isPresent(leftIndex) || !right.isPresent(rightIndex)) {
      throw new EvaluationException("Comparison is not supported for values with NULL elements");
    }
    return switch (left instanceof Vector.Constant(Vector value) ? value : left) {
      case Vector.Arrays _ ->
          orderOfArrays(
              Vectors.arraysOf(left),
              Vectors.entryOf(left, leftIndex),
              Vectors.arraysOf(right),
              Vectors.entryOf(right, rightIndex));
      case Vector.Rows _ ->
          orderOfRows(
              Vectors.rowsOf(left),
              Vectors.entryOf(left, leftIndex),
              Vectors.rowsOf(right),
              Vectors.entryOf(right, rightIndex));
      default -> Vectors.compare(left, leftIndex, right, rightIndex);
    };
  }

  private static int orderOfArrays(Vector.Arrays left, int a, Vector.Arrays right, int b) {
    int shorter = Math.min(left.length(a), right.length(b));
    for (int i = 0; i < shorter; i++) {
      int one =
          order(left.elements(), left.offsets()[a] + i, right.elements(), right.offsets()[b] + i);
      if (one != 0) {
        return one;
      }
    }
    return Integer.compare(left.length(a), right.length(b));
  }

  private static int orderOfRows(Vector.Rows left, int a, Vector.Rows right, int b) {
    for (int i = 0; i < left.fields().size(); i++) {
      int one = order(left.fields().get(i), a, right.fields().get(i), b);
      if (one != 0) {
        return one;
      }
    }
    return 0;
  }
}
