package io.lodestone.sql.function;

import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A lambda made ready. Its body is evaluated over batches whose columns are first those columns of
 * the rows around it that it uses, and then its parameters.
 */
final class LambdaBody {
  private final List<Integer> captured;
  private final Evaluator body;
  private final SqlType type;

  LambdaBody(Term.Lambda lambda) {
    this.captured =
        lambda
            .body()
            .walk()
            .flatMap(t -> t instanceof Term.Input input ? Stream.of(input.column()) : Stream.of())
            .distinct()
            .sorted()
            .toList();
    this.type = lambda.body().type();
    this.body = Evaluator.of(lambda.body().rewrite(part -> asColumn(part, lambda)));
  }

  private Term asColumn(Term part, Term.Lambda lambda) {
    if (part instanceof Term.Input(int column, SqlType columnType)) {
      return new Term.Input(captured.indexOf(column), columnType);
    }
    if (part instanceof Term.Parameter(int number, SqlType parameterType)) {
      int own = number - lambda.firstParameter();
      if (own >= 0 && own < lambda.parameters().size()) {
        return new Term.Input(captured.size() + own, parameterType);
      }
    }
    return part;
  }

  /** Whether the body needs nothing but its parameters. */
  boolean isClosed() {
    return captured.isEmpty();
  }

  /** The lambda over the rows of a batch. */
  Bound over(Batch rows) {
    return new Bound(rows);
  }

  /** A lambda and the rows that its body may look at. */
  final class Bound {
    private final Batch rows;

    private Bound(Batch rows) {
      this.rows = rows;
    }

    /** The body for each element of arrays. */
    Vector ofElements(Elements elements) {
      int[] owners = isClosed() ? new int[0] : elements.owners();
      return of(owners, elements.count(), elements.values());
    }

    /**
     * The body for values of its parameters.
     *
     * @param owners for each evaluation the row that it belongs to
     * @param parameters one vector each
     * @return never a constant, so that it may be as long as it likes
     */
    Vector of(int[] owners, int count, Vector... parameters) {
      if (count == 0) {
        // A body that always fails must not be asked.
        return VectorBuilder.of(type).build();
      }
      if (count <= Batch.ROWS_MAX) {
        return written(some(owners, 0, count, parameters), count);
      }
      VectorBuilder all = VectorBuilder.of(type);
      for (int start = 0; start < count; start += Batch.ROWS_MAX) {
        int length = Math.min(count - start, Batch.ROWS_MAX);
        all.append(some(owners, start, length, parameters), 0, length);
      }
      return all.build();
    }

    private Vector some(int[] owners, int start, int count, Vector[] parameters) {
      int[] places = new int[count];
      List<Vector> columns = new ArrayList<>();
      if (!isClosed()) {
        System.arraycopy(owners, start, places, 0, count);
        for (int column : captured) {
          columns.add(Vectors.gather(rows.column(column), places, count));
        }
      }
      for (int i = 0; i < count; i++) {
        places[i] = start + i;
      }
      for (Vector parameter : parameters) {
        columns.add(start == 0 ? parameter : Vectors.gather(parameter, places, count));
      }
      return body.over(new Batch(count, columns));
    }

    private static Vector written(Vector vector, int count) {
      return vector instanceof Vector.Constant(Vector value)
          ? Vectors.gather(value, new int[count], count)
          : vector;
    }
  }
}
