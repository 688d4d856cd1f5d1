package io.lodestone.sql.analysis;

import io.lodestone.sql.function.Term;
import io.lodestone.sql.parser.Position;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TypeCoercion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What stands for the parameters of a statement: values, when it is run, or places whose types are
 * to be found, when it is only understood. Not safe for several threads.
 */
public final class Parameters {
  /** The name that scheduled queries give to the instant for which they run. */
  private static final String RUN_TIME = "scheduled_runtime";

  private final Map<String, Term.Constant> values;
  private final Map<String, SqlType> types = new LinkedHashMap<>();
  private final boolean open;

  private Parameters(Map<String, Term.Constant> values, boolean open) {
    this.values = values;
    this.open = open;
  }

  /** Values by name; a parameter without one is an error. */
  public static Parameters of(Map<String, Term.Constant> values) {
    return new Parameters(Map.copyOf(values), false);
  }

  /** No values: each parameter takes the type of where it stands. */
  public static Parameters unbound() {
    return new Parameters(Map.of(), true);
  }

  /** The same parameters, each of the type that was found for it. */
  public Parameters settled() {
    Parameters settled = new Parameters(Map.of(), true);
    settled.types.putAll(types);
    return settled;
  }

  /** The types by name, in the order in which the analysis met them. */
  public Map<String, SqlType> types() {
    return types;
  }

  Term named(String name, Position position) {
    if (open) {
      return new Term.Unbound(
          name,
          types.computeIfAbsent(name, n -> n.equals(RUN_TIME) ? Scalar.TIMESTAMP : Scalar.UNKNOWN));
    }
    return Optional.ofNullable(values.get(name))
        .orElseThrow(() -> SemanticException.at(position, "Parameter '" + name + "' has no value"));
  }

  /** A parameter stands where a type is wanted. */
  Term.Unbound wanted(Term.Unbound parameter, SqlType type) {
    types.merge(
        parameter.name(),
        type,
        (known, another) -> TypeCoercion.common(known, another).orElse(known));
    return new Term.Unbound(parameter.name(), type);
  }
}
