package io.lodestone.sql.analysis;

import io.lodestone.sql.analysis.QueryAnalyzer.From;
import io.lodestone.sql.analysis.ResolvedQuery.Compared;
import io.lodestone.sql.analysis.ResolvedQuery.Derived;
import io.lodestone.sql.analysis.ResolvedQuery.OutputColumn;
import io.lodestone.sql.analysis.ResolvedQuery.Relation;
import io.lodestone.sql.analysis.ResolvedQuery.United;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.TypeCoercion;
import io.trino.sql.tree.Intersect;
import io.trino.sql.tree.SetOperation;
import io.trino.sql.tree.Union;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Resolves UNION, INTERSECT and EXCEPT of relations that are resolved. Names are those of the first
 * one; columns become the type that all of them can become.
 */
final class SetAnalyzer {
  private final Statement statement;
  private final SetOperation operation;

  SetAnalyzer(Statement statement, SetOperation operation) {
    this.statement = statement;
    this.operation = operation;
  }

  From analyze(List<From> inputs) {
    if (operation.getCorresponding().isPresent()) {
      throw SemanticException.notSupported(statement.positionOf(operation), "CORRESPONDING");
    }
    List<Scope.Field> names = inputs.getFirst().scope().fields();
    List<SqlType> types = types(inputs);
    List<Scope.Field> fields = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      fields.add(new Scope.Field(List.of(), names.get(i).name(), types.get(i)));
    }
    List<Relation> relations = inputs.stream().map(input -> coerced(input, types)).toList();
    return new From(combined(relations), new Scope(fields));
  }

  private Relation combined(List<Relation> relations) {
    boolean distinct = operation.isDistinct();
    if (operation instanceof Union) {
      return new United(relations, distinct);
    }
    boolean among = operation instanceof Intersect;
    return relations.stream()
        .reduce((left, right) -> new Compared(left, right, among, distinct))
        .orElseThrow();
  }

  private List<SqlType> types(List<From> inputs) {
    List<SqlType> types =
        new ArrayList<>(inputs.getFirst().scope().fields().stream().map(f -> f.type()).toList());
    for (From input : inputs.subList(1, inputs.size())) {
      List<Scope.Field> fields = input.scope().fields();
      if (fields.size() != types.size()) {
        throw SemanticException.at(
            statement.positionOf(operation),
            "%s query has different number of fields: %s, %s"
                .formatted(name(), types.size(), fields.size()));
      }
      for (int i = 0; i < types.size(); i++) {
        int column = i;
        SqlType sofar = types.get(i);
        SqlType type = fields.get(i).type();
        types.set(
            i,
            TypeCoercion.common(sofar, type)
                .orElseThrow(
                    () ->
                        SemanticException.at(
                            statement.positionOf(operation),
                            "column %s in %s query has incompatible types: %s, %s"
                                .formatted(
                                    column + 1, name(), sofar.displayName(), type.displayName()))));
      }
    }
    return types;
  }

  private String name() {
    return operation.getClass().getSimpleName().toUpperCase(Locale.ROOT);
  }

  private Relation coerced(From input, List<SqlType> types) {
    List<Scope.Field> fields = input.scope().fields();
    if (fields.stream().map(Scope.Field::type).toList().equals(types)) {
      return input.relation();
    }
    Applications applications = new Applications(statement);
    List<Term> outputs = new ArrayList<>();
    List<OutputColumn> columns = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      outputs.add(applications.coerce(input.scope().input(i), types.get(i), operation));
      columns.add(OutputColumn.computed(fields.get(i).name(), types.get(i)));
    }
    return new Derived(ResolvedQuery.of(input.relation(), outputs, columns));
  }
}
