package io.lodestone.sql.function;

import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.Vector;
import java.util.List;

/**
 * Applies a function. Where all arguments are constants it is applied to one row, and not again as
 * long as they stay the same: an array that a statement spells out is made once.
 */
final class CallEvaluator implements Evaluator {
  private final List<Evaluator> arguments;
  private final Kernel kernel;
  private final boolean constant;
  private Vector[] lastArguments;
  private Vector lastValue;

  CallEvaluator(ScalarFunction function, List<Term> arguments) {
    this.arguments = arguments.stream().map(Evaluators::of).toList();
    this.kernel = function.newKernel();
    this.constant = function.isConstant();
  }

  @Override
  public Vector over(Batch batch) {
    Vector[] values = new Vector[arguments.size()];
    boolean once = constant;
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments.get(i).over(batch);
      once &= values[i] instanceof Vector.Constant;
    }
    if (!once) {
      return kernel.apply(values, batch.size());
    }
    if (!isLast(values)) {
      Vector value = kernel.apply(values, 1);
      lastValue = value instanceof Vector.Constant ? value : new Vector.Constant(value);
      lastArguments = values;
    }
    return lastValue;
  }

  /** Compares references: equal vectors that are not the same one are not worth a comparison. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isLast(Vector[] values) {
    if (lastArguments == null) {
      return false;
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i] != lastArguments[i]) {
        return false;
      }
    }
    return true;
  }
}
