package io.lodestone.sql.analysis;

import io.lodestone.sql.function.Comparison;
import io.lodestone.sql.function.ConstantFolding;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.TypeCoercion;
import io.trino.sql.tree.BetweenPredicate;
import io.trino.sql.tree.ComparisonPredicate;
import io.trino.sql.tree.DistinctFromPredicate;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.InListExpression;
import io.trino.sql.tree.InPredicate;
import io.trino.sql.tree.IsNullPredicate;
import io.trino.sql.tree.LikePredicate;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.Predicated;
import io.trino.sql.tree.QuantifiedComparisonPredicate;
import java.util.ArrayList;
import java.util.List;

/** Turns comparisons, BETWEEN, IN, LIKE and IS into terms. */
final class PredicateAnalyzer {
  private final Statement statement;
  private final ExpressionAnalyzer expressions;
  private final Applications applications;

  PredicateAnalyzer(Statement statement, ExpressionAnalyzer expressions) {
    this.statement = statement;
    this.expressions = expressions;
    this.applications = new Applications(statement);
  }

  Term analyze(Predicated predicated) {
    Expression value = predicated.getValue();
    return switch (predicated.getPredicate()) {
      case ComparisonPredicate p ->
          applications.comparison(
              comparisonOf(p.getOperator()),
              expressions.analyze(value),
              expressions.analyze(p.getRight()),
              predicated);
      case BetweenPredicate p ->
          negatedIf(p.isNegated(), between(expressions.analyze(value), p), p);
      case IsNullPredicate p ->
          negatedIf(p.isNegated(), new Term.IsNull(expressions.analyze(value)), p);
      case InPredicate p when p.getValueList() instanceof InListExpression list ->
          negatedIf(p.isNegated(), in(expressions.analyze(value), list), p);
      case InPredicate p ->
          negatedIf(
              p.isNegated(),
              expressions
                  .subqueries(p)
                  .among(expressions.analyze(value), p.getValueList(), expressions, predicated),
              p);
      case QuantifiedComparisonPredicate p -> quantified(expressions.analyze(value), p);
      case LikePredicate p -> negatedIf(p.isNegated(), like(value, p), p);
      case DistinctFromPredicate p ->
          negatedIf(
              p.isNegated(),
              applications.comparison(
                  "is distinct from",
                  expressions.analyze(value),
                  expressions.analyze(p.getRight()),
                  predicated),
              p);
      default ->
          throw SemanticException.notSupported(
              statement.positionOf(predicated),
              ExpressionAnalyzer.describe(predicated.getPredicate()));
    };
  }

  /** Equal to any is IN, different from all is NOT IN. */
  private Term quantified(Term value, QuantifiedComparisonPredicate p) {
    boolean all = p.getQuantifier() == QuantifiedComparisonPredicate.Quantifier.ALL;
    Comparison comparison = comparisonOf(p.getOperator());
    SubqueryAnalyzer subqueries = expressions.subqueries(p);
    if (comparison == (all ? Comparison.NOT_EQUAL : Comparison.EQUAL)) {
      return negatedIf(all, subqueries.among(value, p.getSubquery(), expressions, p), p);
    }
    return subqueries.holds(value, comparison, all, p.getSubquery(), expressions, p);
  }

  private static Comparison comparisonOf(ComparisonPredicate.Operator operator) {
    return switch (operator) {
      case EQUAL -> Comparison.EQUAL;
      case NOT_EQUAL -> Comparison.NOT_EQUAL;
      case LESS_THAN -> Comparison.LESS;
      case LESS_THAN_OR_EQUAL -> Comparison.LESS_OR_EQUAL;
      case GREATER_THAN -> Comparison.GREATER;
      case GREATER_THAN_OR_EQUAL -> Comparison.GREATER_OR_EQUAL;
    };
  }

  private Term between(Term value, BetweenPredicate p) {
    Term min = expressions.analyze(p.getMin());
    Term max = expressions.analyze(p.getMax());
    return p.isSymmetric()
        ? new Term.Or(List.of(between(value, min, max, p), between(value, max, min, p)))
        : between(value, min, max, p);
  }

  private Term between(Term value, Term min, Term max, Node node) {
    return new Term.And(
        List.of(
            applications.comparison(Comparison.GREATER_OR_EQUAL, value, min, node),
            applications.comparison(Comparison.LESS_OR_EQUAL, value, max, node)));
  }

  private Term in(Term value, InListExpression list) {
    List<Term> options = list.getValues().stream().map(expressions::analyze).toList();
    SqlType type = value.type();
    for (int i = 0; i < options.size(); i++) {
      Node node = list.getValues().get(i);
      SqlType other = options.get(i).type();
      SqlType sofar = type;
      type =
          TypeCoercion.comparable(type, other)
              .orElseThrow(
                  () ->
                      SemanticException.at(
                          statement.positionOf(node),
                          "IN value and list items must be the same type: %s, %s"
                              .formatted(sofar.displayName(), other.displayName())));
    }
    SqlType common = type;
    List<Term> coerced =
        options.stream().map(option -> applications.coerce(option, common, list)).toList();
    if (coerced.stream().allMatch(Term.Constant.class::isInstance)) {
      return new Term.In(
          applications.coerce(value, common, list),
          coerced.stream().map(Term.Constant.class::cast).toList());
    }
    return new Term.Or(
        coerced.stream()
            .map(option -> applications.comparison(Comparison.EQUAL, value, option, list))
            .toList());
  }

  private Term like(Expression value, LikePredicate like) {
    List<Term> arguments = new ArrayList<>();
    arguments.add(expressions.analyze(value));
    arguments.add(expressions.analyze(like.getPattern()));
    like.getEscape().ifPresent(escape -> arguments.add(expressions.analyze(escape)));
    return applications.call("like", arguments, like);
  }

  private Term negatedIf(boolean negated, Term term, Node node) {
    return negated ? applications.not(ConstantFolding.fold(term), node) : term;
  }
}
