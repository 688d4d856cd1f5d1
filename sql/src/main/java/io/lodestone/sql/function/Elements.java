package io.lodestone.sql.function;

import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.util.Arrays;

/**
 * The elements of all arrays of a vector, one after the other and nothing between them: what a
 * function of elements is applied to. Elements of NULL arrays are not among them.
 *
 * @param offsets of the arrays in {@code values}; a NULL array is an empty one
 * @param values {@code offsets[rows]} of them
 * @param rows how many arrays
 */
record Elements(int[] offsets, Vector values, int rows) {
  /** Elements of arrays or timeseries. */
  static Elements of(Vector vector, int size) {
    if (vector instanceof Vector.Arrays(int[] offsets, Vector elements, long[] presence)
        && presence == null
        && offsets[0] == 0) {
      return new Elements(offsets, elements, size);
    }
    Vector.Arrays arrays = Vectors.arraysOf(vector);
    int[] offsets = new int[size + 1];
    for (int i = 0; i < size; i++) {
      int length = vector.isPresent(i) ? arrays.length(Vectors.entryOf(vector, i)) : 0;
      offsets[i + 1] = Math.addExact(offsets[i], length);
    }
    int[] picked = new int[offsets[size]];
    for (int i = 0; i < size; i++) {
      int start = arrays.offsets()[Vectors.entryOf(vector, i)];
      for (int k = offsets[i]; k < offsets[i + 1]; k++) {
        picked[k] = start + k - offsets[i];
      }
    }
    return new Elements(offsets, Vectors.gather(arrays.elements(), picked, picked.length), size);
  }

  /** The row of each element. */
  int[] owners() {
    int[] owners = new int[count()];
    for (int row = 0; row < rows; row++) {
      Arrays.fill(owners, offsets[row], offsets[row + 1], row);
    }
    return owners;
  }

  int count() {
    return offsets[rows];
  }
}
