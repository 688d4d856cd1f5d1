package io.lodestone.server.timestream.query.unload;

import io.lodestone.sql.type.TextBuffer;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What there is for each folder, found by the values of a row. Nothing is allocated for a row whose
 * folder is known; rows that follow each other with the same values are not looked up at all. Used
 * by one thread.
 */
final class Folders<T> {
  /** Bytes of a name; those that questions are asked with are overwritten each time. */
  private static final class Name {
    private byte[] bytes;
    private int length;

    Name(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Name name
          && Arrays.equals(bytes, 0, length, name.bytes, 0, name.length);
    }

    @Override
    public int hashCode() {
      int hash = 1;
      for (int i = 0; i < length; i++) {
        hash = 31 * hash + bytes[i];
      }
      return hash;
    }
  }

  private final FolderNames names;
  private final Function<String, T> making;
  private final Map<Name, T> known = new HashMap<>();
  private final TextBuffer text = new TextBuffer();
  private final Name question = new Name(text.bytes(), 0);

  private List<Vector> values = List.of();

  /** Of this batch; negative when there is none. */
  private int lastRow = -1;

  private T last;

  /**
   * @param making makes what there is for a folder, by its name
   */
  Folders(FolderNames names, Function<String, T> making) {
    this.names = names;
    this.making = making;
  }

  /** How many there are. */
  int count() {
    return known.size();
  }

  /**
   * Goes on to other rows.
   *
   * @param newValues of the columns that tell the folder
   */
  void moveTo(List<Vector> newValues) {
    values = newValues;
    lastRow = -1;
  }

  /** What there is for the folder of a row. */
  T of(int row) {
    if (lastRow < 0 || !isLikeLast(row)) {
      last = find(row);
    }
    lastRow = row;
    return last;
  }

  private boolean isLikeLast(int row) {
    for (Vector vector : values) {
      if (!isLikeLast(vector, row)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the texts of two values are surely the same. */
  private boolean isLikeLast(Vector vector, int row) {
    return switch (vector) {
      case Vector.Constant _ -> true;
      case Vector.Dictionary words when words.isPresent(row) && words.isPresent(lastRow) ->
          words.codes()[row] == words.codes()[lastRow];
      // The two zeros are equal, and are written differently.
      case Vector.Doubles _ -> false;
      default -> Vectors.compareNullsLast(vector, row, vector, lastRow) == 0;
    };
  }

  private T find(int row) {
    text.clear();
    names.append(values, row, text);
    question.bytes = text.bytes();
    question.length = text.length();
    T found = known.get(question);
    if (found == null) {
      found = making.apply(new String(text.bytes(), 0, text.length(), StandardCharsets.UTF_8));
      known.put(new Name(Arrays.copyOf(text.bytes(), text.length()), text.length()), found);
    }
    return found;
  }
}
