package io.lodestone.sql.function;

import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.Vector;

/** A term made ready to be evaluated, batch after batch. Used by one thread. */
@FunctionalInterface
public interface Evaluator {
  /**
   * The term's value for each row of a batch.
   *
   * @throws io.lodestone.sql.type.EvaluationException when it has none for a row
   */
  Vector over(Batch batch);

  /**
   * Makes a term ready.
   *
   * @param term without aggregates
   */
  static Evaluator of(Term term) {
    return Evaluators.of(term);
  }
}
