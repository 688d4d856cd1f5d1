package io.lodestone.sql.function;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.Field;
import io.lodestone.sql.type.SqlType.RowOf;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.SqlType.TimeSeriesOf;
import io.lodestone.sql.type.Timeseries;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Casts of values with parts: they cast the parts. */
final class PartConversions {
  private PartConversions() {}

  /**
   * @param casts finds the cast of a part
   */
  static Optional<ScalarFunction> cast(
      SqlType from, SqlType to, BiFunction<SqlType, SqlType, Optional<ScalarFunction>> casts) {
    if (from == Scalar.UNKNOWN) {
      return Optional.of(function(from, to, false, (_, _) -> Vectors.nulls(to)));
    }
    if (from.equals(to)) {
      return Optional.of(function(from, to, false, (arguments, _) -> arguments[0]));
    }
    if (from instanceof ArrayOf(SqlType a) && to instanceof ArrayOf(SqlType b)) {
      return casts.apply(a, b).map(cast -> ofElements(from, to, b, cast));
    }
    if (from instanceof TimeSeriesOf a && to instanceof TimeSeriesOf b) {
      RowOf sample = Timeseries.elementType(b);
      return casts
          .apply(Timeseries.elementType(a), sample)
          .map(cast -> ofElements(from, to, sample, cast));
    }
    if (from instanceof RowOf(List<Field> a) && to instanceof RowOf(List<Field> b)) {
      return ofFields(from, to, a, b, casts);
    }
    return Optional.empty();
  }

  private static ScalarFunction ofElements(
      SqlType from, SqlType to, SqlType element, ScalarFunction cast) {
    return function(
        from,
        to,
        cast.canFail(),
        (arguments, size) -> {
          Elements elements = Elements.of(arguments[0], size);
          Vector values =
              Kernels.inBatches(
                  cast.newKernel(), element, elements.count(), new Vector[] {elements.values()});
          return new Vector.Arrays(elements.offsets(), values, arguments[0].presence());
        });
  }

  private static Optional<ScalarFunction> ofFields(
      SqlType from,
      SqlType to,
      List<Field> a,
      List<Field> b,
      BiFunction<SqlType, SqlType, Optional<ScalarFunction>> casts) {
    if (a.size() != b.size()) {
      return Optional.empty();
    }
    List<ScalarFunction> ofEach = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      Optional<ScalarFunction> cast = casts.apply(a.get(i).type(), b.get(i).type());
      if (cast.isEmpty()) {
        return Optional.empty();
      }
      ofEach.add(cast.get());
    }
    return Optional.of(
        function(
            from,
            to,
            ofEach.stream().anyMatch(ScalarFunction::canFail),
            (arguments, size) -> {
              List<Vector> fields = new ArrayList<>();
              for (int i = 0; i < ofEach.size(); i++) {
                Vector field = Structures.field(arguments[0], i, size);
                fields.add(ofEach.get(i).newKernel().apply(new Vector[] {field}, size));
              }
              return new Vector.Rows(fields, arguments[0].presence());
            }));
  }

  private static ScalarFunction function(SqlType from, SqlType to, boolean canFail, Kernel kernel) {
    String name = Conversions.nameOfCastTo(to);
    return canFail
        ? ScalarFunction.partial(name, to, List.of(from), kernel)
        : ScalarFunction.total(name, to, List.of(from), kernel);
  }
}
