package io.lodestone.sql.type;

import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.RowOf;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.SqlType.TimeSeriesOf;
import java.util.Arrays;

/**
 * A vector that grows at its end. Copies what it is given. One owner; {@link #build} hands the
 * arrays over, so that the builder is not used afterwards.
 */
public final class VectorBuilder {
  private final SqlType.Layout layout;
  private int size;
  private int absent;
  private long[] presence = new long[1];
  private long[] words;
  private double[] doubles;
  private boolean[] booleans;
  private int[] offsets;
  private byte[] bytes;

  private VectorBuilder(SqlType.Layout layout) {
    this.layout = layout;
    switch (layout) {
      case LONGS -> words = new long[8];
      case DOUBLES -> doubles = new double[8];
      case BOOLEANS -> booleans = new boolean[8];
      case TEXT -> {
        offsets = new int[9];
        bytes = new byte[64];
      }
    }
  }

  /** A builder of values of a type without parts. */
  public static VectorBuilder of(SqlType type) {
    return switch (type) {
      case Scalar scalar -> new VectorBuilder(scalar.layout());
      case ArrayOf _, RowOf _, TimeSeriesOf _ ->
          throw new IllegalArgumentException("no builder for " + type.displayName());
    };
  }

  /** How many values stand here. */
  public int size() {
    return size;
  }

  public void appendNull() {
    int index = next();
    absent++;
    Presence.clear(presence, index);
    if (layout == SqlType.Layout.TEXT) {
      offsets[size] = offsets[index];
    }
  }

  public void appendWord(long word) {
    int index = next();
    words[index] = word;
  }

  public void appendDouble(double value) {
    int index = next();
    doubles[index] = value;
  }

  public void appendBoolean(boolean value) {
    int index = next();
    booleans[index] = value;
  }

  public void appendText(String text) {
    byte[] utf8 = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    appendText(utf8, 0, utf8.length);
  }

  public void appendText(byte[] utf8, int offset, int length) {
    int index = next();
    int at = offsets[index];
    int end = Math.addExact(at, length);
    if (end > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes, Math.max(end, (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
    }
    System.arraycopy(utf8, offset, bytes, at, length);
    offsets[size] = end;
  }

  /** Appends a value of a vector of the same type, NULL or not. */
  public void append(Vector from, int index) {
    if (!from.isPresent(index)) {
      appendNull();
      return;
    }
    switch (layout) {
      case LONGS -> appendWord(Vectors.word(from, index));
      case DOUBLES -> appendDouble(Vectors.doubleAt(from, index));
      case BOOLEANS -> appendBoolean(Vectors.booleanAt(from, index));
      case TEXT -> {
        Vector.Text text = Vectors.textOf(from);
        int entry = Vectors.entryOf(from, index);
        appendText(text.bytes(), text.offsets()[entry], text.length(entry));
      }
    }
  }

  /** Heap bytes that the arrays take. */
  public long memoryBytes() {
    return switch (layout) {
          case LONGS -> 8L * words.length;
          case DOUBLES -> 8L * doubles.length;
          case BOOLEANS -> booleans.length;
          case TEXT -> 4L * offsets.length + bytes.length;
        }
        + 8L * presence.length;
  }

  /** The values as a vector, which takes over the arrays. */
  public Vector build() {
    long[] bits = absent == 0 ? null : presence;
    return switch (layout) {
      case LONGS -> new Vector.Longs(words, bits);
      case DOUBLES -> new Vector.Doubles(doubles, bits);
      case BOOLEANS -> new Vector.Booleans(booleans, bits);
      case TEXT -> new Vector.Text(bytes, offsets, bits);
    };
  }

  /** Makes room for one more value, which may move the arrays: only then may they be looked at. */
  private int next() {
    int index = size++;
    if (index == capacity()) {
      enlarge(2 * index);
    }
    if (index >>> 6 == presence.length) {
      presence = Arrays.copyOf(presence, 2 * presence.length);
    }
    Presence.set(presence, index);
    return index;
  }

  private int capacity() {
    return switch (layout) {
      case LONGS -> words.length;
      case DOUBLES -> doubles.length;
      case BOOLEANS -> booleans.length;
      case TEXT -> offsets.length - 1;
    };
  }

  private void enlarge(int capacity) {
    switch (layout) {
      case LONGS -> words = Arrays.copyOf(words, capacity);
      case DOUBLES -> doubles = Arrays.copyOf(doubles, capacity);
      case BOOLEANS -> booleans = Arrays.copyOf(booleans, capacity);
      case TEXT -> offsets = Arrays.copyOf(offsets, capacity + 1);
    }
  }
}
