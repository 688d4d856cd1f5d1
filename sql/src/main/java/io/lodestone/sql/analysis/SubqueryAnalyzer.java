package io.lodestone.sql.analysis;

import io.lodestone.sql.analysis.ResolvedQuery.Subquery;
import io.lodestone.sql.function.Comparison;
import io.lodestone.sql.function.FunctionRegistry;
import io.lodestone.sql.function.Question;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TypeCoercion;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.SubqueryExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Resolves the sub-queries in the expressions of one query, and numbers them. */
final class SubqueryAnalyzer {
  private final Statement statement;
  private final QueryAnalyzer queries;
  private final WithNames with;
  private final Applications applications;
  private final List<Subquery> found = new ArrayList<>();

  SubqueryAnalyzer(Statement statement, QueryAnalyzer queries, WithNames with) {
    this.statement = statement;
    this.queries = queries;
    this.with = with;
    this.applications = new Applications(statement);
  }

  /** The sub-queries found so far, each at its number. */
  List<Subquery> found() {
    return found;
  }

  /** {@code (SELECT ...)} as a value. */
  Term value(SubqueryExpression expression, ExpressionAnalyzer around) {
    OuterColumns outer = new OuterColumns(around);
    ResolvedQuery query = resolve(expression, outer);
    SqlType type = typeOf(query, expression);
    return term(query, new Question.Value(), type, outer.arguments());
  }

  Term exists(Expression expression, ExpressionAnalyzer around) {
    OuterColumns outer = new OuterColumns(around);
    ResolvedQuery query = resolve(expression, outer);
    return term(query, new Question.Exists(), Scalar.BOOLEAN, outer.arguments());
  }

  /** {@code value IN (SELECT ...)}. */
  Term among(Term value, Expression expression, ExpressionAnalyzer around, Node node) {
    return compared(value, expression, around, node, type -> amongValuesOf(type, node));
  }

  /** {@code value < ALL (SELECT ...)} and the like. */
  Term holds(
      Term value,
      Comparison comparison,
      boolean all,
      Expression expression,
      ExpressionAnalyzer around,
      Node node) {
    return compared(value, expression, around, node, _ -> new Question.Holds(comparison, all));
  }

  private Term compared(
      Term value,
      Expression expression,
      ExpressionAnalyzer around,
      Node node,
      Function<SqlType, Question> question) {
    OuterColumns outer = new OuterColumns(around);
    ResolvedQuery query = resolve(expression, outer);
    SqlType found = typeOf(query, expression);
    SqlType type =
        TypeCoercion.comparable(value.type(), found)
            .orElseThrow(
                () ->
                    SemanticException.at(
                        statement.positionOf(node),
                        "value and result of subquery must be of the same type: %s vs %s"
                            .formatted(value.type().displayName(), found.displayName())));
    Term column = applications.coerce(new Term.Input(0, found), type, node);
    ResolvedQuery typed =
        found.equals(type)
            ? query
            : ResolvedQuery.of(
                new ResolvedQuery.Derived(query),
                List.of(column),
                List.of(
                    ResolvedQuery.OutputColumn.computed(query.columns().getFirst().name(), type)));
    List<Term> arguments = new ArrayList<>(outer.arguments());
    arguments.add(applications.coerce(value, type, node));
    return term(typed, question.apply(type), Scalar.BOOLEAN, arguments);
  }

  /** The question whether a value is among others of its type. */
  private Question amongValuesOf(SqlType type, Node node) {
    SqlType compared = type == Scalar.UNKNOWN ? Scalar.BOOLEAN : type;
    FunctionRegistry functions = statement.functions();
    return new Question.Among(
        functions
            .scalar(Comparison.EQUAL.symbol(), List.of(compared, compared))
            .orElseThrow(
                () ->
                    SemanticException.notSupported(
                        statement.positionOf(node), "Comparing " + compared.displayName())),
        functions.aggregate("bool_or", List.of(Scalar.BOOLEAN)).orElseThrow());
  }

  private ResolvedQuery resolve(Expression expression, OuterColumns outer) {
    if (!(expression instanceof SubqueryExpression subquery)) {
      throw new IllegalArgumentException("no sub-query: " + expression);
    }
    return queries.within(outer).analyze(subquery.getQuery(), with);
  }

  private SqlType typeOf(ResolvedQuery query, Node node) {
    if (query.columns().size() != 1) {
      throw SemanticException.at(
          statement.positionOf(node),
          "Multiple columns returned by subquery are not yet supported. Found "
              + query.columns().size());
    }
    return query.columns().getFirst().type();
  }

  private Term term(ResolvedQuery query, Question question, SqlType type, List<Term> arguments) {
    found.add(new Subquery(query, question));
    return new Term.Subquery(found.size() - 1, question, type, arguments);
  }
}
