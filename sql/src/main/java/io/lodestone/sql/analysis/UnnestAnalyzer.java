package io.lodestone.sql.analysis;

import io.lodestone.sql.analysis.QueryAnalyzer.From;
import io.lodestone.sql.analysis.ResolvedQuery.Inline;
import io.lodestone.sql.analysis.ResolvedQuery.Unnested;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.RowOf;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.SqlType.TimeSeriesOf;
import io.lodestone.sql.type.Timeseries;
import io.trino.sql.tree.AliasedRelation;
import io.trino.sql.tree.BooleanLiteral;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.Join;
import io.trino.sql.tree.JoinOn;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.Unnest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Resolves UNNEST, whose expressions may speak of the columns of what it is joined with. */
final class UnnestAnalyzer {
  private static final From ONE_ROW =
      new From(new Inline(List.of(List.of()), List.of()), Scope.EMPTY);

  private final Statement statement;
  private final Optional<OuterColumns> outer;

  UnnestAnalyzer(Statement statement, Optional<OuterColumns> outer) {
    this.statement = statement;
    this.outer = outer;
  }

  /** Whether a relation is an UNNEST, with an alias or without. */
  static boolean isFor(Node relation) {
    return relation instanceof Unnest
        || relation instanceof AliasedRelation aliased && isFor(aliased.getRelation());
  }

  /** UNNEST that stands alone. */
  From alone(Unnest unnest) {
    return analyze(ONE_ROW, unnest, false);
  }

  /** A join whose right side is an UNNEST. */
  From joined(Join join, From left) {
    boolean keepsLeft = join.getType() == Join.Type.LEFT;
    boolean isCross =
        join.getType() == Join.Type.CROSS
            || join.getType() == Join.Type.IMPLICIT
            || keepsLeft && isAlways(join)
            || join.getType() == Join.Type.INNER && isAlways(join);
    if (!isCross) {
      throw SemanticException.notSupported(
          statement.positionOf(join), "UNNEST on other than the right side of CROSS JOIN");
    }
    return analyze(left, join.getRight(), keepsLeft);
  }

  private static boolean isAlways(Join join) {
    return join.getCriteria().orElse(null) instanceof JoinOn on
        && on.getExpression() instanceof BooleanLiteral literal
        && literal.getValue();
  }

  private From analyze(From left, Node right, boolean keepsLeft) {
    Unnest unnest = unnestOf(right);
    ExpressionAnalyzer expressions =
        new ExpressionAnalyzer(
            statement,
            left.scope(),
            Optional.of("UNNEST"),
            Map.of(),
            new Surroundings(outer, Optional.empty()));
    List<Term> collections = new ArrayList<>();
    List<Scope.Field> fields = new ArrayList<>();
    for (Expression expression : unnest.getExpressions()) {
      Term collection = expressions.analyze(expression);
      collections.add(collection);
      addFields(elementOf(collection.type(), expression), fields);
    }
    if (unnest.isWithOrdinality()) {
      fields.add(new Scope.Field(List.of(), "_col" + fields.size(), Scalar.BIGINT));
    }
    return new From(
        new Unnested(left.relation(), collections, unnest.isWithOrdinality(), keepsLeft),
        left.scope().and(named(new Scope(fields), right)));
  }

  private static Unnest unnestOf(Node relation) {
    return relation instanceof AliasedRelation aliased
        ? unnestOf(aliased.getRelation())
        : (Unnest) relation;
  }

  private SqlType elementOf(SqlType collection, Node node) {
    return switch (collection) {
      case ArrayOf(SqlType element) -> element;
      case TimeSeriesOf series -> Timeseries.elementType(series);
      default ->
          throw SemanticException.at(
              statement.positionOf(node), "Cannot unnest type: " + collection.displayName());
    };
  }

  /** Rows are taken apart into their fields. */
  private static void addFields(SqlType element, List<Scope.Field> fields) {
    if (element instanceof RowOf(List<SqlType.Field> parts)) {
      for (SqlType.Field part : parts) {
        String name = part.name().orElse("_col" + fields.size());
        fields.add(new Scope.Field(List.of(), name, part.type()));
      }
    } else {
      fields.add(new Scope.Field(List.of(), "_col" + fields.size(), element));
    }
  }

  private Scope named(Scope scope, Node relation) {
    if (!(relation instanceof AliasedRelation aliased)) {
      return scope;
    }
    List<String> columns =
        aliased.getColumnNames() == null
            ? List.of()
            : aliased.getColumnNames().stream().map(Identifier::getValue).toList();
    String alias = aliased.getAlias().getValue();
    if (!columns.isEmpty() && columns.size() != scope.fields().size()) {
      throw SemanticException.at(
          statement.positionOf(aliased),
          "Column alias list has %s entries but '%s' has %s columns available"
              .formatted(columns.size(), alias, scope.fields().size()));
    }
    return scope.renamed(alias, columns);
  }
}
