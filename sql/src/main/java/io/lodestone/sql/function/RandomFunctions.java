package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.BIGINT;
import static io.lodestone.sql.type.SqlType.Scalar.DOUBLE;

import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Functions of chance. Their last argument, which the analysis adds, is the seed of the call: so
 * chance comes from nowhere but the query.
 */
final class RandomFunctions {
  private RandomFunctions() {}

  static void declare(FunctionRegistry.Builder to) {
    for (String name : List.of("random", "rand")) {
      to.add(
          ScalarFunction.partial(
                  name,
                  DOUBLE,
                  List.of(BIGINT),
                  seeded(0, random -> (_, size) -> doubles(random, size)))
              .random());
      to.add(
          ScalarFunction.partial(
                  name,
                  BIGINT,
                  List.of(BIGINT, BIGINT),
                  seeded(1, random -> Kernels.longs((bound, _) -> below(random, bound))))
              .random());
    }
    to.addScalar(
        new Generic<>(
            "shuffle",
            "shuffle(array(T))",
            types ->
                types.size() == 2 && types.get(0) instanceof ArrayOf array
                    ? Optional.of(shuffle(array))
                    : Optional.empty()));
  }

  private static ScalarFunction shuffle(ArrayOf array) {
    return ScalarFunction.partial(
            "shuffle",
            array,
            List.of(array, BIGINT),
            seeded(1, random -> Kernels.rows(array, (row, result) -> shuffle(random, row, result))))
        .random();
  }

  /** A kernel that keeps drawing from one source, which it makes of the seed of its first batch. */
  private static Supplier<Kernel> seeded(int seed, Function<SplittableRandom, Kernel> kernel) {
    return () ->
        new Kernel() {
          private Kernel drawing;

          @Override
          public Vector apply(Vector[] arguments, int size) {
            if (drawing == null) {
              drawing = kernel.apply(new SplittableRandom(Vectors.word(arguments[seed], 0)));
            }
            return drawing.apply(arguments, size);
          }
        };
  }

  private static Vector doubles(SplittableRandom random, int size) {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextDouble();
    }
    return new Vector.Doubles(values, null);
  }

  private static long below(SplittableRandom random, long bound) {
    if (bound <= 0) {
      throw new EvaluationException("bound must be positive");
    }
    return random.nextLong(bound);
  }

  private static void shuffle(SplittableRandom random, Kernels.Row row, VectorBuilder result) {
    int length = row.length(0);
    int[] order = new int[length];
    for (int i = 0; i < length; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = row.start(0) + i;
    }
    for (int at : order) {
      result.elements().append(row.elements(0), at);
    }
    result.appendArray();
  }
}
