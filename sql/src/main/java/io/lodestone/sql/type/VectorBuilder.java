package io.lodestone.sql.type;

import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.RowOf;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.SqlType.TimeSeriesOf;
import java.util.Arrays;
import java.util.List;

/**
 * A vector that grows at its end. Copies what it is given. One owner; {@link #build} hands the
 * arrays over, so that the builder is not used afterwards.
 *
 * <p>A value with parts is appended by appending its parts to the builders of {@link #elements} or
 * {@link #field} first, and closing it with {@link #appendArray} or {@link #appendRow} then.
 */
public final class VectorBuilder {
  /** How the values lie. */
  private enum Form {
    LONGS,
    DOUBLES,
    BOOLEANS,
    TEXT,
    ARRAYS,
    ROWS
  }

  private static final VectorBuilder[] NO_PARTS = {};

  private final Form form;

  /** One builder for the elements of arrays, or one for each field of rows. */
  private final VectorBuilder[] parts;

  private int size;
  private int absent;
  private long[] presence = new long[1];
  private long[] words;
  private double[] doubles;
  private boolean[] booleans;
  private int[] offsets;
  private byte[] bytes;

  private VectorBuilder(Form form, VectorBuilder... parts) {
    this.form = form;
    this.parts = parts;
    switch (form) {
      case LONGS -> words = new long[8];
      case DOUBLES -> doubles = new double[8];
      case BOOLEANS -> booleans = new boolean[8];
      case TEXT -> {
        offsets = new int[9];
        bytes = new byte[64];
      }
      case ARRAYS -> offsets = new int[9];
      case ROWS -> {}
    }
  }

  /** A builder of values of a type. */
  public static VectorBuilder of(SqlType type) {
    return switch (type) {
      case Scalar scalar -> new VectorBuilder(formOf(scalar), NO_PARTS);
      case SqlType.HyperLogLog _ -> new VectorBuilder(Form.TEXT, NO_PARTS);
      case ArrayOf(SqlType element) -> new VectorBuilder(Form.ARRAYS, of(element));
      case TimeSeriesOf series ->
          new VectorBuilder(Form.ARRAYS, of(Timeseries.elementType(series)));
      case RowOf(List<SqlType.Field> fields) ->
          new VectorBuilder(
              Form.ROWS,
              fields.stream().map(field -> of(field.type())).toArray(VectorBuilder[]::new));
    };
  }

  private static Form formOf(Scalar scalar) {
    return switch (scalar.layout()) {
      case LONGS -> Form.LONGS;
      case DOUBLES -> Form.DOUBLES;
      case BOOLEANS -> Form.BOOLEANS;
      case TEXT -> Form.TEXT;
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
    switch (form) {
      case TEXT, ARRAYS -> offsets[size] = offsets[index];
      case ROWS -> {
        for (VectorBuilder part : parts) {
          part.appendNull();
        }
      }
      case LONGS, DOUBLES, BOOLEANS -> {}
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

  /** The builder of the elements of arrays. */
  public VectorBuilder elements() {
    return parts[0];
  }

  /** Makes an array of the elements appended since the last one. */
  public void appendArray() {
    next();
    offsets[size] = parts[0].size;
  }

  /** The builder of one field of rows. */
  public VectorBuilder field(int index) {
    return parts[index];
  }

  /** Makes a row of the values appended to the fields, one to each. */
  public void appendRow() {
    next();
  }

  /** Appends a value of a vector of the same type, NULL or not. */
  public void append(Vector from, int index) {
    if (!from.isPresent(index)) {
      appendNull();
      return;
    }
    switch (form) {
      case LONGS -> appendWord(Vectors.word(from, index));
      case DOUBLES -> appendDouble(Vectors.doubleAt(from, index));
      case BOOLEANS -> appendBoolean(Vectors.booleanAt(from, index));
      case TEXT -> {
        Vector.Text text = Vectors.textOf(from);
        int entry = Vectors.entryOf(from, index);
        appendText(text.bytes(), text.offsets()[entry], text.length(entry));
      }
      case ARRAYS -> {
        Vector.Arrays arrays = Vectors.arraysOf(from);
        int entry = Vectors.entryOf(from, index);
        parts[0].append(arrays.elements(), arrays.offsets()[entry], arrays.offsets()[entry + 1]);
        appendArray();
      }
      case ROWS -> {
        Vector.Rows rows = Vectors.rowsOf(from);
        int entry = Vectors.entryOf(from, index);
        for (int i = 0; i < parts.length; i++) {
          parts[i].append(rows.fields().get(i), entry);
        }
        appendRow();
      }
    }
  }

  /** Appends the values {@code [start .. end)} of a vector of the same type. */
  public void append(Vector from, int start, int end) {
    for (int i = start; i < end; i++) {
      append(from, i);
    }
  }

  /** Heap bytes that the arrays take. */
  public long memoryBytes() {
    long bytesOfParts = 0;
    for (VectorBuilder part : parts) {
      bytesOfParts += part.memoryBytes();
    }
    return bytesOfParts
        + switch (form) {
          case LONGS -> 8L * words.length;
          case DOUBLES -> 8L * doubles.length;
          case BOOLEANS -> booleans.length;
          case TEXT -> 4L * offsets.length + bytes.length;
          case ARRAYS -> 4L * offsets.length;
          case ROWS -> 0;
        }
        + 8L * presence.length;
  }

  /** The values as a vector, which takes over the arrays. */
  public Vector build() {
    long[] bits = absent == 0 ? null : presence;
    return switch (form) {
      case LONGS -> new Vector.Longs(words, bits);
      case DOUBLES -> new Vector.Doubles(doubles, bits);
      case BOOLEANS -> new Vector.Booleans(booleans, bits);
      case TEXT -> new Vector.Text(bytes, offsets, bits);
      case ARRAYS -> new Vector.Arrays(offsets, parts[0].build(), bits);
      case ROWS -> new Vector.Rows(Arrays.stream(parts).map(VectorBuilder::build).toList(), bits);
    };
  }

  /** Makes room for one more value, which may move the arrays: only then may they be looked at. */
  private int next() {
    int index = size++;
    switch (form) {
      case LONGS -> words = index == words.length ? Arrays.copyOf(words, 2 * index) : words;
      case DOUBLES ->
          doubles = index == doubles.length ? Arrays.copyOf(doubles, 2 * index) : doubles;
      case BOOLEANS ->
          booleans = index == booleans.length ? Arrays.copyOf(booleans, 2 * index) : booleans;
      case TEXT, ARRAYS ->
          offsets = size == offsets.length ? Arrays.copyOf(offsets, 2 * size) : offsets;
      case ROWS -> {}
    }
    if (index >>> 6 == presence.length) {
      presence = Arrays.copyOf(presence, 2 * presence.length);
    }
    Presence.set(presence, index);
    return index;
  }
}
