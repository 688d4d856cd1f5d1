package io.lodestone.sql.function;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TypeCoercion;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A function of a row and the rows around it, with settled types.
 *
 * @param aggregate the function for {@link Kind#AGGREGATE}, else empty
 */
public record WindowFunction(
    Kind kind, List<SqlType> arguments, SqlType returns, Optional<AggregateFunction> aggregate) {
  /** What functions there are. All but aggregates are named after their constant. */
  public enum Kind {
    ROW_NUMBER,
    RANK,
    DENSE_RANK,
    PERCENT_RANK,
    CUME_DIST,
    NTILE,
    LAG,
    LEAD,
    FIRST_VALUE,
    LAST_VALUE,
    NTH_VALUE,
    AGGREGATE
  }

  public WindowFunction {
    Objects.requireNonNull(kind, "kind");
    arguments = List.copyOf(arguments);
  }

  public static WindowFunction of(AggregateFunction function) {
    return new WindowFunction(
        Kind.AGGREGATE, function.arguments(), function.returns(), Optional.of(function));
  }

  /** Whether a name is that of a function that is no aggregate. */
  public static boolean isName(String name) {
    return names().contains(name);
  }

  /** The names of all that are no aggregates. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (Kind kind : Kind.values()) {
      if (kind != Kind.AGGREGATE) {
        names.add(kind.name().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  /** The function of a name, no aggregate, for arguments of these types; empty when none fits. */
  public static Optional<WindowFunction> named(String name, List<SqlType> types) {
    Kind kind = Kind.valueOf(name.toUpperCase(Locale.ROOT));
    return switch (kind) {
      case ROW_NUMBER, RANK, DENSE_RANK -> fitting(kind, List.of(), Scalar.BIGINT, types);
      case PERCENT_RANK, CUME_DIST -> fitting(kind, List.of(), Scalar.DOUBLE, types);
      case NTILE -> fitting(kind, List.of(Scalar.BIGINT), Scalar.BIGINT, types);
      case FIRST_VALUE, LAST_VALUE ->
          types.isEmpty()
              ? Optional.empty()
              : fitting(kind, List.of(types.getFirst()), types.getFirst(), types);
      case NTH_VALUE ->
          types.isEmpty()
              ? Optional.empty()
              : fitting(kind, List.of(types.getFirst(), Scalar.BIGINT), types.getFirst(), types);
      case LAG, LEAD -> {
        if (types.isEmpty() || types.size() > 3) {
          yield Optional.empty();
        }
        // The default may be the wider one.
        SqlType value =
            types.size() < 3
                ? types.getFirst()
                : TypeCoercion.common(types.get(0), types.get(2)).orElse(types.getFirst());
        yield fitting(
            kind, List.of(value, Scalar.BIGINT, value).subList(0, types.size()), value, types);
      }
      case AGGREGATE -> Optional.empty();
    };
  }

  private static Optional<WindowFunction> fitting(
      Kind kind, List<SqlType> arguments, SqlType returns, List<SqlType> given) {
    if (arguments.size() != given.size()) {
      return Optional.empty();
    }
    for (int i = 0; i < given.size(); i++) {
      TypeCoercion.Distance distance = TypeCoercion.distance(given.get(i), arguments.get(i));
      if (distance.compareTo(TypeCoercion.Distance.WIDER) > 0) {
        return Optional.empty();
      }
    }
    return Optional.of(new WindowFunction(kind, arguments, returns, Optional.empty()));
  }

  /** How messages write the arguments that a name takes. */
  public static String usage(String name) {
    return switch (Kind.valueOf(name.toUpperCase(Locale.ROOT))) {
      case NTILE -> name + "(bigint)";
      case FIRST_VALUE, LAST_VALUE -> name + "(T)";
      case NTH_VALUE -> name + "(T, bigint)";
      case LAG, LEAD -> "%1$s(T), %1$s(T, bigint), %1$s(T, bigint, T)".formatted(name);
      default -> name + "()";
    };
  }
}
