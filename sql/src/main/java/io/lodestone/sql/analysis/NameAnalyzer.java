package io.lodestone.sql.analysis;

import io.lodestone.sql.function.Term;
import io.lodestone.sql.parser.Position;
import io.trino.sql.tree.DereferenceExpression;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns names into terms: aliases, columns of this query and of those around it, fields of rows.
 */
final class NameAnalyzer {
  private final Statement statement;
  private final Scope scope;
  private final Map<String, Term> aliases;
  private final Optional<OuterColumns> outer;
  private final ExpressionAnalyzer expressions;
  private final StructureAnalyzer structures;

  /**
   * @param aliases names that stand for terms and come before columns
   */
  NameAnalyzer(
      Statement statement,
      Scope scope,
      Map<String, Term> aliases,
      Optional<OuterColumns> outer,
      ExpressionAnalyzer expressions,
      StructureAnalyzer structures) {
    this.statement = statement;
    this.scope = scope;
    this.aliases = aliases;
    this.outer = outer;
    this.expressions = expressions;
    this.structures = structures;
  }

  /** What stands under a name alone. */
  Term column(Identifier name) {
    for (Scope.Spelling spelling : Scope.Spelling.values()) {
      for (Map.Entry<String, Term> alias : aliases.entrySet()) {
        if (spelling.same(alias.getKey(), name.getValue())) {
          return alias.getValue();
        }
      }
      if (scope.fields().stream().anyMatch(f -> spelling.same(f.name(), name.getValue()))) {
        break;
      }
    }
    return named(List.of(name.getValue()), statement.positionOf(name));
  }

  /**
   * {@code a.b.c}: a column, if there is one of that name, or else the field {@code c} of the row
   * {@code a.b}.
   */
  Term qualified(DereferenceExpression name) {
    Optional<List<String>> parts = namesOf(name);
    Optional<Term> column =
        parts.filter(p -> !isAlias(p.getFirst())).flatMap(p -> find(p, statement.positionOf(name)));
    if (column.isPresent()) {
      return column.get();
    }
    if (name.getField().isEmpty()) {
      throw SemanticException.notSupported(statement.positionOf(name), "A field of a row");
    }
    boolean baseIsUnknown = name.getBase() instanceof Identifier base && !isKnown(base);
    if (parts.isPresent() && baseIsUnknown) {
      // The base is no column either: the whole name is what the user has to look at.
      return scope.resolve(parts.get(), statement.positionOf(name));
    }
    return structures.field(
        expressions.analyze(name.getBase()), name.getField().get().getValue(), name);
  }

  private Term named(List<String> parts, Position position) {
    return find(parts, position).orElseGet(() -> scope.resolve(parts, position));
  }

  /** The column of a name, of this query or of one around it; empty when none knows it. */
  Optional<Term> find(List<String> parts, Position position) {
    return scope.knows(parts)
        ? Optional.of(scope.resolve(parts, position))
        : outer.flatMap(around -> around.find(parts, position));
  }

  private boolean isAlias(String name) {
    return aliases.containsKey(name);
  }

  private boolean isKnown(Identifier name) {
    return isAlias(name.getValue())
        || find(List.of(name.getValue()), statement.positionOf(name)).isPresent();
  }

  /** The names of {@code a.b.c}; empty when the first one is not a name. */
  private static Optional<List<String>> namesOf(Expression name) {
    return switch (name) {
      case Identifier identifier -> Optional.of(List.of(identifier.getValue()));
      case DereferenceExpression dereference when dereference.getField().isPresent() ->
          namesOf(dereference.getBase())
              .map(
                  base -> {
                    List<String> parts = new ArrayList<>(base);
                    parts.add(dereference.getField().get().getValue());
                    return parts;
                  });
      default -> Optional.empty();
    };
  }

  /** The names of {@code a.b.c}. */
  List<String> partsOf(Expression name) {
    return namesOf(name)
        .orElseThrow(
            () -> SemanticException.notSupported(statement.positionOf(name), "A field of a row"));
  }
}
