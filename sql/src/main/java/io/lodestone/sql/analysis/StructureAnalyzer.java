package io.lodestone.sql.analysis;

import io.lodestone.sql.function.Structures;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.Field;
import io.lodestone.sql.type.SqlType.RowOf;
import io.lodestone.sql.type.SqlType.Scalar;
import io.trino.sql.tree.Array;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.Row;
import io.trino.sql.tree.SubscriptExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns what makes values with parts, and what takes them apart, into terms. */
final class StructureAnalyzer {
  private final Statement statement;
  private final ExpressionAnalyzer expressions;
  private final Applications applications;

  StructureAnalyzer(Statement statement, ExpressionAnalyzer expressions) {
    this.statement = statement;
    this.expressions = expressions;
    this.applications = new Applications(statement);
  }

  Term array(Array array) {
    List<Term> elements = array.getValues().stream().map(expressions::analyze).toList();
    SqlType type = applications.commonType(elements, "All ARRAY elements", array);
    return new Term.Call(
        Structures.array(type, elements.size()),
        elements.stream().map(element -> applications.coerce(element, type, array)).toList());
  }

  Term row(Row row) {
    List<Term> values = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (Row.Field field : row.getFields()) {
      Term value = expressions.analyze(field.getExpression());
      values.add(value);
      fields.add(new Field(field.getName().map(Identifier::getValue), value.type()));
    }
    return new Term.Call(Structures.row(new RowOf(fields)), values);
  }

  Term subscript(SubscriptExpression subscript) {
    Term base = expressions.analyze(subscript.getBase());
    Term index = expressions.analyze(subscript.getIndex());
    return switch (base.type()) {
      case ArrayOf _ -> applications.call(Structures.SUBSCRIPT, List.of(base, index), subscript);
      case RowOf row ->
          new Term.Call(Structures.field(row, place(row, index, subscript)), List.of(base));
      default ->
          throw SemanticException.at(
              statement.positionOf(subscript),
              "Cannot use %s for subscript of %s"
                  .formatted(index.type().displayName(), base.type().displayName()));
    };
  }

  private int place(RowOf row, Term index, Node node) {
    if (!(index instanceof Term.Constant(SqlType type, Long place))
        || type != Scalar.INTEGER
        || place < 1
        || place > row.fields().size()) {
      throw SemanticException.at(
          statement.positionOf(node), "Subscript of a row must be a number of one of its fields");
    }
    return (int) (place - 1);
  }

  /**
   * The field of a row by its name.
   *
   * @throws SemanticException when there is none or more than one
   */
  Term field(Term base, String name, Node node) {
    if (base.type() instanceof RowOf row) {
      Optional<Integer> place = place(row, name, node);
      if (place.isPresent()) {
        return new Term.Call(Structures.field(row, place.get()), List.of(base));
      }
    }
    throw SemanticException.at(
        statement.positionOf(node),
        "Expression of type %s has no field '%s'".formatted(base.type().displayName(), name));
  }

  private Optional<Integer> place(RowOf row, String name, Node node) {
    for (Scope.Spelling spelling : Scope.Spelling.values()) {
      List<Integer> found = new ArrayList<>();
      for (int i = 0; i < row.fields().size(); i++) {
        if (row.fields().get(i).name().filter(n -> spelling.same(n, name)).isPresent()) {
          found.add(i);
        }
      }
      if (found.size() > 1) {
        throw SemanticException.at(
            statement.positionOf(node), "Ambiguous row field reference: " + name);
      }
      if (found.size() == 1) {
        return Optional.of(found.getFirst());
      }
    }
    return Optional.empty();
  }
}
