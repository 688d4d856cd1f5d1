package io.lodestone.sql.plan;

import io.lodestone.sql.analysis.ResolvedQuery.Unnested;
import io.lodestone.sql.function.Structures;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.RowOf;
import io.lodestone.sql.type.SqlType.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** Plans UNNEST: conditions on the rows that it is joined with are tested before it. */
final class UnnestPlanner {
  private UnnestPlanner() {}

  static Source source(Unnested unnested, List<Term> conditions, SortedSet<Integer> needed) {
    int width = unnested.source().width();
    List<Term> before = new ArrayList<>();
    List<Term> after = new ArrayList<>();
    for (Term condition : conditions) {
      SortedSet<Integer> columns = Conjuncts.columnsOf(List.of(condition));
      boolean isBefore = !columns.isEmpty() && columns.last() < width && !condition.canFail();
      (isBefore ? before : after).add(condition);
    }
    SortedSet<Integer> wanted = Conjuncts.columnsOf(after);
    wanted.addAll(needed);
    List<Integer> kept = List.copyOf(wanted.headSet(width));

    SortedSet<Integer> used = Conjuncts.columnsOf(unnested.collections());
    used.addAll(kept);
    Source rows = RelationPlanner.source(unnested.source(), before, used);
    PlanNode.Unnest node =
        new PlanNode.Unnest(
            rows.node(),
            kept.stream().map(rows.columns()::indexOf).toList(),
            unnested.collections().stream().map(rows::over).toList(),
            unnested.ordinality(),
            unnested.keepsRows());

    List<Term> all = columns(node, kept.size());
    List<Term> outputs = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>(kept);
    for (int i = 0; i < kept.size(); i++) {
      outputs.add(new Term.Input(i, node.types().get(i)));
    }
    for (int column : wanted.tailSet(width)) {
      outputs.add(all.get(column - width));
      numbers.add(column);
    }
    return new Source(new PlanNode.Project(node, outputs), numbers).filtered(after);
  }

  /** The columns that UNNEST adds: elements, or fields of elements, and the ordinality. */
  private static List<Term> columns(PlanNode.Unnest node, int first) {
    List<Term> columns = new ArrayList<>();
    int at = first;
    for (SqlType element : node.elements()) {
      Term value = new Term.Input(at++, element);
      if (element instanceof RowOf row) {
        for (int field = 0; field < row.fields().size(); field++) {
          columns.add(new Term.Call(Structures.field(row, field), List.of(value)));
        }
      } else {
        columns.add(value);
      }
    }
    if (node.ordinality()) {
      columns.add(new Term.Input(at, Scalar.BIGINT));
    }
    return columns;
  }
}
