package io.lodestone.sql.function;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.Vector;
import java.util.List;
import java.util.Optional;

/**
 * A function that takes lambda expressions behind its other arguments. Which types the parameters
 * of a lambda have follows from the other arguments, and what the function returns from the
 * lambdas: hence the two have to talk while types are settled.
 *
 * @param name lower case
 * @param signature as messages show it
 * @param lambdaCount how many of the arguments are lambdas
 * @param settling decides on the types
 */
public record HigherOrder(String name, String signature, int lambdaCount, Settling settling) {
  /** The lambdas of a call, while their types are looked for. */
  @FunctionalInterface
  public interface Lambdas {
    /**
     * The type of what a lambda gives for parameters of some types. May be asked more than once;
     * the last answer counts.
     *
     * @throws RuntimeException the caller's own, when the lambda makes no sense with such
     *     parameters
     */
    SqlType resultOf(int lambda, List<SqlType> parameters);
  }

  /** Decides on the types of a call. */
  @FunctionalInterface
  public interface Settling {
    /**
     * @param values types of the arguments that are no lambdas
     * @return empty when the function does not take them
     */
    Optional<Settled> settle(List<SqlType> values, Lambdas lambdas);
  }

  /** What a function does with lambdas. */
  @FunctionalInterface
  public interface LambdaKernel {
    /**
     * @param arguments those that are no lambdas, as in {@link Kernel}
     * @param size how many rows, at most {@link io.lodestone.sql.type.Batch#ROWS_MAX}
     */
    Vector apply(Vector[] arguments, LambdaBody.Bound[] lambdas, int size);
  }

  /**
   * A call whose types are settled.
   *
   * @param values what the arguments that are no lambdas become
   * @param results what the results of the lambdas become
   */
  public record Settled(
      SqlType returns, List<SqlType> values, List<SqlType> results, LambdaKernel kernel) {}

  @Override
  public String toString() {
    return signature;
  }
}
