package io.lodestone.sql.analysis;

import static io.lodestone.sql.type.SqlType.Scalar.UNKNOWN;

import io.lodestone.sql.function.Comparison;
import io.lodestone.sql.function.ConstantFolding;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SqlType;
import io.trino.sql.tree.CoalesceExpression;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.IfExpression;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.NullIfExpression;
import io.trino.sql.tree.SearchedCaseExpression;
import io.trino.sql.tree.SimpleCaseExpression;
import io.trino.sql.tree.WhenClause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns CASE, IF, COALESCE and NULLIF into terms. */
final class ChoiceAnalyzer {
  private final Statement statement;
  private final ExpressionAnalyzer expressions;
  private final Applications applications;

  ChoiceAnalyzer(Statement statement, ExpressionAnalyzer expressions) {
    this.statement = statement;
    this.expressions = expressions;
    this.applications = new Applications(statement);
  }

  Term searchedCase(SearchedCaseExpression searched) {
    List<Term> conditions = new ArrayList<>();
    List<Term> results = new ArrayList<>();
    for (WhenClause when : searched.getWhenClauses()) {
      conditions.add(expressions.condition(operandOf(when), "CASE WHEN clause"));
      results.add(expressions.analyze(when.getResult()));
    }
    return choose(conditions, results, searched.getDefaultValue(), searched);
  }

  Term simpleCase(SimpleCaseExpression simple) {
    Term operand = expressions.analyze(simple.getOperand());
    List<Term> conditions = new ArrayList<>();
    List<Term> results = new ArrayList<>();
    for (WhenClause when : simple.getWhenClauses()) {
      conditions.add(
          applications.comparison(
              Comparison.EQUAL, operand, expressions.analyze(operandOf(when)), when));
      results.add(expressions.analyze(when.getResult()));
    }
    return choose(conditions, results, simple.getDefaultValue(), simple);
  }

  private Expression operandOf(WhenClause when) {
    if (when.getMatch().node() instanceof Expression operand) {
      return operand;
    }
    throw SemanticException.notSupported(
        statement.positionOf(when), "WHEN with a partial predicate");
  }

  Term choice(IfExpression choice) {
    return choose(
        List.of(expressions.condition(choice.getCondition(), "IF condition")),
        List.of(expressions.analyze(choice.getTrueValue())),
        choice.getFalseValue(),
        choice);
  }

  private Term choose(
      List<Term> conditions, List<Term> results, Optional<Expression> otherwise, Node node) {
    List<Term> all = new ArrayList<>(results);
    all.add(otherwise.map(expressions::analyze).orElse(Term.Constant.ofNull(UNKNOWN)));
    SqlType type = applications.commonType(all, "All CASE results", node);
    List<Term> parts = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      parts.add(ConstantFolding.fold(conditions.get(i)));
      parts.add(applications.coerce(all.get(i), type, node));
    }
    parts.add(applications.coerce(all.getLast(), type, node));
    return new Term.Case(parts, type);
  }

  Term coalesce(CoalesceExpression coalesce) {
    List<Term> operands = coalesce.getOperands().stream().map(expressions::analyze).toList();
    SqlType type = applications.commonType(operands, "All COALESCE operands", coalesce);
    return new Term.Coalesce(
        operands.stream().map(operand -> applications.coerce(operand, type, coalesce)).toList(),
        type);
  }

  Term nullIf(NullIfExpression nullIf) {
    Term first = expressions.analyze(nullIf.getFirst());
    Term equal =
        applications.comparison(
            Comparison.EQUAL, first, expressions.analyze(nullIf.getSecond()), nullIf);
    return new Term.Case(
        List.of(ConstantFolding.fold(equal), Term.Constant.ofNull(first.type()), first),
        first.type());
  }
}
