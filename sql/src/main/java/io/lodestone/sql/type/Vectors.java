package io.lodestone.sql.type;

import java.util.Arrays;

/** Reading, comparing and picking values of vectors of any form. */
public final class Vectors {
  private Vectors() {}

  /** The word of a value that is not NULL. */
  public static long word(Vector vector, int index) {
    return switch (vector) {
      case Vector.Longs(long[] values, long[] _) -> values[index];
      case Vector.Constant(Vector value) -> word(value, 0);
      default -> throw unexpected(vector);
    };
  }

  public static double doubleAt(Vector vector, int index) {
    return switch (vector) {
      case Vector.Doubles(double[] values, long[] _) -> values[index];
      case Vector.Constant(Vector value) -> doubleAt(value, 0);
      default -> throw unexpected(vector);
    };
  }

  public static boolean booleanAt(Vector vector, int index) {
    return switch (vector) {
      case Vector.Booleans(boolean[] values, long[] _) -> values[index];
      case Vector.Constant(Vector value) -> booleanAt(value, 0);
      default -> throw unexpected(vector);
    };
  }

  /** A text that is not NULL, as a string. */
  public static String textAt(Vector vector, int index) {
    return switch (vector) {
      case Vector.Text text -> text.text(index);
      case Vector.Dictionary dictionary -> dictionary.dictionary().text(dictionary.codes()[index]);
      case Vector.Constant(Vector value) -> textAt(value, 0);
      default -> throw unexpected(vector);
    };
  }

  public static void appendText(Vector vector, int index, TextBuffer target) {
    Vector.Text text = textOf(vector);
    int entry = entryOf(vector, index);
    target.append(text.bytes(), text.offsets()[entry], text.length(entry));
  }

  /**
   * The texts that a vector of VARCHAR refers to; {@link #entryOf} tells which one belongs to an
   * index.
   */
  public static Vector.Text textOf(Vector vector) {
    return switch (vector) {
      case Vector.Text text -> text;
      case Vector.Dictionary dictionary -> dictionary.dictionary();
      case Vector.Constant(Vector value) -> textOf(value);
      default -> throw unexpected(vector);
    };
  }

  /**
   * The arrays that a vector of arrays or timeseries refers to; {@link #entryOf} tells which one
   * belongs to an index.
   */
  public static Vector.Arrays arraysOf(Vector vector) {
    return switch (vector) {
      case Vector.Arrays arrays -> arrays;
      case Vector.Constant(Vector value) -> arraysOf(value);
      default -> throw unexpected(vector);
    };
  }

  /** The rows that a vector of rows refers to; {@link #entryOf} tells which one is meant. */
  public static Vector.Rows rowsOf(Vector vector) {
    return switch (vector) {
      case Vector.Rows rows -> rows;
      case Vector.Constant(Vector value) -> rowsOf(value);
      default -> throw unexpected(vector);
    };
  }

  /**
   * Where in {@link #textOf}, {@link #arraysOf} or {@link #rowsOf} the value of an index stands.
   */
  public static int entryOf(Vector vector, int index) {
    return switch (vector) {
      case Vector.Text _, Vector.Arrays _, Vector.Rows _ -> index;
      case Vector.Dictionary dictionary -> dictionary.codes()[index];
      case Vector.Constant _ -> 0;
      default -> throw unexpected(vector);
    };
  }

  /** The words of a vector, a constant written out. */
  public static long[] words(Vector vector, int size) {
    return switch (vector) {
      case Vector.Longs(long[] values, long[] _) -> values;
      case Vector.Constant(Vector value) -> {
        long[] values = new long[size];
        Arrays.fill(values, word(value, 0));
        yield values;
      }
      default -> throw unexpected(vector);
    };
  }

  /** The doubles of a vector, a constant written out. */
  public static double[] doubles(Vector vector, int size) {
    return switch (vector) {
      case Vector.Doubles(double[] values, long[] _) -> values;
      case Vector.Constant(Vector value) -> {
        double[] values = new double[size];
        Arrays.fill(values, doubleAt(value, 0));
        yield values;
      }
      default -> throw unexpected(vector);
    };
  }

  /** The booleans of a vector, a constant written out. */
  public static boolean[] booleans(Vector vector, int size) {
    return switch (vector) {
      case Vector.Booleans(boolean[] values, long[] _) -> values;
      case Vector.Constant(Vector value) -> {
        boolean[] values = new boolean[size];
        Arrays.fill(values, booleanAt(value, 0));
        yield values;
      }
      default -> throw unexpected(vector);
    };
  }

  /** A vector of NULLs in the form that a type calls for. */
  public static Vector nulls(SqlType type) {
    VectorBuilder builder = VectorBuilder.of(type);
    builder.appendNull();
    return new Vector.Constant(builder.build());
  }

  /** The values at the given rows, in that order. */
  public static Vector gather(Vector vector, int[] rows, int count) {
    long[] presence =
        vector instanceof Vector.Constant ? null : Presence.gather(vector.presence(), rows, count);
    return switch (vector) {
      case Vector.Longs(long[] values, long[] _) -> {
        long[] picked = new long[count];
        for (int i = 0; i < count; i++) {
          picked[i] = values[rows[i]];
        }
        yield new Vector.Longs(picked, presence);
      }
      case Vector.Doubles(double[] values, long[] _) -> {
        double[] picked = new double[count];
        for (int i = 0; i < count; i++) {
          picked[i] = values[rows[i]];
        }
        yield new Vector.Doubles(picked, presence);
      }
      case Vector.Booleans(boolean[] values, long[] _) -> {
        boolean[] picked = new boolean[count];
        for (int i = 0; i < count; i++) {
          picked[i] = values[rows[i]];
        }
        yield new Vector.Booleans(picked, presence);
      }
      case Vector.Dictionary(int[] codes, Vector.Text dictionary, long[] _, Object origin) -> {
        int[] picked = new int[count];
        for (int i = 0; i < count; i++) {
          picked[i] = codes[rows[i]];
        }
        yield new Vector.Dictionary(picked, dictionary, presence, origin);
      }
      case Vector.Constant constant -> constant;
      case Vector.Text text -> gatherText(text, rows, count, presence);
      case Vector.Arrays arrays -> gatherArrays(arrays, rows, count, presence);
      case Vector.Rows(java.util.List<Vector> fields, long[] _) ->
          new Vector.Rows(
              fields.stream().map(field -> gather(field, rows, count)).toList(), presence);
    };
  }

  /**
   * Compares two values of one type, neither NULL: numbers by value with NaN above all, false
   * before true, text by code points; arrays and rows by their first part that differs, a NULL
   * coming after everything else, a shorter array before one that it begins.
   */
  public static int compare(Vector left, int leftIndex, Vector right, int rightIndex) {
    return switch (left instanceof Vector.Constant(Vector value) ? value : left) {
      case Vector.Longs _ -> Long.compare(word(left, leftIndex), word(right, rightIndex));
      case Vector.Doubles _ ->
          compareDoubles(doubleAt(left, leftIndex), doubleAt(right, rightIndex));
      case Vector.Booleans _ ->
          Boolean.compare(booleanAt(left, leftIndex), booleanAt(right, rightIndex));
      case Vector.Text _, Vector.Dictionary _ ->
          compareText(
              textOf(left), entryOf(left, leftIndex), textOf(right), entryOf(right, rightIndex));
      case Vector.Arrays _ ->
          compareArrays(
              arraysOf(left),
              entryOf(left, leftIndex),
              arraysOf(right),
              entryOf(right, rightIndex));
      case Vector.Rows _ ->
          compareRows(
              rowsOf(left), entryOf(left, leftIndex), rowsOf(right), entryOf(right, rightIndex));
      case Vector.Constant _ -> throw unexpected(left);
    };
  }

  /** As {@link #compare}, but the values may be NULL, which comes after everything else. */
  public static int compareNullsLast(Vector left, int leftIndex, Vector right, int rightIndex) {
    boolean leftPresent = left.isPresent(leftIndex);
    boolean rightPresent = right.isPresent(rightIndex);
    return leftPresent && rightPresent
        ? compare(left, leftIndex, right, rightIndex)
        : Boolean.compare(rightPresent, leftPresent);
  }

  private static int compareArrays(
      Vector.Arrays left, int leftEntry, Vector.Arrays right, int rightEntry) {
    int leftStart = left.offsets()[leftEntry];
    int rightStart = right.offsets()[rightEntry];
    int common = Math.min(left.length(leftEntry), right.length(rightEntry));
    for (int i = 0; i < common; i++) {
      int order =
          compareNullsLast(left.elements(), leftStart + i, right.elements(), rightStart + i);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.length(leftEntry), right.length(rightEntry));
  }

  private static int compareRows(
      Vector.Rows left, int leftEntry, Vector.Rows right, int rightEntry) {
    for (int i = 0; i < left.fields().size(); i++) {
      int order =
          compareNullsLast(left.fields().get(i), leftEntry, right.fields().get(i), rightEntry);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** A number that is the same for values, NULL or not, that compare as the same. */
  public static int hash(Vector vector, int index) {
    if (!vector.isPresent(index)) {
      return 0;
    }
    return switch (vector) {
      case Vector.Constant(Vector value) -> hash(value, 0);
      case Vector.Longs(long[] values, long[] _) -> Long.hashCode(values[index]);
      // Adding zero turns minus zero into zero.
      case Vector.Doubles(double[] values, long[] _) -> Double.hashCode(values[index] + 0.0);
      case Vector.Booleans(boolean[] values, long[] _) -> Boolean.hashCode(values[index]);
      case Vector.Text text -> hashText(text, index);
      case Vector.Dictionary dictionary ->
          hashText(dictionary.dictionary(), dictionary.codes()[index]);
      case Vector.Arrays(int[] offsets, Vector elements, long[] _) -> {
        int hash = 1;
        for (int i = offsets[index]; i < offsets[index + 1]; i++) {
          hash = 31 * hash + hash(elements, i);
        }
        yield hash;
      }
      case Vector.Rows(java.util.List<Vector> fields, long[] _) -> {
        int hash = 1;
        for (Vector field : fields) {
          hash = 31 * hash + hash(field, index);
        }
        yield hash;
      }
    };
  }

  private static int hashText(Vector.Text text, int entry) {
    int hash = 1;
    for (int i = text.offsets()[entry]; i < text.offsets()[entry + 1]; i++) {
      hash = 31 * hash + text.bytes()[i];
    }
    return hash;
  }

  /** As {@link Double#compare}, but the two zeros are equal. */
  public static int compareDoubles(double left, double right) {
    return left == right ? 0 : Double.compare(left, right);
  }

  /** Order of the bytes taken as unsigned, which in UTF-8 is the order of code points. */
  public static int compareText(
      Vector.Text left, int leftEntry, Vector.Text right, int rightEntry) {
    return Arrays.compareUnsigned(
        left.bytes(),
        left.offsets()[leftEntry],
        left.offsets()[leftEntry + 1],
        right.bytes(),
        right.offsets()[rightEntry],
        right.offsets()[rightEntry + 1]);
  }

  /** Heap bytes that {@code size} values take, roughly. */
  public static long memoryBytes(Vector vector, int size) {
    return switch (vector) {
      case Vector.Longs _, Vector.Doubles _ -> 8L * size;
      case Vector.Booleans _ -> size;
      case Vector.Text text -> 4L * size + text.offsets()[size] - text.offsets()[0];
      case Vector.Dictionary _ -> 4L * size;
      case Vector.Constant _ -> 0;
      case Vector.Arrays arrays ->
          4L * size + memoryBytes(arrays.elements(), arrays.offsets()[size]);
      case Vector.Rows(java.util.List<Vector> fields, long[] _) ->
          fields.stream().mapToLong(field -> memoryBytes(field, size)).sum();
    };
  }

  private static Vector gatherText(Vector.Text text, int[] rows, int count, long[] presence) {
    int[] offsets = new int[count + 1];
    for (int i = 0; i < count; i++) {
      offsets[i + 1] = Math.addExact(offsets[i], text.length(rows[i]));
    }
    byte[] bytes = new byte[offsets[count]];
    for (int i = 0; i < count; i++) {
      System.arraycopy(
          text.bytes(), text.offsets()[rows[i]], bytes, offsets[i], text.length(rows[i]));
    }
    return new Vector.Text(bytes, offsets, presence);
  }

  private static Vector gatherArrays(Vector.Arrays arrays, int[] rows, int count, long[] presence) {
    int[] offsets = new int[count + 1];
    for (int i = 0; i < count; i++) {
      int length = arrays.offsets()[rows[i] + 1] - arrays.offsets()[rows[i]];
      offsets[i + 1] = Math.addExact(offsets[i], length);
    }
    int[] elements = new int[offsets[count]];
    for (int i = 0; i < count; i++) {
      for (int k = offsets[i]; k < offsets[i + 1]; k++) {
        elements[k] = arrays.offsets()[rows[i]] + k - offsets[i];
      }
    }
    return new Vector.Arrays(
        offsets, gather(arrays.elements(), elements, elements.length), presence);
  }

  private static IllegalStateException unexpected(Vector vector) {
    return new IllegalStateException("unexpected vector " + vector.getClass().getSimpleName());
  }
}
