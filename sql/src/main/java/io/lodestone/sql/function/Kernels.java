package io.lodestone.sql.function;

import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.Presence;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleToLongFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongUnaryOperator;

/**
 * Kernels made of a function of one row's values. The function is called for rows without NULL
 * alone, so that it may fail.
 */
final class Kernels {
  private Kernels() {}

  static Kernel longs(LongUnaryOperator f) {
    return (arguments, size) -> {
      long[] presence = arguments[0].presence();
      long[] in = Vectors.words(arguments[0], size);
      long[] out = new long[size];
      for (int i = 0; i < size; i++) {
        if (Presence.has(presence, i)) {
          out[i] = f.applyAsLong(in[i]);
        }
      }
      return new Vector.Longs(out, presence);
    };
  }

  static Kernel longs(LongBinaryOperator f) {
    return (arguments, size) -> {
      long[] presence = Presence.ofAll(arguments, size);
      long[] left = Vectors.words(arguments[0], size);
      long[] right = Vectors.words(arguments[1], size);
      long[] out = new long[size];
      for (int i = 0; i < size; i++) {
        if (Presence.has(presence, i)) {
          out[i] = f.applyAsLong(left[i], right[i]);
        }
      }
      return new Vector.Longs(out, presence);
    };
  }

  static Kernel doubles(DoubleUnaryOperator f) {
    return (arguments, size) -> {
      long[] presence = arguments[0].presence();
      double[] in = Vectors.doubles(arguments[0], size);
      double[] out = new double[size];
      for (int i = 0; i < size; i++) {
        if (Presence.has(presence, i)) {
          out[i] = f.applyAsDouble(in[i]);
        }
      }
      return new Vector.Doubles(out, presence);
    };
  }

  static Kernel doubles(DoubleBinaryOperator f) {
    return (arguments, size) -> {
      long[] presence = Presence.ofAll(arguments, size);
      double[] left = Vectors.doubles(arguments[0], size);
      double[] right = Vectors.doubles(arguments[1], size);
      double[] out = new double[size];
      for (int i = 0; i < size; i++) {
        if (Presence.has(presence, i)) {
          out[i] = f.applyAsDouble(left[i], right[i]);
        }
      }
      return new Vector.Doubles(out, presence);
    };
  }

  static Kernel longToDouble(LongToDoubleFunction f) {
    return (arguments, size) -> {
      long[] presence = arguments[0].presence();
      long[] in = Vectors.words(arguments[0], size);
      double[] out = new double[size];
      for (int i = 0; i < size; i++) {
        if (Presence.has(presence, i)) {
          out[i] = f.applyAsDouble(in[i]);
        }
      }
      return new Vector.Doubles(out, presence);
    };
  }

  static Kernel doubleToLong(DoubleToLongFunction f) {
    return (arguments, size) -> {
      long[] presence = arguments[0].presence();
      double[] in = Vectors.doubles(arguments[0], size);
      long[] out = new long[size];
      for (int i = 0; i < size; i++) {
        if (Presence.has(presence, i)) {
          out[i] = f.applyAsLong(in[i]);
        }
      }
      return new Vector.Longs(out, presence);
    };
  }

  /** The arguments of one row, none of them NULL. A cursor: the same object at every row. */
  static final class Row {
    private final Vector[] arguments;
    private int index;

    private Row(Vector[] arguments) {
      this.arguments = arguments;
    }

    int count() {
      return arguments.length;
    }

    long word(int argument) {
      return Vectors.word(arguments[argument], index);
    }

    double number(int argument) {
      return Vectors.doubleAt(arguments[argument], index);
    }

    boolean truth(int argument) {
      return Vectors.booleanAt(arguments[argument], index);
    }

    String text(int argument) {
      return Vectors.textAt(arguments[argument], index);
    }

    /** The vector that the elements of an array stand in, from {@link #start} to {@link #end}. */
    Vector elements(int argument) {
      return Vectors.arraysOf(arguments[argument]).elements();
    }

    int start(int argument) {
      Vector vector = arguments[argument];
      return Vectors.arraysOf(vector).offsets()[Vectors.entryOf(vector, index)];
    }

    int end(int argument) {
      Vector vector = arguments[argument];
      return Vectors.arraysOf(vector).offsets()[Vectors.entryOf(vector, index) + 1];
    }

    int length(int argument) {
      return end(argument) - start(argument);
    }

    /** An argument as a vector, in which {@link #index} is the row's place. */
    Vector vector(int argument) {
      return arguments[argument];
    }

    int index() {
      return index;
    }

    /** Appends an argument's value. */
    void copy(int argument, VectorBuilder target) {
      target.append(arguments[argument], index);
    }
  }

  /** A function of a row that appends exactly one value. */
  @FunctionalInterface
  interface RowFunction {
    void apply(Row row, VectorBuilder result);
  }

  /** Applies a kernel to more values than it takes at once. */
  static Vector inBatches(Kernel kernel, SqlType returns, int size, Vector[] arguments) {
    if (size <= Batch.ROWS_MAX) {
      return kernel.apply(arguments, size);
    }
    VectorBuilder result = VectorBuilder.of(returns);
    for (int start = 0; start < size; start += Batch.ROWS_MAX) {
      int count = Math.min(size - start, Batch.ROWS_MAX);
      int[] rows = new int[count];
      for (int i = 0; i < count; i++) {
        rows[i] = start + i;
      }
      Vector[] some = new Vector[arguments.length];
      for (int i = 0; i < some.length; i++) {
        some[i] = Vectors.gather(arguments[i], rows, count);
      }
      result.append(kernel.apply(some, count), 0, count);
    }
    return result.build();
  }

  /** The kernel for whatever has no loop of its own. */
  static Kernel rows(SqlType returns, RowFunction f) {
    return (arguments, size) -> {
      long[] presence = Presence.ofAll(arguments, size);
      VectorBuilder result = VectorBuilder.of(returns);
      Row row = new Row(arguments);
      for (int i = 0; i < size; i++) {
        if (Presence.has(presence, i)) {
          row.index = i;
          f.apply(row, result);
        } else {
          result.appendNull();
        }
      }
      return result.build();
    };
  }
}
