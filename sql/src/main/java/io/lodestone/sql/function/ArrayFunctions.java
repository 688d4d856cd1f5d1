package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.BIGINT;
import static io.lodestone.sql.type.SqlType.Scalar.BOOLEAN;
import static io.lodestone.sql.type.SqlType.Scalar.VARCHAR;

import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TextBuffer;
import io.lodestone.sql.type.TextForm;
import io.lodestone.sql.type.TypeCoercion;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Functions of arrays that look at one array at a time. Those of sets are {@link ArraySets}. */
final class ArrayFunctions {
  private ArrayFunctions() {}

  static void declare(FunctionRegistry.Builder to) {
    one(to, "cardinality", _ -> BIGINT, (_, row, result) -> result.appendWord(row.length(0)));
    one(to, "array_max", e -> e, (_, row, result) -> extreme(row, 1, result));
    one(to, "array_min", e -> e, (_, row, result) -> extreme(row, -1, result));
    one(to, "array_sort", ArrayOf::new, (_, row, result) -> sort(row, result));
    one(to, "reverse", ArrayOf::new, (_, row, result) -> reverse(row, result));
    withValue(to, "contains", _ -> BOOLEAN, ArrayFunctions::contains);
    withValue(to, "array_position", _ -> BIGINT, ArrayFunctions::position);
    withValue(to, "array_remove", ArrayOf::new, ArrayFunctions::remove);
    elementAt(to);
    slice(to);
    flatten(to);
    join(to);
    concat(to);
    zip(to);
    repeat(to);
    ArraySets.declare(to);
    Sequences.declare(to);
  }

  /** A function of one row that appends one value. */
  interface OfArray {
    void apply(SqlType element, Kernels.Row row, VectorBuilder result);
  }

  static void one(
      FunctionRegistry.Builder to, String name, Function<SqlType, SqlType> returns, OfArray f) {
    to.addScalar(
        new Generic<>(
            name,
            name + "(array(T))",
            types ->
                types.size() == 1 && types.get(0) instanceof ArrayOf(SqlType element)
                    ? Optional.of(function(name, returns.apply(element), types, element, f))
                    : Optional.empty()));
  }

  /** A function of an array and a value that may be an element of it. */
  private static void withValue(
      FunctionRegistry.Builder to, String name, Function<SqlType, SqlType> returns, OfArray f) {
    to.addScalar(
        new Generic<>(
            name,
            name + "(array(T), T)",
            types ->
                types.size() == 2 && types.get(0) instanceof ArrayOf(SqlType element)
                    ? TypeCoercion.common(element, types.get(1))
                        .map(
                            common ->
                                function(
                                    name,
                                    returns.apply(common),
                                    List.of(new ArrayOf(common), common),
                                    common,
                                    f))
                    : Optional.empty()));
  }

  static ScalarFunction function(
      String name, SqlType returns, List<SqlType> arguments, SqlType element, OfArray f) {
    return ScalarFunction.partial(
        name,
        returns,
        arguments,
        Kernels.rows(returns, (row, result) -> f.apply(element, row, result)));
  }

  /** NULL when an element is, or when there is none. */
  private static void extreme(Kernels.Row row, int sign, VectorBuilder result) {
    Vector elements = row.elements(0);
    int best = row.start(0);
    for (int i = row.start(0); i < row.end(0); i++) {
      if (!elements.isPresent(i)) {
        result.appendNull();
        return;
      }
      best = sign * Vectors.compare(elements, i, elements, best) > 0 ? i : best;
    }
    if (row.length(0) == 0) {
      result.appendNull();
    } else {
      result.append(elements, best);
    }
  }

  private static void sort(Kernels.Row row, VectorBuilder result) {
    Vector elements = row.elements(0);
    List<Integer> order = new ArrayList<>();
    for (int i = row.start(0); i < row.end(0); i++) {
      order.add(i);
    }
    order.sort((a, b) -> Vectors.compareNullsLast(elements, a, elements, b));
    order.forEach(i -> result.elements().append(elements, i));
    result.appendArray();
  }

  private static void reverse(Kernels.Row row, VectorBuilder result) {
    for (int i = row.end(0) - 1; i >= row.start(0); i--) {
      result.elements().append(row.elements(0), i);
    }
    result.appendArray();
  }

  /** NULL when the value is not there and an element is NULL. */
  private static void contains(SqlType element, Kernels.Row row, VectorBuilder result) {
    boolean unknown = false;
    for (int i = row.start(0); i < row.end(0); i++) {
      switch (equal(row, i)) {
        case TRUE -> {
          result.appendBoolean(true);
          return;
        }
        case UNKNOWN -> unknown = true;
        case FALSE -> {}
      }
    }
    if (unknown) {
      result.appendNull();
    } else {
      result.appendBoolean(false);
    }
  }

  private static void position(SqlType element, Kernels.Row row, VectorBuilder result) {
    for (int i = row.start(0); i < row.end(0); i++) {
      if (equal(row, i) == PartComparisons.Truth.TRUE) {
        result.appendWord(i - row.start(0) + 1);
        return;
      }
    }
    result.appendWord(0);
  }

  private static void remove(SqlType element, Kernels.Row row, VectorBuilder result) {
    for (int i = row.start(0); i < row.end(0); i++) {
      if (equal(row, i) != PartComparisons.Truth.TRUE) {
        result.elements().append(row.elements(0), i);
      }
    }
    result.appendArray();
  }

  /** Whether an element of the first argument is the second one. */
  private static PartComparisons.Truth equal(Kernels.Row row, int index) {
    return PartComparisons.equal(row.elements(0), index, row.vector(1), row.index());
  }

  private static void elementAt(FunctionRegistry.Builder to) {
    withCounts(
        to,
        "element_at",
        "element_at(array(T), bigint)",
        1,
        e -> e,
        (_, row, result) -> {
          long index = row.word(1);
          if (index == 0) {
            throw new EvaluationException("SQL array indices start at 1");
          }
          if (Math.abs(index) > row.length(0)) {
            result.appendNull();
          } else {
            result.append(
                row.elements(0),
                index > 0 ? row.start(0) + (int) index - 1 : row.end(0) + (int) index);
          }
        });
  }

  private static void slice(FunctionRegistry.Builder to) {
    withCounts(
        to,
        "slice",
        "slice(array(T), bigint, bigint)",
        2,
        ArrayOf::new,
        (_, row, result) -> {
          long start = row.word(1);
          long count = row.word(2);
          if (start == 0) {
            throw new EvaluationException("SQL array indices start at 1");
          }
          if (count < 0) {
            throw new EvaluationException("length must be greater than or equal to 0");
          }
          int length = row.length(0);
          long from = start > 0 ? start - 1 : length + start;
          if (from >= 0 && from < length) {
            int first = row.start(0) + (int) from;
            int last = (int) Math.min(first + count, row.end(0));
            result.elements().append(row.elements(0), first, last);
          }
          result.appendArray();
        });
  }

  /** A function of an array and whole numbers. */
  private static void withCounts(
      FunctionRegistry.Builder to,
      String name,
      String signature,
      int counts,
      Function<SqlType, SqlType> returns,
      OfArray f) {
    to.addScalar(
        new Generic<>(
            name,
            signature,
            types -> {
              boolean fits =
                  types.size() == counts + 1
                      && types.stream()
                          .skip(1)
                          .allMatch(type -> TypeCoercion.distance(type, BIGINT).isWidening());
              if (!fits || !(types.get(0) instanceof ArrayOf(SqlType element))) {
                return Optional.empty();
              }
              List<SqlType> arguments = new ArrayList<>();
              arguments.add(types.get(0));
              for (int i = 0; i < counts; i++) {
                arguments.add(BIGINT);
              }
              return Optional.of(function(name, returns.apply(element), arguments, element, f));
            }));
  }

  private static void flatten(FunctionRegistry.Builder to) {
    to.addScalar(
        new Generic<>(
            "flatten",
            "flatten(array(array(T)))",
            types ->
                types.size() == 1
                        && types.get(0) instanceof ArrayOf(SqlType inner)
                        && inner instanceof ArrayOf(SqlType element)
                    ? Optional.of(
                        function(
                            "flatten",
                            inner,
                            types,
                            element,
                            (_, row, result) -> flat(row, result)))
                    : Optional.empty()));
  }

  /** NULL arrays are left out. */
  private static void flat(Kernels.Row row, VectorBuilder result) {
    Vector inner = row.elements(0);
    Vector.Arrays arrays = Vectors.arraysOf(inner);
    for (int i = row.start(0); i < row.end(0); i++) {
      if (inner.isPresent(i)) {
        int entry = Vectors.entryOf(inner, i);
        result
            .elements()
            .append(arrays.elements(), arrays.offsets()[entry], arrays.offsets()[entry + 1]);
      }
    }
    result.appendArray();
  }

  private static void join(FunctionRegistry.Builder to) {
    to.addScalar(
        new Generic<>(
            "array_join",
            "array_join(array(T), varchar), array_join(array(T), varchar, varchar)",
            types -> {
              boolean fits =
                  (types.size() == 2 || types.size() == 3)
                      && types.stream()
                          .skip(1)
                          .allMatch(type -> TypeCoercion.distance(type, VARCHAR).isWidening());
              if (!fits
                  || !(types.get(0) instanceof ArrayOf(SqlType element))
                  || !(element instanceof Scalar)) {
                return Optional.empty();
              }
              List<SqlType> arguments = new ArrayList<>();
              arguments.add(types.get(0));
              for (int i = 1; i < types.size(); i++) {
                arguments.add(VARCHAR);
              }
              return Optional.of(
                  function("array_join", VARCHAR, arguments, element, ArrayFunctions::joined));
            }));
  }

  /** NULL elements are left out unless there is a text for them. */
  private static void joined(SqlType element, Kernels.Row row, VectorBuilder result) {
    TextBuffer text = new TextBuffer();
    boolean first = true;
    for (int i = row.start(0); i < row.end(0); i++) {
      boolean present = row.elements(0).isPresent(i);
      if (!present && row.count() == 2) {
        continue;
      }
      if (!first) {
        text.append(row.text(1));
      }
      first = false;
      if (present) {
        TextForm.append(element, row.elements(0), i, text);
      } else {
        text.append(row.text(2));
      }
    }
    result.appendText(text.bytes(), 0, text.length());
  }

  /** Of arrays, and of arrays and elements where there are two: {@code a || 1}. */
  private static void concat(FunctionRegistry.Builder to) {
    to.addScalar(
        new Generic<>(
            "concat",
            "concat(array(T), array(T), ...), concat(array(T), T), concat(T, array(T))",
            types -> types.size() < 2 ? Optional.empty() : concat(types)));
  }

  private static Optional<ScalarFunction> concat(List<SqlType> types) {
    Optional<SqlType> array =
        types.stream()
            .map(Optional::of)
            .reduce((a, b) -> a.flatMap(x -> b.flatMap(y -> TypeCoercion.common(x, y))))
            .flatMap(type -> type)
            .filter(ArrayOf.class::isInstance);
    if (array.isPresent()) {
      List<SqlType> arguments = types.stream().map(_ -> array.get()).toList();
      return Optional.of(concat(array.get(), arguments));
    }
    if (types.size() != 2) {
      return Optional.empty();
    }
    SqlType left = types.get(0);
    SqlType right = types.get(1);
    if (left instanceof ArrayOf(SqlType element)) {
      return TypeCoercion.common(element, right)
          .map(common -> concat(new ArrayOf(common), List.of(new ArrayOf(common), common)));
    }
    if (right instanceof ArrayOf(SqlType element)) {
      return TypeCoercion.common(left, element)
          .map(common -> concat(new ArrayOf(common), List.of(common, new ArrayOf(common))));
    }
    return Optional.empty();
  }

  private static ScalarFunction concat(SqlType array, List<SqlType> arguments) {
    return ScalarFunction.total(
        "concat",
        array,
        arguments,
        Kernels.rows(
            array,
            (row, result) -> {
              for (int i = 0; i < arguments.size(); i++) {
                if (arguments.get(i).equals(array)) {
                  result.elements().append(row.elements(i), row.start(i), row.end(i));
                } else {
                  row.copy(i, result.elements());
                }
              }
              result.appendArray();
            }));
  }

  /** The shorter arrays are filled up with NULL. */
  private static void zip(FunctionRegistry.Builder to) {
    to.addScalar(
        new Generic<>(
            "zip",
            "zip(array(T), array(U), ...)",
            types -> {
              if (types.size() < 2 || !types.stream().allMatch(ArrayOf.class::isInstance)) {
                return Optional.empty();
              }
              List<SqlType.Field> fields =
                  types.stream()
                      .map(t -> new SqlType.Field(Optional.empty(), ((ArrayOf) t).element()))
                      .toList();
              SqlType returns = new ArrayOf(new SqlType.RowOf(fields));
              return Optional.of(
                  function("zip", returns, types, null, (_, row, result) -> zip(row, result)));
            }));
  }

  private static void zip(Kernels.Row row, VectorBuilder result) {
    int length = 0;
    for (int a = 0; a < row.count(); a++) {
      length = Math.max(length, row.length(a));
    }
    for (int i = 0; i < length; i++) {
      for (int a = 0; a < row.count(); a++) {
        VectorBuilder field = result.elements().field(a);
        if (i < row.length(a)) {
          field.append(row.elements(a), row.start(a) + i);
        } else {
          field.appendNull();
        }
      }
      result.elements().appendRow();
    }
    result.appendArray();
  }

  /** Also of NULL, so that its kernel looks at the rows itself. */
  private static void repeat(FunctionRegistry.Builder to) {
    to.addScalar(
        new Generic<>(
            "repeat",
            "repeat(T, bigint)",
            types ->
                types.size() == 2 && TypeCoercion.distance(types.get(1), BIGINT).isWidening()
                    ? Optional.of(
                        ScalarFunction.partial(
                            "repeat",
                            new ArrayOf(types.get(0)),
                            List.of(types.get(0), BIGINT),
                            (arguments, size) -> repeat(types.get(0), arguments, size)))
                    : Optional.empty()));
  }

  private static Vector repeat(SqlType element, Vector[] arguments, int size) {
    VectorBuilder result = VectorBuilder.of(new ArrayOf(element));
    for (int i = 0; i < size; i++) {
      if (!arguments[1].isPresent(i)) {
        result.appendNull();
        continue;
      }
      long count = Vectors.word(arguments[1], i);
      if (count < 0) {
        throw new EvaluationException(
            "count argument of repeat function must be greater than or equal to 0");
      }
      if (count > Sequences.ENTRIES_MAX) {
        throw new EvaluationException(
            "count argument of repeat function must be less than or equal to "
                + Sequences.ENTRIES_MAX);
      }
      for (int k = 0; k < count; k++) {
        result.elements().append(arguments[0], i);
      }
      result.appendArray();
    }
    return result.build();
  }
}
