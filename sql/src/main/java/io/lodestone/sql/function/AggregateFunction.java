package io.lodestone.sql.function;

import io.lodestone.sql.type.SqlType;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A function of the rows of a group, with settled types. Equal by its name and its types. */
public final class AggregateFunction {
  private final String name;
  private final List<SqlType> arguments;
  private final SqlType returns;
  private final Supplier<Accumulator> accumulator;

  AggregateFunction(
      String name,
      SqlType returns,
      List<? extends SqlType> arguments,
      Supplier<Accumulator> accumulator) {
    this.name = Objects.requireNonNull(name, "name");
    this.arguments = List.copyOf(arguments);
    this.returns = Objects.requireNonNull(returns, "returns");
    this.accumulator = Objects.requireNonNull(accumulator, "accumulator");
  }

  /** Lower case. */
  public String name() {
    return name;
  }

  public List<SqlType> arguments() {
    return arguments;
  }

  public SqlType returns() {
    return returns;
  }

  /** A new state, without groups. */
  public Accumulator newAccumulator() {
    return accumulator.get();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AggregateFunction that
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
