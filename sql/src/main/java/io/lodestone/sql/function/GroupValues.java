package io.lodestone.sql.function;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Layout;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.Arrays;

/** One value, or none, or NULL, per group. */
final class GroupValues {
  private static final byte EMPTY = 0;
  private static final byte NULL = 1;
  private static final byte PRESENT = 2;

  private final SqlType type;

  /** Null for a type whose values have parts. */
  private final Layout layout;

  private byte[] states = new byte[16];
  private long[] words;
  private double[] doubles;
  private byte[][] texts;

  /** Values with parts: a vector of one value each. */
  private Vector[] wholes;

  /** Memory of what the arrays refer to. */
  private long referredBytes;

  GroupValues(SqlType type) {
    this.type = type;
    this.layout = type instanceof Scalar scalar ? scalar.layout() : null;
    switch (layout) {
      case null -> wholes = new Vector[16];
      case LONGS, BOOLEANS -> words = new long[16];
      case DOUBLES -> doubles = new double[16];
      case TEXT -> texts = new byte[16][];
    }
  }

  void room(int groupCount) {
    if (groupCount > states.length) {
      states = Arrays.copyOf(states, (int) Math.min(2L * groupCount, Integer.MAX_VALUE - 8));
    }
    switch (layout) {
      case null -> wholes = Groups.room(wholes, groupCount);
      case LONGS, BOOLEANS -> words = Groups.room(words, groupCount);
      case DOUBLES -> doubles = Groups.room(doubles, groupCount);
      case TEXT -> texts = Groups.room(texts, groupCount);
    }
  }

  boolean isEmpty(int group) {
    return states[group] == EMPTY;
  }

  void set(int group, Vector from, int index) {
    if (!from.isPresent(index)) {
      states[group] = NULL;
      return;
    }
    states[group] = PRESENT;
    switch (layout) {
      case null -> setWhole(group, from, index);
      case LONGS -> words[group] = Vectors.word(from, index);
      case BOOLEANS -> words[group] = Vectors.booleanAt(from, index) ? 1 : 0;
      case DOUBLES -> doubles[group] = Vectors.doubleAt(from, index);
      case TEXT -> setText(group, from, index);
    }
  }

  /** Compares a value, not NULL, with the one of its group, which is there. */
  int compare(Vector from, int index, int group) {
    return switch (layout) {
      case null -> Vectors.compare(from, index, wholes[group], 0);
      case LONGS -> Long.compare(Vectors.word(from, index), words[group]);
      case BOOLEANS -> Long.compare(Vectors.booleanAt(from, index) ? 1 : 0, words[group]);
      case DOUBLES -> Vectors.compareDoubles(Vectors.doubleAt(from, index), doubles[group]);
      case TEXT -> {
        Vector.Text text = Vectors.textOf(from);
        int entry = Vectors.entryOf(from, index);
        byte[] known = texts[group];
        yield Arrays.compareUnsigned(
            text.bytes(), text.offsets()[entry], text.offsets()[entry + 1], known, 0, known.length);
      }
    };
  }

  void append(int group, VectorBuilder target) {
    if (group >= states.length || states[group] != PRESENT) {
      target.appendNull();
      return;
    }
    switch (layout) {
      case null -> target.append(wholes[group], 0);
      case LONGS -> target.appendWord(words[group]);
      case BOOLEANS -> target.appendBoolean(words[group] != 0);
      case DOUBLES -> target.appendDouble(doubles[group]);
      case TEXT -> target.appendText(texts[group], 0, texts[group].length);
    }
  }

  long memoryBytes() {
    return states.length * 9L + referredBytes;
  }

  private void setWhole(int group, Vector from, int index) {
    VectorBuilder copy = VectorBuilder.of(type);
    copy.append(from, index);
    Vector known = wholes[group];
    wholes[group] = copy.build();
    referredBytes +=
        Vectors.memoryBytes(wholes[group], 1) - (known == null ? 0 : Vectors.memoryBytes(known, 1));
  }

  private void setText(int group, Vector from, int index) {
    Vector.Text text = Vectors.textOf(from);
    int entry = Vectors.entryOf(from, index);
    referredBytes -= texts[group] == null ? 0 : texts[group].length + 16L;
    texts[group] =
        Arrays.copyOfRange(text.bytes(), text.offsets()[entry], text.offsets()[entry + 1]);
    referredBytes += texts[group].length + 16L;
  }
}
