package io.lodestone.sql.exec;

import io.lodestone.sql.type.Presence;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Layout;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TextBuffer;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Groups rows by the values of some columns. NULL is a value of its own here, NaN is one value, and
 * the two zeros are one.
 *
 * <p>The words of a key are: one for each column (the word of a number, the bits of a double, the
 * number of a text or of the bytes of a value with parts), then words with a bit for each column
 * that is set when its value is NULL.
 */
final class GroupKeys {
  private final List<SqlType> types;
  private final TextNumbers[] texts;
  private final GroupTable table;

  /** The words of the rows at hand; as long as the longest batch so far. */
  private long[][] words;

  GroupKeys(List<SqlType> types) {
    this.types = types;
    this.texts = new TextNumbers[types.size()];
    for (int c = 0; c < texts.length; c++) {
      boolean isNumbered =
          !(types.get(c) instanceof Scalar scalar) || scalar.layout() == Layout.TEXT;
      texts[c] = isNumbered ? new TextNumbers() : null;
    }
    int wordCount = types.size() + (types.size() + 63) / 64;
    this.table = new GroupTable(wordCount);
    this.words = new long[wordCount][0];
  }

  int count() {
    return table.count();
  }

  /** Finds or adds the group of each row. */
  void find(List<Vector> columns, int size, int[] groups) {
    table.find(words(columns, size, true), size, groups);
  }

  /** Finds the group of each row; -1 for a row whose values no group has. */
  void lookUp(List<Vector> columns, int size, int[] groups) {
    table.lookUp(words(columns, size, false), size, groups);
  }

  private long[][] words(List<Vector> columns, int size, boolean adding) {
    if (words[0].length < size) {
      words = new long[words.length][size];
    }
    for (int w = types.size(); w < words.length; w++) {
      Arrays.fill(words[w], 0, size, 0);
    }
    long[][] rows = words.clone();
    for (int c = 0; c < columns.size(); c++) {
      rows[c] = wordsOf(c, columns.get(c), size, adding);
    }
    return rows;
  }

  /** The values of a key column for some groups. */
  Vector values(int column, int from, int to) {
    long[] keys = Arrays.copyOfRange(table.keyWords(column), from, to);
    long[] presence = presence(column, from, to);
    if (!(types.get(column) instanceof Scalar type)) {
      return valuesWithParts(column, keys, presence);
    }
    return switch (type.layout()) {
      case LONGS -> new Vector.Longs(keys, presence);
      case DOUBLES ->
          new Vector.Doubles(
              Arrays.stream(keys).mapToDouble(Double::longBitsToDouble).toArray(), presence);
      case BOOLEANS -> {
        boolean[] values = new boolean[keys.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = keys[i] != 0;
        }
        yield new Vector.Booleans(values, presence);
      }
      case TEXT -> {
        int[] codes = Arrays.stream(keys).mapToInt(Math::toIntExact).toArray();
        yield new Vector.Dictionary(codes, texts[column].texts(), presence, texts[column]);
      }
    };
  }

  private Vector valuesWithParts(int column, long[] keys, long[] presence) {
    Vector.Text numbered = texts[column].texts();
    VectorBuilder values = VectorBuilder.of(types.get(column));
    for (int i = 0; i < keys.length; i++) {
      if (Presence.has(presence, i)) {
        int entry = (int) keys[i];
        KeyBytes.read(
            types.get(column),
            ByteBuffer.wrap(numbered.bytes()).position(numbered.offsets()[entry]),
            values);
      } else {
        values.appendNull();
      }
    }
    return values.build();
  }

  long memoryBytes() {
    long bytes = table.memoryBytes();
    for (TextNumbers numbers : texts) {
      bytes += numbers == null ? 0 : numbers.memoryBytes();
    }
    return bytes;
  }

  private long[] wordsOf(int column, Vector vector, int size, boolean adding) {
    long[] target = words[column];
    if (!(types.get(column) instanceof Scalar type)) {
      texts[column].of(bytesOf(types.get(column), vector, size), size, target);
      markNulls(column, vector, size);
      return target;
    }
    switch (type.layout()) {
      case LONGS -> {
        if (vector.presence() == null) {
          return Vectors.words(vector, size);
        }
        System.arraycopy(Vectors.words(vector, size), 0, target, 0, size);
      }
      case DOUBLES -> {
        double[] values = Vectors.doubles(vector, size);
        for (int i = 0; i < size; i++) {
          // Adding zero turns minus zero into zero.
          target[i] = Double.doubleToLongBits(values[i] + 0.0);
        }
      }
      case BOOLEANS -> {
        boolean[] values = Vectors.booleans(vector, size);
        for (int i = 0; i < size; i++) {
          target[i] = values[i] ? 1 : 0;
        }
      }
      case TEXT -> {
        if (adding) {
          texts[column].of(vector, size, target);
        } else {
          texts[column].known(vector, size, target);
        }
      }
    }
    markNulls(column, vector, size);
    return target;
  }

  private static Vector bytesOf(SqlType type, Vector vector, int size) {
    KeyBytes bytes = new KeyBytes();
    TextBuffer all = new TextBuffer();
    int[] offsets = new int[size + 1];
    for (int i = 0; i < size; i++) {
      bytes.write(type, vector, i, all);
      offsets[i + 1] = all.length();
    }
    return new Vector.Text(all.bytes(), offsets, vector.presence());
  }

  private void markNulls(int column, Vector vector, int size) {
    if (vector.presence() == null) {
      return;
    }
    long[] nulls = words[types.size() + column / 64];
    for (int i = 0; i < size; i++) {
      if (!vector.isPresent(i)) {
        words[column][i] = 0;
        nulls[i] |= 1L << column;
      }
    }
  }

  private long[] presence(int column, int from, int to) {
    long[] nulls = table.keyWords(types.size() + column / 64);
    long[] presence = null;
    for (int group = from; group < to; group++) {
      if ((nulls[group] >>> column & 1) != 0) {
        presence = presence == null ? Presence.allOf(to - from) : presence;
        Presence.clear(presence, group - from);
      }
    }
    return presence;
  }
}
