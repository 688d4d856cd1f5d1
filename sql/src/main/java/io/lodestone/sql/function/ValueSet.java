package io.lodestone.sql.function;

import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.util.Arrays;

/** Different values, among which NULL is one, NaN is one, and the two zeros are one. */
final class ValueSet {
  /** Open addressing: where a value stands, or null for a free slot. */
  private Vector[] vectors = new Vector[16];

  private int[] indexes = new int[16];
  private int size;

  /** Forgets all values. */
  void clear() {
    if (size > 0) {
      Arrays.fill(vectors, null);
      size = 0;
    }
  }

  /** Adds a value, which must stay where it is; false when it was there. */
  boolean add(Vector vector, int index) {
    int slot = find(vector, index);
    if (vectors[slot] != null) {
      return false;
    }
    vectors[slot] = vector;
    indexes[slot] = index;
    if (2 * ++size > vectors.length) {
      enlarge();
    }
    return true;
  }

  boolean contains(Vector vector, int index) {
    return vectors[find(vector, index)] != null;
  }

  private int find(Vector vector, int index) {
    int slot = home(vector, index);
    while (vectors[slot] != null
        && Vectors.compareNullsLast(vectors[slot], indexes[slot], vector, index) != 0) {
      slot = slot + 1 & vectors.length - 1;
    }
    return slot;
  }

  private int home(Vector vector, int index) {
    return Vectors.hash(vector, index) * 0x9E3779B9
        >>> Integer.numberOfLeadingZeros(vectors.length) + 1;
  }

  private void enlarge() {
    Vector[] oldVectors = vectors;
    int[] oldIndexes = indexes;
    vectors = new Vector[2 * oldVectors.length];
    indexes = new int[vectors.length];
    for (int i = 0; i < oldVectors.length; i++) {
      if (oldVectors[i] != null) {
        int slot = find(oldVectors[i], oldIndexes[i]);
        vectors[slot] = oldVectors[i];
        indexes[slot] = oldIndexes[i];
      }
    }
  }
}
