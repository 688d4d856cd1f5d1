package io.lodestone.sql.analysis;

import static io.lodestone.sql.type.SqlType.Scalar.BOOLEAN;
import static io.lodestone.sql.type.SqlType.Scalar.UNKNOWN;

import io.lodestone.sql.function.Comparison;
import io.lodestone.sql.function.ConstantFolding;
import io.lodestone.sql.function.ScalarFunction;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.TypeCoercion;
import io.trino.sql.tree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Applies functions, operators and casts to terms of whatever types: finds the function that takes
 * them, and turns each into what the function wants. Nodes are where messages point to.
 */
final class Applications {
  private final Statement statement;

  Applications(Statement statement) {
    this.statement = statement;
  }

  /** Applies the scalar function of a name. */
  Term call(String name, List<Term> arguments, Node node) {
    List<SqlType> types = arguments.stream().map(Term::type).toList();
    ScalarFunction function =
        statement
            .functions()
            .scalar(name, types)
            .orElseThrow(() -> wrongArguments(name, types, node));
    return apply(function, arguments, node);
  }

  /**
   * Applies an operator.
   *
   * @param symbol how messages show it
   */
  Term operator(String function, String symbol, List<Term> given, Node node) {
    List<Term> operands = alike(function, given);
    List<SqlType> types = operands.stream().map(Term::type).toList();
    Supplier<SemanticException> failure =
        () ->
            SemanticException.at(
                statement.positionOf(node),
                "Cannot apply operator: "
                    + (types.size() == 1
                        ? symbol + types.getFirst().displayName()
                        : types.get(0).displayName()
                            + " "
                            + symbol
                            + " "
                            + types.get(1).displayName()));
    ScalarFunction found = statement.functions().scalar(function, types).orElseThrow(failure);
    for (int i = 0; i < types.size(); i++) {
      // Only comparisons and named functions read text as an instant.
      if (TypeCoercion.distance(types.get(i), found.argument(i)) == TypeCoercion.Distance.PARSED) {
        throw failure.get();
      }
    }
    return apply(found, operands, node);
  }

  /**
   * A parameter that could be anything is what stands beside it, if the operator takes two such.
   */
  private List<Term> alike(String function, List<Term> operands) {
    for (int i = 0; i < 2 && operands.size() == 2; i++) {
      SqlType other = operands.get(1 - i).type();
      if (operands.get(i) instanceof Term.Unbound parameter
          && parameter.type() == UNKNOWN
          && statement.functions().scalar(function, List.of(other, other)).isPresent()) {
        Term wanted = statement.parameters().wanted(parameter, other);
        return i == 0 ? List.of(wanted, operands.get(1)) : List.of(operands.get(0), wanted);
      }
    }
    return operands;
  }

  Term comparison(Comparison comparison, Term left, Term right, Node node) {
    return comparison(comparison.symbol(), left, right, node);
  }

  /** Compares two values, text beside an instant as an instant. */
  Term comparison(String symbol, Term left, Term right, Node node) {
    SqlType type =
        TypeCoercion.comparable(left.type(), right.type())
            .orElseThrow(
                () ->
                    SemanticException.at(
                        statement.positionOf(node),
                        "Cannot apply operator: %s %s %s"
                            .formatted(
                                left.type().displayName(), symbol, right.type().displayName())));
    SqlType common = type == UNKNOWN ? BOOLEAN : type;
    ScalarFunction function =
        statement
            .functions()
            .scalar(symbol, List.of(common, common))
            .orElseThrow(
                () ->
                    SemanticException.notSupported(
                        statement.positionOf(node), "Comparing " + common.displayName()));
    return apply(function, List.of(left, right), node);
  }

  Term not(Term condition, Node node) {
    return apply(
        statement.functions().scalar("not", List.of(BOOLEAN)).orElseThrow(),
        List.of(condition),
        node);
  }

  /** Applies a function to arguments that can become what it takes. */
  Term apply(ScalarFunction function, List<Term> arguments, Node node) {
    List<Term> coerced = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      coerced.add(coerce(arguments.get(i), function.argument(i), node));
    }
    return ConstantFolding.fold(new Term.Call(function, coerced));
  }

  /** The value as one of a type that it can become. */
  Term coerce(Term value, SqlType type, Node node) {
    return value.type().equals(type) ? value : cast(value, type, node);
  }

  Term cast(Term value, SqlType target, Node node) {
    if (value instanceof Term.Unbound parameter && parameter.type() == UNKNOWN) {
      return statement.parameters().wanted(parameter, target);
    }
    ScalarFunction function =
        statement
            .functions()
            .cast(value.type(), target)
            .orElseThrow(
                () ->
                    SemanticException.at(
                        statement.positionOf(node),
                        "Cannot cast %s to %s"
                            .formatted(value.type().displayName(), target.displayName())));
    return ConstantFolding.fold(new Term.Call(function, List.of(value)));
  }

  /** The type that all of some terms become. */
  SqlType commonType(List<Term> terms, String what, Node node) {
    SqlType type = UNKNOWN;
    for (Term term : terms) {
      SqlType sofar = type;
      type =
          TypeCoercion.common(sofar, term.type())
              .orElseThrow(
                  () ->
                      SemanticException.at(
                          statement.positionOf(node),
                          "%s must be the same type or coercible to a common type: %s, %s"
                              .formatted(what, sofar.displayName(), term.type().displayName())));
    }
    return type;
  }

  /** What to say when no function of a name takes these types. */
  SemanticException wrongArguments(String name, List<SqlType> types, Node node) {
    String expected = String.join(", ", statement.functions().signatures(name));
    return expected.isEmpty()
        ? SemanticException.at(statement.positionOf(node), "Function '" + name + "' not registered")
        : unexpectedTypes(name, types, expected, node);
  }

  SemanticException unexpectedTypes(String name, List<SqlType> types, String expected, Node node) {
    return SemanticException.at(
        statement.positionOf(node),
        "Unexpected parameters (%s) for function %s. Expected: %s"
            .formatted(
                types.stream().map(SqlType::displayName).collect(Collectors.joining(", ")),
                name,
                expected));
  }
}
