package io.lodestone.sql.plan;

import io.lodestone.sql.analysis.ResolvedQuery;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.function.WindowTerm;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves conditions on the result of a query into the query, so that they reach its scans: into
 * WHERE if the query does not group, or if they speak of its keys alone; else into HAVING.
 */
final class Descent {
  private Descent() {}

  /** Whether a condition on the columns of a query's result may be tested within the query. */
  static boolean canEnter(Term condition, ResolvedQuery query) {
    List<Term> outputs =
        Conjuncts.columnsOf(List.of(condition)).stream().map(query.outputs()::get).toList();
    return query.slice().isAll()
        && !condition.canFail()
        && outputs.stream().noneMatch(Term::canFail)
        && keepsPartitionsWhole(outputs, query);
  }

  /** A window function must see its whole partition: what goes must go with all of it. */
  private static boolean keepsPartitionsWhole(List<Term> tested, ResolvedQuery query) {
    return query.outputs().stream()
        .flatMap(Term::walk)
        .allMatch(
            part -> !(part instanceof WindowTerm window) || window.partition().containsAll(tested));
  }

  /** The query with further conditions that {@link #canEnter} has let pass. */
  static ResolvedQuery entered(ResolvedQuery query, List<Term> conditions) {
    if (conditions.isEmpty()) {
      return query;
    }
    List<Term> where = new ArrayList<>(Conjuncts.of(query.where()));
    List<Term> having = new ArrayList<>(Conjuncts.of(query.having()));
    for (Term condition : conditions) {
      Term within = over(condition, query.outputs());
      if (query.grouping().isEmpty()) {
        where.add(within);
      } else if (speaksOfKeys(within, query.grouping().get())) {
        where.add(over(within, query.grouping().get().keys()));
      } else {
        having.add(within);
      }
    }
    return query.with(Conjuncts.all(where), Conjuncts.all(having));
  }

  /** A condition without any column stays above: without rows there may still be a group. */
  private static boolean speaksOfKeys(Term term, ResolvedQuery.Grouping grouping) {
    var columns = Conjuncts.columnsOf(List.of(term));
    return !columns.isEmpty()
        && columns.last() < grouping.keys().size()
        && grouping.sets().isEmpty();
  }

  private static Term over(Term term, List<Term> columns) {
    return term.rewrite(
        part -> part instanceof Term.Input(int column, var _) ? columns.get(column) : part);
  }
}
