package io.lodestone.sql.function;

import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.Vector;

/**
 * What a function does, over whole vectors.
 *
 * <p>Any argument may be a {@link Vector.Constant} or, for text, a {@link Vector.Dictionary}. A
 * NULL among the arguments of a row makes the result NULL unless the function says otherwise, and a
 * kernel that can fail never looks at the value of such a row.
 */
@FunctionalInterface
public interface Kernel {
  /**
   * @param size how many rows, at most {@link io.lodestone.sql.type.Batch#ROWS_MAX}
   * @return a vector of that many values
   * @throws EvaluationException when the value of some row cannot be worked with
   */
  Vector apply(Vector[] arguments, int size);
}
