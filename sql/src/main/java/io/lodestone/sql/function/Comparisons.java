package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.BOOLEAN;
import static io.lodestone.sql.type.SqlType.Scalar.UNKNOWN;

import io.lodestone.sql.type.Presence;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.util.List;

/**
 * The comparisons {@code = <> < <= > >=} of two values of one type, NULL when either is; and {@code
 * is distinct from}, which is never NULL. NaN equals nothing and is neither smaller nor greater
 * than anything, except that it is not distinct from itself.
 */
final class Comparisons {
  private Comparisons() {}

  static void declare(FunctionRegistry.Builder to) {
    for (Scalar type : Scalar.values()) {
      if (type == UNKNOWN) {
        continue;
      }
      for (Comparison comparison : Comparison.values()) {
        to.add(
            ScalarFunction.total(
                comparison.symbol(), BOOLEAN, List.of(type, type), kernel(type, comparison)));
      }
      to.add(
          ScalarFunction.total(
              "is distinct from", BOOLEAN, List.of(type, type), Comparisons::distinct));
    }
  }

  private static Kernel kernel(Scalar type, Comparison comparison) {
    return switch (type.layout()) {
      case LONGS -> (arguments, size) -> longs(comparison, arguments, size);
      case DOUBLES -> (arguments, size) -> doubles(comparison, arguments, size);
      case BOOLEANS, TEXT -> (arguments, size) -> others(comparison, arguments, size);
    };
  }

  /**
   * One loop an operator: what the compiler turns into vector instructions must not decide anything
   * inside.
   */
  private static Vector longs(Comparison comparison, Vector[] arguments, int size) {
    long[] presence = Presence.ofAll(arguments, size);
    long[] left = Vectors.words(arguments[0], size);
    long[] right = Vectors.words(arguments[1], size);
    boolean[] out = new boolean[size];
    switch (comparison) {
      case EQUAL -> {
        for (int i = 0; i < size; i++) {
          out[i] = left[i] == right[i];
        }
      }
      case NOT_EQUAL -> {
        for (int i = 0; i < size; i++) {
          out[i] = left[i] != right[i];
        }
      }
      case LESS -> {
        for (int i = 0; i < size; i++) {
          out[i] = left[i] < right[i];
        }
      }
      case LESS_OR_EQUAL -> {
        for (int i = 0; i < size; i++) {
          out[i] = left[i] <= right[i];
        }
      }
      case GREATER -> {
        for (int i = 0; i < size; i++) {
          out[i] = left[i] > right[i];
        }
      }
      case GREATER_OR_EQUAL -> {
        for (int i = 0; i < size; i++) {
          out[i] = left[i] >= right[i];
        }
      }
    }
    return new Vector.Booleans(out, presence);
  }

  private static Vector doubles(Comparison comparison, Vector[] arguments, int size) {
    long[] presence = Presence.ofAll(arguments, size);
    double[] left = Vectors.doubles(arguments[0], size);
    double[] right = Vectors.doubles(arguments[1], size);
    boolean[] out = new boolean[size];
    switch (comparison) {
      case EQUAL -> {
        for (int i = 0; i < size; i++) {
          out[i] = left[i] == right[i];
        }
      }
      case NOT_EQUAL -> {
        for (int i = 0; i < size; i++) {
          out[i] = left[i] != right[i];
        }
      }
      case LESS -> {
        for (int i = 0; i < size; i++) {
          out[i] = left[i] < right[i];
        }
      }
      case LESS_OR_EQUAL -> {
        for (int i = 0; i < size; i++) {
          out[i] = left[i] <= right[i];
        }
      }
      case GREATER -> {
        for (int i = 0; i < size; i++) {
          out[i] = left[i] > right[i];
        }
      }
      case GREATER_OR_EQUAL -> {
        for (int i = 0; i < size; i++) {
          out[i] = left[i] >= right[i];
        }
      }
    }
    return new Vector.Booleans(out, presence);
  }

  private static Vector others(Comparison comparison, Vector[] arguments, int size) {
    long[] presence = Presence.ofAll(arguments, size);
    boolean[] out = new boolean[size];
    for (int i = 0; i < size; i++) {
      if (Presence.has(presence, i)) {
        out[i] = comparison.holds(Vectors.compare(arguments[0], i, arguments[1], i));
      }
    }
    return new Vector.Booleans(out, presence);
  }

  private static Vector distinct(Vector[] arguments, int size) {
    boolean[] out = new boolean[size];
    for (int i = 0; i < size; i++) {
      boolean left = arguments[0].isPresent(i);
      boolean right = arguments[1].isPresent(i);
      out[i] =
          left && right ? Vectors.compare(arguments[0], i, arguments[1], i) != 0 : left != right;
    }
    return new Vector.Booleans(out, null);
  }
}
