package io.lodestone.sql.function;

import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.util.List;

/** Puts the value of a term made of constants in its place. */
public final class ConstantFolding {
  private static final Batch ONE_ROW = new Batch(1, List.of());

  private ConstantFolding() {}

  /**
   * The term's value if its parts are constants, else the term. A term that fails stays as it is,
   * and fails when a row needs it.
   */
  public static Term fold(Term term) {
    boolean foldable =
        !(term instanceof Term.Leaf)
            && !(term instanceof Term.Aggregate)
            && term.type() instanceof Scalar
            && term.parts().stream().allMatch(Term.Constant.class::isInstance);
    if (!foldable) {
      return term;
    }
    try {
      return constant((Scalar) term.type(), Evaluator.of(term).over(ONE_ROW));
    } catch (EvaluationException e) {
      return term;
    }
  }

  private static Term.Constant constant(Scalar type, Vector vector) {
    if (!vector.isPresent(0)) {
      return Term.Constant.ofNull(type);
    }
    return switch (type.layout()) {
      case LONGS -> new Term.Constant(type, Vectors.word(vector, 0));
      case DOUBLES -> new Term.Constant(type, Vectors.doubleAt(vector, 0));
      case BOOLEANS -> new Term.Constant(type, Vectors.booleanAt(vector, 0));
      case TEXT -> new Term.Constant(type, Vectors.textAt(vector, 0));
    };
  }
}
