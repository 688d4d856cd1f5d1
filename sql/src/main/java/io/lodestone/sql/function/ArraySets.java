package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.BOOLEAN;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.TypeCoercion;
import io.lodestone.sql.type.VectorBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Functions that take arrays as sets. Results hold each value once, in the order of its first
 * appearance; NULL is a value like any other.
 */
final class ArraySets {
  private ArraySets() {}

  static void declare(FunctionRegistry.Builder to) {
    ArrayFunctions.one(to, "array_distinct", ArrayOf::new, (_, row, result) -> union(row, result));
    two(to, "array_union", ArrayOf::new, ArraySets::union);
    two(to, "array_intersect", ArrayOf::new, (row, result) -> select(row, true, result));
    two(to, "array_except", ArrayOf::new, (row, result) -> select(row, false, result));
    two(to, "arrays_overlap", _ -> BOOLEAN, ArraySets::overlap);
  }

  private static void two(
      FunctionRegistry.Builder to,
      String name,
      Function<SqlType, SqlType> returns,
      Kernels.RowFunction f) {
    to.addScalar(
        new Generic<>(
            name,
            name + "(array(T), array(T))",
            types ->
                types.size() == 2
                    ? TypeCoercion.common(types.get(0), types.get(1))
                        .flatMap(type -> settled(name, type, returns, f))
                    : Optional.empty()));
  }

  private static Optional<ScalarFunction> settled(
      String name, SqlType type, Function<SqlType, SqlType> returns, Kernels.RowFunction f) {
    return type instanceof ArrayOf(SqlType element)
        ? Optional.of(
            ScalarFunction.total(
                name,
                returns.apply(element),
                List.of(type, type),
                Kernels.rows(returns.apply(element), f)))
        : Optional.empty();
  }

  private static void union(Kernels.Row row, VectorBuilder result) {
    ValueSet seen = new ValueSet();
    for (int argument = 0; argument < row.count(); argument++) {
      for (int i = row.start(argument); i < row.end(argument); i++) {
        if (seen.add(row.elements(argument), i)) {
          result.elements().append(row.elements(argument), i);
        }
      }
    }
    result.appendArray();
  }

  /** What of the first array is, or is not, in the second. */
  private static void select(Kernels.Row row, boolean among, VectorBuilder result) {
    ValueSet others = all(row, 1);
    ValueSet seen = new ValueSet();
    for (int i = row.start(0); i < row.end(0); i++) {
      if (others.contains(row.elements(0), i) == among && seen.add(row.elements(0), i)) {
        result.elements().append(row.elements(0), i);
      }
    }
    result.appendArray();
  }

  /** Whether there is a value in both; NULL when there is none and either has a NULL. */
  private static void overlap(Kernels.Row row, VectorBuilder result) {
    ValueSet others = all(row, 1);
    boolean unknown = row.length(0) > 0 && hasNull(row, 1);
    for (int i = row.start(0); i < row.end(0); i++) {
      if (!row.elements(0).isPresent(i)) {
        unknown |= row.length(1) > 0;
      } else if (others.contains(row.elements(0), i)) {
        result.appendBoolean(true);
        return;
      }
    }
    if (unknown) {
      result.appendNull();
    } else {
      result.appendBoolean(false);
    }
  }

  private static ValueSet all(Kernels.Row row, int argument) {
    ValueSet all = new ValueSet();
    for (int i = row.start(argument); i < row.end(argument); i++) {
      all.add(row.elements(argument), i);
    }
    return all;
  }

  private static boolean hasNull(Kernels.Row row, int argument) {
    for (int i = row.start(argument); i < row.end(argument); i++) {
      if (!row.elements(argument).isPresent(i)) {
        return true;
      }
    }
    return false;
  }
}
