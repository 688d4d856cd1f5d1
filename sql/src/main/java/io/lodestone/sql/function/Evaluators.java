package io.lodestone.sql.function;

import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What each kind of term does. Kernels always run over all rows of a batch; where only some rows
 * count, as in the branches of CASE, those rows are first gathered into a batch of their own.
 */
final class Evaluators {
  private Evaluators() {}

  static Evaluator of(Term term) {
    Evaluator plain = plain(term);
    return onlyTextColumn(term)
        .<Evaluator>map(column -> new DictionaryEvaluator(plain, column, term.type()))
        .orElse(plain);
  }

  private static Evaluator plain(Term term) {
    return switch (term) {
      case Term.Input(int column, SqlType _) -> batch -> batch.column(column);
      case Term.Constant constant -> {
        Vector vector = vectorOf(constant);
        yield _ -> vector;
      }
      case Term.Call(ScalarFunction function, List<Term> arguments) ->
          new CallEvaluator(function, arguments);
      case Term.Apply apply -> new ApplyEvaluator(apply);
      case Term.Parameter _ ->
          throw new IllegalArgumentException("a parameter has no value outside of its lambda");
      case Term.And(List<Term> parts) -> new LogicEvaluator(parts, false);
      case Term.Or(List<Term> parts) -> new LogicEvaluator(parts, true);
      case Term.IsNull(Term value) -> isNull(of(value));
      case Term.In in -> in(in);
      case Term.Case(List<Term> parts, SqlType type) -> CaseEvaluator.ofCase(parts, type);
      case Term.Coalesce(List<Term> parts, SqlType type) -> CaseEvaluator.ofCoalesce(parts, type);
      case Term.Try(Term value) -> tried(of(value), value.type());
      case Term.Placeholder _ -> throw new IllegalArgumentException("no value of a row: " + term);
    };
  }

  /**
   * The one column that a term depends on, when it is of text and the term does something with it:
   * then the term need be evaluated only once for each different text.
   */
  private static java.util.Optional<Integer> onlyTextColumn(Term term) {
    if (term instanceof Term.Leaf) {
      return java.util.Optional.empty();
    }
    Set<Term.Input> inputs =
        term.walk()
            .filter(Term.Input.class::isInstance)
            .map(Term.Input.class::cast)
            .collect(Collectors.toSet());
    return inputs.size() == 1 && inputs.iterator().next().type() == Scalar.VARCHAR
        ? java.util.Optional.of(inputs.iterator().next().column())
        : java.util.Optional.empty();
  }

  static Vector vectorOf(Term.Constant constant) {
    VectorBuilder builder = VectorBuilder.of(constant.type());
    append(constant, builder);
    return new Vector.Constant(builder.build());
  }

  static void append(Term.Constant constant, VectorBuilder builder) {
    switch (constant.value()) {
      case null -> builder.appendNull();
      case Long word -> builder.appendWord(word);
      case Double number -> builder.appendDouble(number);
      case Boolean truth -> builder.appendBoolean(truth);
      case String text -> builder.appendText(text);
      case Vector value -> builder.append(value, 0);
      default -> throw new IllegalArgumentException("no constant: " + constant);
    }
  }

  private static Evaluator isNull(Evaluator value) {
    return batch -> {
      Vector vector = value.over(batch);
      boolean[] out = new boolean[batch.size()];
      for (int i = 0; i < out.length; i++) {
        out[i] = !vector.isPresent(i);
      }
      return new Vector.Booleans(out, null);
    };
  }

  /** Looks a value up among the sorted options. */
  private static Evaluator in(Term.In in) {
    List<Vector> sorted =
        in.options().stream()
            .filter(option -> !option.isNull())
            .map(Evaluators::vectorOf)
            .sorted(ORDER)
            .toList();
    VectorBuilder builder = VectorBuilder.of(in.value().type());
    sorted.forEach(option -> builder.append(option, 0));
    Vector options = builder.build();
    boolean hasNull = in.options().stream().anyMatch(Term.Constant::isNull);
    Evaluator value = of(in.value());
    return batch -> {
      Vector vector = value.over(batch);
      VectorBuilder result = VectorBuilder.of(Scalar.BOOLEAN);
      for (int i = 0; i < batch.size(); i++) {
        if (!vector.isPresent(i)) {
          result.appendNull();
        } else if (contains(options, sorted.size(), vector, i)) {
          result.appendBoolean(true);
        } else if (hasNull) {
          result.appendNull();
        } else {
          result.appendBoolean(false);
        }
      }
      return result.build();
    };
  }

  private static final Comparator<Vector> ORDER = (a, b) -> Vectors.compare(a, 0, b, 0);

  private static boolean contains(Vector options, int count, Vector values, int index) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Vectors.compare(options, middle, values, index);
      if (order == 0) {
        return !isNaN(values, index);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }

  private static boolean isNaN(Vector values, int index) {
    return values instanceof Vector.Doubles && Double.isNaN(Vectors.doubleAt(values, index));
  }

  /** Halves a batch that fails until it finds the rows that do. */
  private static Evaluator tried(Evaluator value, SqlType type) {
    return new Evaluator() {
      @Override
      public Vector over(Batch batch) {
        try {
          return value.over(batch);
        } catch (EvaluationException e) {
          if (batch.size() == 1) {
            return Vectors.nulls(type);
          }
        }
        VectorBuilder result = VectorBuilder.of(type);
        int half = batch.size() / 2;
        appendRows(batch, 0, half, result);
        appendRows(batch, half, batch.size(), result);
        return result.build();
      }

      private void appendRows(Batch batch, int from, int to, VectorBuilder result) {
        int[] rows = java.util.stream.IntStream.range(from, to).toArray();
        Vector part = over(batch.gather(rows, rows.length));
        for (int i = 0; i < rows.length; i++) {
          result.append(part, i);
        }
      }
    };
  }
}
