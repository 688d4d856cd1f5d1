package io.lodestone.sql.function;

import io.lodestone.sql.type.SqlType;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A function of the values of one row, with settled types. Equal to itself alone. */
public final class ScalarFunction {
  private final String name;
  private final List<SqlType> arguments;
  private final SqlType returns;
  private final boolean variadic;
  private final boolean canFail;
  private final Kernel kernel;

  private ScalarFunction(
      String name,
      List<SqlType> arguments,
      SqlType returns,
      boolean variadic,
      boolean canFail,
      Kernel kernel) {
    this.name = Objects.requireNonNull(name, "name");
    this.arguments = List.copyOf(arguments);
    this.returns = Objects.requireNonNull(returns, "returns");
    this.variadic = variadic;
    this.canFail = canFail;
    this.kernel = kernel;
  }

  /** A function that has a result for every value. */
  static ScalarFunction total(
      String name, SqlType returns, List<? extends SqlType> arguments, Kernel kernel) {
    return new ScalarFunction(name, List.copyOf(arguments), returns, false, false, kernel);
  }

  /** A function that fails for some values. It is evaluated only for rows that need it. */
  static ScalarFunction partial(
      String name, SqlType returns, List<? extends SqlType> arguments, Kernel kernel) {
    return new ScalarFunction(name, List.copyOf(arguments), returns, false, true, kernel);
  }

  /** The same function, whose last argument may be repeated. */
  ScalarFunction repeatingLast() {
    return new ScalarFunction(name, arguments, returns, true, canFail, kernel);
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

  Kernel kernel() {
    return kernel;
  }

  /** Whether it can be called with so many arguments. */
  boolean takes(int count) {
    return variadic ? count >= arguments.size() : count == arguments.size();
  }

  /** The type of an argument. */
  public SqlType argument(int index) {
    return arguments.get(Math.min(index, arguments.size() - 1));
  }

  /** Name and types, as messages show them. */
  @Override
  public String toString() {
    return arguments.stream()
        .map(SqlType::displayName)
        .collect(Collectors.joining(", ", name + "(", ")"));
  }
}
