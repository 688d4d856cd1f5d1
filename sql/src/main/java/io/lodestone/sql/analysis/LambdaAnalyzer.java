package io.lodestone.sql.analysis;

import io.lodestone.sql.function.ConstantFolding;
import io.lodestone.sql.function.HigherOrder;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SqlType;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.FunctionCall;
import io.trino.sql.tree.LambdaExpression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns calls of functions that take lambdas into terms. */
final class LambdaAnalyzer {
  private final Statement statement;
  private final ExpressionAnalyzer expressions;
  private final Applications applications;

  LambdaAnalyzer(Statement statement, ExpressionAnalyzer expressions) {
    this.statement = statement;
    this.expressions = expressions;
    this.applications = new Applications(statement);
  }

  /** Whether some argument of a call is a lambda. */
  static boolean isFor(FunctionCall call) {
    return call.argumentValues().stream().anyMatch(LambdaExpression.class::isInstance);
  }

  /** Empty when no function of the name takes such arguments. */
  Optional<Term> analyze(String name, FunctionCall call) {
    List<Term> values = new ArrayList<>();
    List<LambdaExpression> lambdas = new ArrayList<>();
    for (Expression argument : call.argumentValues()) {
      if (argument instanceof LambdaExpression lambda) {
        lambdas.add(lambda);
      } else if (lambdas.isEmpty()) {
        values.add(expressions.analyze(argument));
      } else {
        return Optional.empty();
      }
    }
    List<SqlType> types = values.stream().map(Term::type).toList();
    for (HigherOrder function : statement.functions().higherOrders(name)) {
      if (function.lambdaCount() == lambdas.size()) {
        Term.Lambda[] resolved = new Term.Lambda[lambdas.size()];
        Optional<HigherOrder.Settled> settled =
            function
                .settling()
                .settle(
                    types,
                    (i, parameters) -> {
                      resolved[i] = resolve(lambdas.get(i), parameters);
                      return resolved[i].body().type();
                    });
        if (settled.isPresent()) {
          return Optional.of(apply(name, settled.get(), values, resolved, call));
        }
      }
    }
    return Optional.empty();
  }

  private Term.Lambda resolve(LambdaExpression lambda, List<SqlType> parameters) {
    if (lambda.getArguments().size() != parameters.size()) {
      throw SemanticException.at(
          statement.positionOf(lambda),
          "Expected a lambda that takes %s argument(s) but got %s"
              .formatted(parameters.size(), lambda.getArguments().size()));
    }
    int first = expressions.nextParameter();
    Map<String, Term> names = new LinkedHashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      names.put(
          lambda.getArguments().get(i).getName().getValue(),
          new Term.Parameter(first + i, parameters.get(i)));
    }
    Term body = expressions.withParameters(names).analyze(lambda.getBody());
    boolean asksPerElement =
        body.walk()
            .filter(Term.Subquery.class::isInstance)
            .flatMap(Term::walk)
            .anyMatch(Term.Parameter.class::isInstance);
    if (asksPerElement) {
      throw SemanticException.notSupported(
          statement.positionOf(lambda), "A sub-query about the parameter of a lambda");
    }
    return new Term.Lambda(first, parameters, body);
  }

  private Term apply(
      String name,
      HigherOrder.Settled settled,
      List<Term> values,
      Term.Lambda[] lambdas,
      FunctionCall call) {
    List<Term> coerced = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      coerced.add(applications.coerce(values.get(i), settled.values().get(i), call));
    }
    List<Term.Lambda> bodies = new ArrayList<>();
    for (int i = 0; i < lambdas.length; i++) {
      bodies.add(
          new Term.Lambda(
              lambdas[i].firstParameter(),
              lambdas[i].parameters(),
              applications.coerce(lambdas[i].body(), settled.results().get(i), call)));
    }
    return ConstantFolding.fold(
        new Term.Apply(name, settled.returns(), settled.kernel(), coerced, bodies));
  }
}
