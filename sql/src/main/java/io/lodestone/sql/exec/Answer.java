package io.lodestone.sql.exec;

import io.lodestone.sql.function.Comparison;
import io.lodestone.sql.function.Question;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.List;

/** What the rows of a sub-query say, kept for all rows that ask. */
sealed interface Answer {
  /**
   * The answer for some rows.
   *
   * @param values what the rows of the sub-query are held against; nothing if that is not asked
   */
  Vector over(Vector values, int size);

  long memoryBytes();

  /**
   * Asks; closes the operator.
   *
   * @param rows what there is, in one column unless only its existence matters
   * @param type that of the column
   */
  static Answer of(Question question, SqlType type, Operator rows) {
    try (rows) {
      return switch (question) {
        case Question.Value _ -> new OneValue(valueOf(rows, type));
        case Question.Exists _ -> new OneValue(truth(rows.advance()));
        case Question.Among _ -> Members.of(rows, type);
        case Question.Holds(Comparison comparison, boolean all) ->
            Bounds.of(rows, type, comparison, all);
      };
    }
  }

  private static Vector valueOf(Operator rows, SqlType type) {
    if (!rows.advance()) {
      return Vectors.nulls(type);
    }
    VectorBuilder value = VectorBuilder.of(type);
    value.append(rows.batch().column(0), 0);
    if (rows.batch().size() > 1 || rows.advance()) {
      throw new EvaluationException("Scalar sub-query has returned multiple rows");
    }
    return new Vector.Constant(value.build());
  }

  private static Vector truth(boolean value) {
    return new Vector.Constant(new Vector.Booleans(new boolean[] {value}, null));
  }

  /** The same for every row. */
  record OneValue(Vector constant) implements Answer {
    @Override
    public Vector over(Vector values, int size) {
      return constant;
    }

    @Override
    public long memoryBytes() {
      return 64;
    }
  }

  /**
   * IN: true for a value that is there; else unknown if NULL is there, or the value is NULL and
   * anything is there.
   */
  record Members(GroupKeys values, boolean hasNull) implements Answer {
    static Members of(Operator rows, SqlType type) {
      GroupKeys values = new GroupKeys(List.of(type));
      int[] groups = new int[Batch.ROWS_MAX];
      boolean hasNull = false;
      while (rows.advance()) {
        Batch batch = rows.batch();
        values.find(batch.columns(), batch.size(), groups);
        for (int i = 0; i < batch.size() && !hasNull; i++) {
          hasNull = !batch.column(0).isPresent(i);
        }
      }
      return new Members(values, hasNull);
    }

    @Override
    public Vector over(Vector asked, int size) {
      int[] groups = new int[size];
      values.lookUp(List.of(asked), size, groups);
      VectorBuilder result = VectorBuilder.of(Scalar.BOOLEAN);
      for (int i = 0; i < size; i++) {
        boolean present = asked.isPresent(i);
        if (values.count() == 0) {
          result.appendBoolean(false);
        } else if (present && groups[i] >= 0 && !HeldRows.isNaN(asked, i)) {
          result.appendBoolean(true);
        } else if (!present || hasNull) {
          result.appendNull();
        } else {
          result.appendBoolean(false);
        }
      }
      return result.build();
    }

    @Override
    public long memoryBytes() {
      return values.memoryBytes();
    }
  }

  /**
   * A comparison with ANY or ALL: only the smallest and the greatest row matter, and whether there
   * is NULL.
   *
   * @param bounds the smallest and the greatest value; nothing when all are NULL
   */
  record Bounds(Comparison comparison, boolean all, boolean isEmpty, boolean hasNull, Vector bounds)
      implements Answer {
    static Bounds of(Operator rows, SqlType type, Comparison comparison, boolean all) {
      boolean isEmpty = true;
      boolean hasNull = false;
      Vector least = null;
      Vector greatest = null;
      while (rows.advance()) {
        isEmpty = false;
        Vector column = rows.batch().column(0);
        for (int i = 0; i < rows.batch().size(); i++) {
          if (!column.isPresent(i)) {
            hasNull = true;
            continue;
          }
          if (least == null || Vectors.compare(column, i, least, 0) < 0) {
            least = copyOf(column, i, type);
          }
          if (greatest == null || Vectors.compare(column, i, greatest, 0) > 0) {
            greatest = copyOf(column, i, type);
          }
        }
      }
      VectorBuilder bounds = VectorBuilder.of(type);
      if (least != null) {
        bounds.append(least, 0);
        bounds.append(greatest, 0);
      }
      return new Bounds(comparison, all, isEmpty, hasNull, least == null ? null : bounds.build());
    }

    private static Vector copyOf(Vector column, int index, SqlType type) {
      VectorBuilder value = VectorBuilder.of(type);
      value.append(column, index);
      return value.build();
    }

    @Override
    public Vector over(Vector values, int size) {
      VectorBuilder result = VectorBuilder.of(Scalar.BOOLEAN);
      for (int i = 0; i < size; i++) {
        if (isEmpty) {
          result.appendBoolean(all);
        } else if (!values.isPresent(i)) {
          result.appendNull();
        } else {
          boolean decided = bounds != null && holds(values, i) != all;
          if (!decided && hasNull) {
            result.appendNull();
          } else {
            result.appendBoolean(decided != all);
          }
        }
      }
      return result.build();
    }

    /** Whether the comparison holds for all rows, or for any. */
    private boolean holds(Vector values, int index) {
      boolean withLeast = comparison.holds(Vectors.compare(values, index, bounds, 0));
      boolean withGreatest = comparison.holds(Vectors.compare(values, index, bounds, 1));
      return all ? withLeast && withGreatest : withLeast || withGreatest;
    }

    @Override
    public long memoryBytes() {
      return 128;
    }
  }
}
