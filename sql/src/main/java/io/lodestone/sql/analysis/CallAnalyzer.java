package io.lodestone.sql.analysis;

import io.lodestone.sql.function.AggregateFunction;
import io.lodestone.sql.function.FunctionRegistry;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.function.WindowFunction;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.trino.sql.tree.FunctionCall;
import io.trino.sql.tree.GroupingOperation;
import io.trino.sql.tree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Turns calls of functions into terms: scalar ones, aggregates, and the few that depend on the
 * query.
 */
final class CallAnalyzer {
  private final Statement statement;
  private final ExpressionAnalyzer expressions;
  private final Optional<String> clause;
  private final Applications applications;
  private final LambdaAnalyzer lambdas;

  CallAnalyzer(Statement statement, ExpressionAnalyzer expressions, Optional<String> clause) {
    this.statement = statement;
    this.expressions = expressions;
    this.clause = clause;
    this.applications = new Applications(statement);
    this.lambdas = new LambdaAnalyzer(statement, expressions);
  }

  Term analyze(FunctionCall call) {
    String name = call.getName().getSuffix().toLowerCase(Locale.ROOT);
    refuseUnsupported(call);
    FunctionRegistry functions = statement.functions();
    if (call.getWindow().isPresent()) {
      return window(name, call);
    }
    if (WindowFunction.isName(name)) {
      throw SemanticException.at(
          statement.positionOf(call), "Window function " + name + " requires OVER clause");
    }
    if (functions.isAggregate(name)) {
      return aggregate(name, call);
    }
    if (call.isDistinct() || call.getFilter().isPresent()) {
      throw SemanticException.at(
          statement.positionOf(call), "DISTINCT and FILTER are for aggregates alone");
    }
    if (LambdaAnalyzer.isFor(call)) {
      return lambdas.analyze(name, call).orElseThrow(() -> wrongLambdas(name, call));
    }
    List<Term> arguments = call.argumentValues().stream().map(expressions::analyze).toList();
    return switch (name) {
      case "now" -> statement.now();
      case "current_timezone" -> Term.Constant.ofText("UTC");
      case "random", "rand", "shuffle" -> seeded(name, arguments, call);
      case "ago" -> ago(arguments, call);
      case "typeof" -> typeOf(arguments, call);
      case "parse_duration" -> parseDuration(arguments, call);
      default -> applications.call(name, arguments, call);
    };
  }

  private void refuseUnsupported(FunctionCall call) {
    if (call.getOrderBy().isPresent()) {
      throw SemanticException.notSupported(
          statement.positionOf(call), "ORDER BY within an aggregate");
    }
    if (call.getNullTreatment().isPresent() && call.getWindow().isEmpty()) {
      throw SemanticException.notSupported(statement.positionOf(call), "IGNORE NULLS");
    }
    if (call.hasNamedArguments()) {
      throw SemanticException.notSupported(statement.positionOf(call), "A named argument");
    }
  }

  /** {@code grouping(keys)}. */
  Term grouping(GroupingOperation grouping) {
    clause.ifPresent(
        place -> {
          throw SemanticException.at(
              statement.positionOf(grouping), "GROUPING() cannot stand in " + place);
        });
    return new Term.Missing(
        grouping.getGroupingColumns().stream().map(expressions::analyze).toList());
  }

  private Term window(String name, FunctionCall call) {
    clause.ifPresent(
        place -> {
          throw SemanticException.at(
              statement.positionOf(call),
              "The window function " + name + " cannot stand in " + place);
        });
    return new WindowAnalyzer(statement, expressions).analyze(name, call);
  }

  private Term aggregate(String name, FunctionCall call) {
    clause.ifPresent(
        place -> {
          throw SemanticException.at(
              statement.positionOf(call), "The aggregate " + name + " cannot stand in " + place);
        });
    ExpressionAnalyzer inner = expressions.withinAggregate();
    List<Term> arguments = call.argumentValues().stream().map(inner::analyze).toList();
    List<SqlType> types = arguments.stream().map(Term::type).toList();
    AggregateFunction function =
        statement
            .functions()
            .aggregate(name, types)
            .orElseThrow(() -> applications.wrongArguments(name, types, call));
    List<Term> coerced = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      coerced.add(applications.coerce(arguments.get(i), function.arguments().get(i), call));
    }
    return new Term.Aggregate(
        function,
        coerced,
        call.isDistinct() && !coerced.isEmpty(),
        call.getFilter().map(filter -> inner.condition(filter, "FILTER")));
  }

  /** The same call with a seed of its own as its last argument. */
  private Term seeded(String name, List<Term> arguments, Node node) {
    List<Term> all = new ArrayList<>(arguments);
    all.add(statement.nextSeed());
    return applications.call(name, all, node);
  }

  /** {@code now() - interval}. */
  private Term ago(List<Term> arguments, Node node) {
    boolean isInterval =
        arguments.size() == 1
            && (arguments.getFirst().type() == Scalar.INTERVAL_DAY_TO_SECOND
                || arguments.getFirst().type() == Scalar.INTERVAL_YEAR_TO_MONTH);
    if (!isInterval) {
      throw unexpected(
          "ago", arguments, "ago(interval day to second), ago(interval year to month)", node);
    }
    return applications.call("-", List.of(statement.now(), arguments.getFirst()), node);
  }

  private Term typeOf(List<Term> arguments, Node node) {
    if (arguments.size() != 1) {
      throw unexpected("typeof", arguments, "typeof(any)", node);
    }
    return Term.Constant.ofText(arguments.getFirst().type().displayName());
  }

  /** A literal when its text is one: only then it can be known whether it means days or months. */
  private Term parseDuration(List<Term> arguments, Node node) {
    return arguments.size() == 1
            && arguments.getFirst() instanceof Term.Constant(SqlType _, String text)
        ? Literals.duration(text, statement.positionOf(node))
        : applications.call("parse_duration", arguments, node);
  }

  private SemanticException unexpected(
      String name, List<Term> arguments, String expected, Node node) {
    return applications.unexpectedTypes(
        name, arguments.stream().map(Term::type).toList(), expected, node);
  }

  private SemanticException wrongLambdas(String name, FunctionCall call) {
    String expected = String.join(", ", statement.functions().signatures(name));
    return SemanticException.at(
        statement.positionOf(call),
        expected.isEmpty()
            ? "Function '" + name + "' not registered"
            : "Unexpected parameters for function %s. Expected: %s".formatted(name, expected));
  }
}
