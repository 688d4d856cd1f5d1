package io.lodestone.sql.plan;

import io.lodestone.sql.function.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Steps that yield some columns of a relation.
 *
 * @param columns the relation's column at each place; -1 for one that only the steps know
 */
record Source(PlanNode node, List<Integer> columns) {
  Source {
    columns = List.copyOf(columns);
  }

  /** The same term over the columns of the steps. */
  Term over(Term term) {
    return Conjuncts.renumbered(term, columns::indexOf);
  }

  /** The rows for which all conditions hold. */
  Source filtered(List<Term> conditions) {
    Optional<Term> condition = Conjuncts.all(conditions);
    return condition.isEmpty()
        ? this
        : new Source(new PlanNode.Filter(node, over(condition.get())), columns);
  }

  /** The same rows as part of a wider relation, in which this one's columns begin at a number. */
  Source from(int first) {
    return new Source(node, columns.stream().map(c -> c < 0 ? c : c + first).toList());
  }

  /** The same rows, with a further column for each term that is not one already. */
  Source with(List<Term> terms) {
    List<Term> all = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      all.add(new Term.Input(i, node.types().get(i)));
    }
    List<Integer> numbers = new ArrayList<>(columns);
    for (Term term : terms) {
      if (!all.contains(over(term))) {
        all.add(over(term));
        numbers.add(-1);
      }
    }
    return all.size() == columns.size()
        ? this
        : new Source(new PlanNode.Project(node, all), numbers);
  }

  /** Where a term that {@link #with} was given stands. */
  int placeOf(Term term) {
    Term wanted = over(term);
    if (wanted instanceof Term.Input(int column, var _)) {
      return column;
    }
    return ((PlanNode.Project) node).terms().indexOf(wanted);
  }
}
