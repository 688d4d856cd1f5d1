package io.lodestone.sql.plan;

import io.lodestone.sql.function.Comparison;
import io.lodestone.sql.function.Term;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/** What conditions say about columns that they do not name. */
final class Inference {
  private record Equality(Term.Input left, Term.Input right) {}

  private Inference() {}

  /**
   * The conditions on one column alone, said of every column that is equal to it, directly or by
   * others in between.
   *
   * @return those not among the given conditions
   */
  static List<Term> fromEqualities(List<Term> conditions) {
    List<Equality> equalities = new ArrayList<>();
    Set<Term> known = new LinkedHashSet<>();
    for (Term condition : conditions) {
      if (condition instanceof Term.Call(var function, List<Term> sides)
          && function.name().equals(Comparison.EQUAL.symbol())
          && sides.get(0) instanceof Term.Input left
          && sides.get(1) instanceof Term.Input right) {
        equalities.add(new Equality(left, right));
      } else if (!condition.canFail() && Conjuncts.columnsOf(List.of(condition)).size() == 1) {
        known.add(condition);
      }
    }
    List<Term> open = new ArrayList<>(known);
    while (!open.isEmpty()) {
      Term condition = open.removeFirst();
      for (Equality equality : equalities) {
        for (Term said :
            List.of(
                said(condition, equality.left(), equality.right()),
                said(condition, equality.right(), equality.left()))) {
          if (known.add(said)) {
            open.add(said);
          }
        }
      }
    }
    known.removeAll(Set.copyOf(conditions));
    return List.copyOf(known);
  }

  /** A condition on one column, said of the other; itself if it speaks of a third. */
  private static Term said(Term condition, Term.Input of, Term.Input instead) {
    SortedSet<Integer> columns = Conjuncts.columnsOf(List.of(condition));
    return columns.first() == of.column()
        ? Conjuncts.renumbered(condition, _ -> instead.column())
        : condition;
  }
}
