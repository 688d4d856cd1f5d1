package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.BOOLEAN;

import io.lodestone.sql.type.Presence;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.TimeSeriesOf;
import io.lodestone.sql.type.Timeseries;
import io.lodestone.sql.type.TypeCoercion;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.List;
import java.util.Optional;

/** Functions that apply lambdas to the elements of arrays and the samples of timeseries. */
final class LambdaFunctions {
  private LambdaFunctions() {}

  static void declare(FunctionRegistry.Builder to) {
    to.add(
        new HigherOrder(
            "transform",
            "transform(array(T), function(T, U))",
            1,
            (values, lambdas) ->
                ofArray(values)
                    .map(
                        element -> {
                          SqlType result = lambdas.resultOf(0, List.of(element));
                          return new HigherOrder.Settled(
                              new ArrayOf(result),
                              values,
                              List.of(result),
                              LambdaFunctions::transform);
                        })));
    to.add(
        new HigherOrder(
            "filter",
            "filter(array(T), function(T, boolean)), filter(timeseries(T), function(row(time"
                + " timestamp, value T), boolean))",
            1,
            (values, lambdas) ->
                ofElements(values)
                    .filter(element -> isCondition(lambdas.resultOf(0, List.of(element))))
                    .map(
                        _ ->
                            new HigherOrder.Settled(
                                values.getFirst(),
                                values,
                                List.of(BOOLEAN),
                                LambdaFunctions::filter))));
    match(to, "any_match", true, true);
    match(to, "all_match", false, false);
    match(to, "none_match", true, false);
    to.add(
        new HigherOrder(
            "reduce",
            "reduce(array(T), S, function(S, T, S), function(S, R)), reduce(timeseries(T), S,"
                + " function(S, row(time timestamp, value T), S), function(S, R))",
            2,
            LambdaFunctions::settleReduce));
    to.add(
        new HigherOrder(
            "zip_with",
            "zip_with(array(T), array(U), function(T, U, R))",
            1,
            (values, lambdas) ->
                values.size() == 2
                        && values.get(0) instanceof ArrayOf(SqlType left)
                        && values.get(1) instanceof ArrayOf(SqlType right)
                    ? Optional.of(settleZip(values, left, right, lambdas))
                    : Optional.empty()));
  }

  private static Optional<SqlType> ofArray(List<SqlType> values) {
    return values.size() == 1 && values.getFirst() instanceof ArrayOf(SqlType element)
        ? Optional.of(element)
        : Optional.empty();
  }

  private static Optional<SqlType> ofElements(List<SqlType> values) {
    return values.size() == 1 ? elementOf(values.getFirst()) : Optional.empty();
  }

  private static Optional<SqlType> elementOf(SqlType type) {
    return switch (type) {
      case ArrayOf(SqlType element) -> Optional.of(element);
      case TimeSeriesOf series -> Optional.of(Timeseries.elementType(series));
      default -> Optional.empty();
    };
  }

  private static boolean isCondition(SqlType type) {
    return type == BOOLEAN || type == SqlType.Scalar.UNKNOWN;
  }

  private static Vector transform(Vector[] arguments, LambdaBody.Bound[] lambdas, int size) {
    Elements elements = Elements.of(arguments[0], size);
    return new Vector.Arrays(
        elements.offsets(), lambdas[0].ofElements(elements), arguments[0].presence());
  }

  private static Vector filter(Vector[] arguments, LambdaBody.Bound[] lambdas, int size) {
    Elements elements = Elements.of(arguments[0], size);
    Vector wanted = lambdas[0].ofElements(elements);
    int[] offsets = new int[size + 1];
    int[] kept = new int[elements.count()];
    int count = 0;
    for (int row = 0; row < size; row++) {
      for (int i = elements.offsets()[row]; i < elements.offsets()[row + 1]; i++) {
        if (wanted.isPresent(i) && Vectors.booleanAt(wanted, i)) {
          kept[count++] = i;
        }
      }
      offsets[row + 1] = count;
    }
    return new Vector.Arrays(
        offsets, Vectors.gather(elements.values(), kept, count), arguments[0].presence());
  }

  /**
   * A test of all elements: the answer is known as soon as one of them decides, and NULL when none
   * does and one of them is NULL.
   *
   * @param deciding what the lambda says of an element that decides
   * @param decided the answer then
   */
  private static void match(
      FunctionRegistry.Builder to, String name, boolean deciding, boolean decided) {
    HigherOrder.LambdaKernel kernel =
        (arguments, lambdas, size) -> {
          Elements elements = Elements.of(arguments[0], size);
          Vector truths = lambdas[0].ofElements(elements);
          VectorBuilder result = VectorBuilder.of(BOOLEAN);
          for (int row = 0; row < size; row++) {
            boolean found = false;
            boolean unknown = !arguments[0].isPresent(row);
            for (int i = elements.offsets()[row]; i < elements.offsets()[row + 1]; i++) {
              unknown |= !truths.isPresent(i);
              found |= truths.isPresent(i) && Vectors.booleanAt(truths, i) == deciding;
            }
            if (found) {
              result.appendBoolean(decided);
            } else if (unknown) {
              result.appendNull();
            } else {
              result.appendBoolean(!decided);
            }
          }
          return result.build();
        };
    to.add(
        new HigherOrder(
            name,
            name + "(array(T), function(T, boolean))",
            1,
            (values, lambdas) ->
                ofArray(values)
                    .filter(element -> isCondition(lambdas.resultOf(0, List.of(element))))
                    .map(_ -> new HigherOrder.Settled(BOOLEAN, values, List.of(BOOLEAN), kernel))));
  }

  /**
   * The state has the type of the initial one, or a wider one that the lambda makes of it: {@code
   * reduce(a, 0, (s, x) -> s + x, s -> s)} counts in doubles if {@code a} holds some.
   */
  private static Optional<HigherOrder.Settled> settleReduce(
      List<SqlType> values, HigherOrder.Lambdas lambdas) {
    Optional<SqlType> element = values.size() == 2 ? elementOf(values.get(0)) : Optional.empty();
    if (element.isEmpty()) {
      return Optional.empty();
    }
    SqlType state = values.get(1);
    SqlType next = lambdas.resultOf(0, List.of(state, element.get()));
    while (!TypeCoercion.distance(next, state).isWidening()) {
      if (!TypeCoercion.distance(state, next).isWidening()) {
        return Optional.empty();
      }
      state = next;
      next = lambdas.resultOf(0, List.of(state, element.get()));
    }
    SqlType result = lambdas.resultOf(1, List.of(state));
    SqlType stateType = state;
    return Optional.of(
        new HigherOrder.Settled(
            result,
            List.of(values.get(0), stateType),
            List.of(stateType, result),
            (arguments, bodies, size) -> reduce(stateType, arguments, bodies, size)));
  }

  /**
   * Goes through all arrays at once: in step n the states of all rows that have an n-th element
   * take it in.
   */
  private static Vector reduce(
      SqlType stateType, Vector[] arguments, LambdaBody.Bound[] lambdas, int size) {
    Elements elements = Elements.of(arguments[0], size);
    VectorBuilder finished = VectorBuilder.of(stateType);
    int[] places = new int[size];
    int[] open = new int[size];
    for (int i = 0; i < size; i++) {
      open[i] = i;
    }
    Vector states = arguments[1];
    int count = size;
    for (int step = 0; count > 0; step++) {
      int[] going = new int[count];
      int[] goingStates = new int[count];
      int[] taken = new int[count];
      int left = 0;
      for (int i = 0; i < count; i++) {
        int row = open[i];
        int at = elements.offsets()[row] + step;
        if (at < elements.offsets()[row + 1]) {
          going[left] = row;
          goingStates[left] = i;
          taken[left++] = at;
        } else {
          places[row] = finished.size();
          finished.append(states, i);
        }
      }
      if (left > 0) {
        states =
            lambdas[0].of(
                going,
                left,
                Vectors.gather(states, goingStates, left),
                Vectors.gather(elements.values(), taken, left));
      }
      open = going;
      count = left;
    }
    int[] rows = new int[size];
    for (int i = 0; i < size; i++) {
      rows[i] = i;
    }
    Vector results = lambdas[1].of(rows, size, Vectors.gather(finished.build(), places, size));
    return Structures.only(results, arguments[0].presence(), size);
  }

  private static HigherOrder.Settled settleZip(
      List<SqlType> values, SqlType left, SqlType right, HigherOrder.Lambdas lambdas) {
    SqlType result = lambdas.resultOf(0, List.of(left, right));
    return new HigherOrder.Settled(
        new ArrayOf(result),
        values,
        List.of(result),
        (arguments, bodies, size) -> zip(left, right, arguments, bodies, size));
  }

  /** The shorter array is taken as filled up with NULL. */
  private static Vector zip(
      SqlType left, SqlType right, Vector[] arguments, LambdaBody.Bound[] lambdas, int size) {
    long[] presence = Presence.ofAll(arguments, size);
    Elements a = Elements.of(Structures.only(arguments[0], presence, size), size);
    Elements b = Elements.of(Structures.only(arguments[1], presence, size), size);
    VectorBuilder lefts = VectorBuilder.of(left);
    VectorBuilder rights = VectorBuilder.of(right);
    int[] offsets = new int[size + 1];
    for (int row = 0; row < size; row++) {
      int aLength = a.offsets()[row + 1] - a.offsets()[row];
      int bLength = b.offsets()[row + 1] - b.offsets()[row];
      int length = Math.max(aLength, bLength);
      for (int i = 0; i < length; i++) {
        appendOrNull(lefts, a, row, i, aLength);
        appendOrNull(rights, b, row, i, bLength);
      }
      offsets[row + 1] = offsets[row] + length;
    }
    Elements pairs = new Elements(offsets, lefts.build(), size);
    int[] owners = pairs.owners();
    return new Vector.Arrays(
        offsets, lambdas[0].of(owners, pairs.count(), pairs.values(), rights.build()), presence);
  }

  private static void appendOrNull(
      VectorBuilder target, Elements elements, int row, int index, int length) {
    if (index < length) {
      target.append(elements.values(), elements.offsets()[row] + index);
    } else {
      target.appendNull();
    }
  }
}
