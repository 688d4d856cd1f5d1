package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.BIGINT;

import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.Presence;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.RowOf;
import io.lodestone.sql.type.TypeCoercion;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What makes values with parts and takes them apart: ARRAY[...], ROW(...), a[i] and r.name. */
public final class Structures {
  /** The operator {@code a[i]}. */
  public static final String SUBSCRIPT = "[]";

  private Structures() {}

  static void declare(FunctionRegistry.Builder to) {
    to.addScalar(
        new Generic<>(
            SUBSCRIPT,
            "[](array(T), bigint)",
            types ->
                types.size() == 2
                        && types.get(0) instanceof ArrayOf array
                        && TypeCoercion.distance(types.get(1), BIGINT).isWidening()
                    ? Optional.of(subscript(array))
                    : Optional.empty()));
  }

  /** {@code ARRAY[...]} of so many elements, each of the given type. */
  public static ScalarFunction array(SqlType element, int count) {
    SqlType type = new ArrayOf(element);
    Kernel kernel =
        (arguments, size) -> {
          VectorBuilder result = VectorBuilder.of(type);
          for (int i = 0; i < size; i++) {
            for (Vector argument : arguments) {
              result.elements().append(argument, i);
            }
            result.appendArray();
          }
          return result.build();
        };
    return ScalarFunction.total("array", type, Collections.nCopies(count, element), kernel);
  }

  /** {@code ROW(...)}. */
  public static ScalarFunction row(RowOf type) {
    return ScalarFunction.total(
        "row",
        type,
        type.fields().stream().map(SqlType.Field::type).toList(),
        (arguments, _) -> new Vector.Rows(List.of(arguments), null));
  }

  /** The part of a row at a place from 0. */
  public static ScalarFunction field(RowOf type, int index) {
    return ScalarFunction.total(
        "field " + index,
        type.fields().get(index).type(),
        List.of(type),
        (arguments, size) -> field(arguments[0], index, size));
  }

  /** A part of rows: NULL where the row is. */
  static Vector field(Vector vector, int index, int size) {
    return switch (vector) {
      case Vector.Constant(Vector row) -> new Vector.Constant(field(row, index, 1));
      case Vector.Rows(List<Vector> fields, long[] presence) ->
          only(fields.get(index), presence, size);
      default -> throw new IllegalArgumentException("no rows");
    };
  }

  /** The same values, but NULL where the given bits are not set. */
  static Vector only(Vector vector, long[] presence, int size) {
    if (presence == null) {
      return vector;
    }
    return switch (vector) {
      case Vector.Longs(long[] values, long[] own) ->
          new Vector.Longs(values, Presence.and(own, presence, size));
      case Vector.Doubles(double[] values, long[] own) ->
          new Vector.Doubles(values, Presence.and(own, presence, size));
      case Vector.Booleans(boolean[] values, long[] own) ->
          new Vector.Booleans(values, Presence.and(own, presence, size));
      case Vector.Text(byte[] bytes, int[] offsets, long[] own) ->
          new Vector.Text(bytes, offsets, Presence.and(own, presence, size));
      case Vector.Dictionary(int[] codes, Vector.Text texts, long[] own, Object origin) ->
          new Vector.Dictionary(codes, texts, Presence.and(own, presence, size), origin);
      case Vector.Arrays(int[] offsets, Vector elements, long[] own) ->
          new Vector.Arrays(offsets, elements, Presence.and(own, presence, size));
      case Vector.Rows(List<Vector> fields, long[] own) ->
          new Vector.Rows(fields, Presence.and(own, presence, size));
      case Vector.Constant(Vector value) ->
          only(Vectors.gather(value, new int[size], size), presence, size);
    };
  }

  private static ScalarFunction subscript(ArrayOf array) {
    return ScalarFunction.partial(
        SUBSCRIPT,
        array.element(),
        List.of(array, BIGINT),
        Kernels.rows(
            array.element(),
            (row, result) -> {
              long index = row.word(1);
              int length = row.length(0);
              if (index == 0) {
                throw new EvaluationException("SQL array indices start at 1");
              }
              if (index < 0) {
                throw new EvaluationException("Array subscript is negative: " + index);
              }
              if (index > length) {
                throw new EvaluationException(
                    "Array subscript must be less than or equal to array length: %s > %s"
                        .formatted(index, length));
              }
              result.append(row.elements(0), row.start(0) + (int) index - 1);
            }));
  }
}
