package io.lodestone.sql.analysis;

import io.lodestone.sql.function.Term;
import io.lodestone.sql.parser.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The columns around a sub-query, and those of them that it speaks of: its arguments. A column that
 * the query around does not know is looked for further out, and handed down.
 */
final class OuterColumns {
  private final ExpressionAnalyzer around;
  private final List<Term> arguments = new ArrayList<>();

  /**
   * @param around what understands the expression in which the sub-query stands
   */
  OuterColumns(ExpressionAnalyzer around) {
    this.around = around;
  }

  /** The argument that stands for a column; empty when no query around knows it. */
  Optional<Term> find(List<String> parts, Position position) {
    return around.names().find(parts, position).map(this::argument);
  }

  /** The columns that the sub-query speaks of, over the columns of the query around it. */
  List<Term> arguments() {
    return arguments;
  }

  private Term argument(Term column) {
    if (!arguments.contains(column)) {
      arguments.add(column);
    }
    return new Term.Outer(arguments.indexOf(column), column.type());
  }
}
