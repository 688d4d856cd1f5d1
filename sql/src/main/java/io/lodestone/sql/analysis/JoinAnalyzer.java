package io.lodestone.sql.analysis;

import io.lodestone.sql.analysis.QueryAnalyzer.From;
import io.lodestone.sql.analysis.ResolvedQuery.Derived;
import io.lodestone.sql.analysis.ResolvedQuery.Joined;
import io.lodestone.sql.analysis.ResolvedQuery.OutputColumn;
import io.lodestone.sql.function.Comparison;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.TypeCoercion;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.Join;
import io.trino.sql.tree.JoinCriteria;
import io.trino.sql.tree.JoinOn;
import io.trino.sql.tree.JoinUsing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Resolves a join whose sides are resolved. */
final class JoinAnalyzer {
  private final Statement statement;
  private final Join join;
  private final From left;
  private final From right;
  private final Scope scope;
  private final ExpressionAnalyzer expressions;
  private final Applications applications;

  JoinAnalyzer(
      Statement statement, Join join, From left, From right, Optional<OuterColumns> outer) {
    this.statement = statement;
    this.join = join;
    this.left = left;
    this.right = right;
    this.scope = left.scope().and(right.scope());
    this.expressions =
        new ExpressionAnalyzer(
            statement,
            scope,
            Optional.of("JOIN clause"),
            Map.of(),
            new Surroundings(outer, Optional.empty()));
    this.applications = new Applications(statement);
  }

  From analyze() {
    JoinCriteria criteria = join.getCriteria().orElse(null);
    return switch (criteria) {
      case null -> new From(joined(Optional.empty()), scope);
      case JoinOn on ->
          new From(
              joined(Optional.of(expressions.condition(on.getExpression(), "JOIN ON clause"))),
              scope);
      case JoinUsing using -> using(using);
      default -> throw SemanticException.notSupported(statement.positionOf(join), "NATURAL JOIN");
    };
  }

  private Joined joined(Optional<Term> condition) {
    boolean keepsLeft = join.getType() == Join.Type.LEFT || join.getType() == Join.Type.FULL;
    boolean keepsRight = join.getType() == Join.Type.RIGHT || join.getType() == Join.Type.FULL;
    return new Joined(left.relation(), right.relation(), keepsLeft, keepsRight, condition);
  }

  /**
   * The columns named come first and once, and belong to neither side; then come the other columns
   * of the left side and of the right.
   */
  private From using(JoinUsing using) {
    List<Term> equalities = new ArrayList<>();
    List<Term> outputs = new ArrayList<>();
    List<Scope.Field> fields = new ArrayList<>();
    List<Integer> taken = new ArrayList<>();
    int middle = left.scope().fields().size();
    for (Identifier name : using.getColumns()) {
      int leftColumn = column(name, left.scope(), "left");
      int rightColumn = middle + column(name, right.scope(), "right");
      Term one = scope.input(leftColumn);
      Term other = scope.input(rightColumn);
      equalities.add(applications.comparison(Comparison.EQUAL, one, other, name));
      SqlType type = TypeCoercion.common(one.type(), other.type()).orElse(one.type());
      outputs.add(
          new Term.Coalesce(
              List.of(applications.coerce(one, type, name), applications.coerce(other, type, name)),
              type));
      fields.add(new Scope.Field(List.of(), scope.fields().get(leftColumn).name(), type));
      taken.add(leftColumn);
      taken.add(rightColumn);
    }
    Joined joined =
        joined(
            Optional.of(equalities.size() == 1 ? equalities.getFirst() : new Term.And(equalities)));
    for (int i = 0; i < taken.size(); i += 2) {
      // Partners agree, so that the side whose rows are all there tells the value.
      if (!joined.keepsRight()
          && outputs.get(i / 2).type().equals(scope.input(taken.get(i)).type())) {
        outputs.set(i / 2, scope.input(taken.get(i)));
      }
    }
    for (int column = 0; column < scope.fields().size(); column++) {
      if (!taken.contains(column)) {
        outputs.add(scope.input(column));
        fields.add(scope.fields().get(column));
      }
    }
    return new From(
        new Derived(
            ResolvedQuery.of(
                joined,
                outputs,
                fields.stream()
                    .map(f -> new OutputColumn(f.name(), f.type(), f.table(), false))
                    .toList())),
        new Scope(fields));
  }

  private int column(Identifier name, Scope side, String which) {
    List<String> parts = List.of(name.getValue());
    if (!side.knows(parts)) {
      throw SemanticException.at(
          statement.positionOf(name),
          "Column '" + name.getValue() + "' is missing from " + which + " side of join");
    }
    return side.resolve(parts, statement.positionOf(name)).column();
  }
}
