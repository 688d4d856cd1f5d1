package io.lodestone.sql.function;

import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.Vector;
import java.util.List;

/** Applies a function that takes lambdas. */
final class ApplyEvaluator implements Evaluator {
  private final HigherOrder.LambdaKernel kernel;
  private final List<Evaluator> arguments;
  private final List<LambdaBody> lambdas;
  private final boolean closed;

  ApplyEvaluator(Term.Apply apply) {
    this.kernel = apply.kernel();
    this.arguments = apply.arguments().stream().map(Evaluators::of).toList();
    this.lambdas = apply.lambdas().stream().map(LambdaBody::new).toList();
    this.closed = lambdas.stream().allMatch(LambdaBody::isClosed);
  }

  @Override
  public Vector over(Batch batch) {
    Vector[] values = new Vector[arguments.size()];
    boolean once = closed;
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments.get(i).over(batch);
      once &= values[i] instanceof Vector.Constant;
    }
    LambdaBody.Bound[] bound =
        lambdas.stream().map(lambda -> lambda.over(batch)).toArray(LambdaBody.Bound[]::new);
    if (!once) {
      return kernel.apply(values, bound, batch.size());
    }
    Vector value = kernel.apply(values, bound, 1);
    return value instanceof Vector.Constant ? value : new Vector.Constant(value);
  }
}
