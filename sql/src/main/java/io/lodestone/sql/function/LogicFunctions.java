package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.BOOLEAN;
import static io.lodestone.sql.type.SqlType.Scalar.UNKNOWN;

import io.lodestone.sql.type.Presence;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TypeCoercion;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.List;
import java.util.Optional;

/** NOT, and choosing among values by their order. */
final class LogicFunctions {
  private LogicFunctions() {}

  static void declare(FunctionRegistry.Builder to) {
    to.add(ScalarFunction.total("not", BOOLEAN, List.of(BOOLEAN), LogicFunctions::not));
    for (Scalar type : Scalar.values()) {
      if (type != UNKNOWN) {
        to.add(extreme("greatest", type, 1));
        to.add(extreme("least", type, -1));
      }
    }
    ofParts(to, "greatest", 1);
    ofParts(to, "least", -1);
  }

  private static void ofParts(FunctionRegistry.Builder to, String name, int sign) {
    to.addScalar(
        new Generic<>(
            name,
            name + "(T, ...)",
            types ->
                types.stream()
                    .map(Optional::of)
                    .reduce(
                        (a, b) -> a.flatMap(left -> b.flatMap(r -> TypeCoercion.common(left, r))))
                    .flatMap(type -> type)
                    .filter(type -> !(type instanceof Scalar))
                    .map(type -> extreme(name, type, sign))));
  }

  private static Vector not(Vector[] arguments, int size) {
    boolean[] in = Vectors.booleans(arguments[0], size);
    boolean[] out = new boolean[size];
    for (int i = 0; i < size; i++) {
      out[i] = !in[i];
    }
    return new Vector.Booleans(out, arguments[0].presence());
  }

  /** The argument that compares with all others as {@code sign} says; NULL when one is NULL. */
  private static ScalarFunction extreme(String name, SqlType type, int sign) {
    Kernel kernel =
        (arguments, size) -> {
          long[] presence = Presence.ofAll(arguments, size);
          VectorBuilder result = VectorBuilder.of(type);
          for (int i = 0; i < size; i++) {
            if (!Presence.has(presence, i)) {
              result.appendNull();
              continue;
            }
            Vector best = arguments[0];
            for (Vector argument : arguments) {
              if (sign * Vectors.compare(argument, i, best, i) > 0) {
                best = argument;
              }
            }
            result.append(best, i);
          }
          return result.build();
        };
    return ScalarFunction.total(name, type, List.of(type), kernel).repeatingLast();
  }
}
