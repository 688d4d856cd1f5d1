package io.lodestone.sql.function;

import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
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
            && !(term instanceof Term.Placeholder)
            && term.type() instanceof Scalar
            && !(term instanceof Term.Call call && !call.function().isConstant())
            && term.parts().stream().allMatch(Term.Constant.class::isInstance);
    if (!foldable) {
      return term;
    }
    try {
      return value(term);
    } catch (EvaluationException e) {
      return term;
    }
  }

  /**
   * The value of a term made of constants.
   *
   * @throws EvaluationException when it has none
   */
  public static Term.Constant value(Term term) {
    return constantAt(term.type(), Evaluator.of(term).over(ONE_ROW), 0);
  }

  /** The value of a vector at an index, as a constant. */
  public static Term.Constant constantAt(SqlType type, Vector vector, int index) {
    if (!vector.isPresent(index)) {
      return Term.Constant.ofNull(type);
    }
    if (!(type instanceof Scalar scalar)) {
      VectorBuilder copy = VectorBuilder.of(type);
      copy.append(vector, index);
      return new Term.Constant(type, copy.build());
    }
    return switch (scalar.layout()) {
      case LONGS -> new Term.Constant(type, Vectors.word(vector, index));
      case DOUBLES -> new Term.Constant(type, Vectors.doubleAt(vector, index));
      case BOOLEANS -> new Term.Constant(type, Vectors.booleanAt(vector, index));
      case TEXT -> new Term.Constant(type, Vectors.textAt(vector, index));
    };
  }
}
