package io.lodestone.sql.function;

import io.lodestone.sql.type.SqlType;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A function of the values of one row, with settled types. Equal by its name and its types. */
public final class ScalarFunction {
  private final String name;
  private final List<SqlType> arguments;
  private final SqlType returns;
  private final boolean variadic;
  private final boolean canFail;
  private final boolean constant;
  private final Supplier<Kernel> kernel;

  private ScalarFunction(
      String name,
      List<SqlType> arguments,
      SqlType returns,
      boolean variadic,
      boolean canFail,
      boolean constant,
      Supplier<Kernel> kernel) {
    this.name = Objects.requireNonNull(name, "name");
    this.arguments = List.copyOf(arguments);
    this.returns = Objects.requireNonNull(returns, "returns");
    this.variadic = variadic;
    this.canFail = canFail;
    this.constant = constant;
    this.kernel = kernel;
  }

  /** A function that has a result for every value. */
  static ScalarFunction total(
      String name, SqlType returns, List<? extends SqlType> arguments, Kernel kernel) {
    return new ScalarFunction(
        name, List.copyOf(arguments), returns, false, false, true, () -> kernel);
  }

  /** A function that fails for some values. It is evaluated only for rows that need it. */
  static ScalarFunction partial(
      String name, SqlType returns, List<? extends SqlType> arguments, Kernel kernel) {
    return partial(name, returns, arguments, () -> kernel);
  }

  /**
   * A function that fails for some values, and whose kernel remembers something from row to row.
   */
  static ScalarFunction partial(
      String name, SqlType returns, List<? extends SqlType> arguments, Supplier<Kernel> kernel) {
    return new ScalarFunction(name, List.copyOf(arguments), returns, false, true, true, kernel);
  }

  /** The same function, whose last argument may be repeated. */
  ScalarFunction repeatingLast() {
    return new ScalarFunction(name, arguments, returns, true, canFail, constant, kernel);
  }

  /** The same function, which gives something else each time for the same arguments. */
  ScalarFunction random() {
    return new ScalarFunction(name, arguments, returns, variadic, canFail, false, kernel);
  }

  /** Lower case, or an operator's symbol. */
  public String name() {
    return name;
  }

  public SqlType returns() {
    return returns;
  }

  /** Whether this turns a value of one type into one of another. */
  public boolean isCast() {
    return name.equals(Conversions.nameOfCastTo(returns));
  }

  public boolean canFail() {
    return canFail;
  }

  /** Whether equal arguments always give equal results. */
  boolean isConstant() {
    return constant;
  }

  /** A kernel for one evaluator, that is for one thread. */
  Kernel newKernel() {
    return kernel.get();
  }

  /** Whether it can be called with so many arguments. */
  boolean takes(int count) {
    return variadic ? count >= arguments.size() : count == arguments.size();
  }

  /** The type of an argument. */
  public SqlType argument(int index) {
    return arguments.get(Math.min(index, arguments.size() - 1));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScalarFunction that
        && name.equals(that.name)
        && arguments.equals(that.arguments)
        && returns.equals(that.returns);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, arguments);
  }

  /** Name and types, as messages show them. */
  @Override
  public String toString() {
    return arguments.stream()
        .map(SqlType::displayName)
        .collect(Collectors.joining(", ", name + "(", ")"));
  }
}
