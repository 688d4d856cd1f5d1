package io.lodestone.sql.plan;

import io.lodestone.sql.analysis.ResolvedQuery.Joined;
import io.lodestone.sql.analysis.ResolvedQuery.Relation;
import io.lodestone.sql.function.Comparison;
import io.lodestone.sql.function.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Plans joins. Inner joins of several relations are one matter, whose conditions all have the same
 * right; an outer join is one of its own, with two sides.
 *
 * <p>Every condition is tested as early as it can be: at the relation it speaks of alone, as a key
 * of a join if it is an equality between both sides, or beside the keys. A condition on one side of
 * a key holds for the other side, too, and is tested there as well: so the bounds of time of one
 * table reach the scan of the other.
 */
final class JoinPlanner {
  /** A relation of an inner join, and the number of its first column. */
  private record Leaf(Relation relation, int first) {
    boolean has(SortedSet<Integer> columns) {
      return !columns.isEmpty() && columns.first() >= first && columns.last() < end();
    }

    int end() {
      return first + relation.width();
    }

    Source source(List<Term> conditions, SortedSet<Integer> needed) {
      SortedSet<Integer> columns = new TreeSet<>();
      needed.subSet(first, end()).forEach(c -> columns.add(c - first));
      return RelationPlanner.source(
              relation,
              conditions.stream().map(t -> Conjuncts.renumbered(t, c -> c - first)).toList(),
              columns)
          .from(first);
    }
  }

  private JoinPlanner() {}

  static Source source(Joined joined, List<Term> where, SortedSet<Integer> wanted) {
    SortedSet<Integer> needed = new TreeSet<>(wanted);
    Joined simpler = withoutVainRows(joined, where);
    return simpler.isInner() ? inner(simpler, where, needed) : outer(simpler, where, needed);
  }

  /** A row that is kept for want of a partner is kept in vain if WHERE turns NULL down. */
  private static Joined withoutVainRows(Joined joined, List<Term> where) {
    int middle = joined.left().width();
    boolean rightRefused = where.stream().anyMatch(c -> refusesNull(c, middle, joined.width()));
    boolean leftRefused = where.stream().anyMatch(c -> refusesNull(c, 0, middle));
    return new Joined(
        joined.left(),
        joined.right(),
        joined.keepsLeft() && !rightRefused,
        joined.keepsRight() && !leftRefused,
        joined.condition());
  }

  /** Whether a condition surely is not true when all columns of a range are NULL. */
  private static boolean refusesNull(Term condition, int from, int to) {
    return switch (condition) {
      case Term.Call call when isComparison(call) ->
          call.arguments().stream().anyMatch(a -> isColumn(a, from, to));
      case Term.In in -> isColumn(in.value(), from, to);
      default -> false;
    };
  }

  private static boolean isColumn(Term term, int from, int to) {
    return term instanceof Term.Input(int column, var _) && column >= from && column < to;
  }

  private static boolean isComparison(Term.Call call) {
    for (Comparison comparison : Comparison.values()) {
      if (comparison.symbol().equals(call.function().name())) {
        return true;
      }
    }
    return false;
  }

  // Inner joins.

  private static Source inner(Joined joined, List<Term> where, SortedSet<Integer> needed) {
    List<Leaf> leaves = new ArrayList<>();
    List<Term> conditions = new ArrayList<>();
    flatten(joined, 0, leaves, conditions);
    conditions.addAll(where);
    List<Term> said = new ArrayList<>(conditions);
    said.addAll(Inference.fromEqualities(conditions));
    List<Term> open = new ArrayList<>(conditions);
    List<List<Term>> alone = new ArrayList<>();
    for (Leaf leaf : leaves) {
      List<Term> own =
          said.stream().filter(c -> leaf.has(Conjuncts.columnsOf(List.of(c)))).toList();
      open.removeAll(own);
      alone.add(own);
    }
    needed.addAll(Conjuncts.columnsOf(open));
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < alone.size(); i++) {
      sources.add(leaves.get(i).source(alone.get(i), needed));
    }
    Source all = sources.removeFirst();
    while (!sources.isEmpty()) {
      Source next = next(all, sources, open);
      sources.remove(next);
      List<Term> now = new ArrayList<>();
      for (Term condition : open) {
        if (columnsOf(all, next).containsAll(Conjuncts.columnsOf(List.of(condition)))) {
          now.add(condition);
        }
      }
      open.removeAll(now);
      all = JoinSides.join(all, next, false, false, now);
    }
    return all;
  }

  private static void flatten(Relation relation, int first, List<Leaf> leaves, List<Term> on) {
    if (!(relation instanceof Joined joined) || !joined.isInner()) {
      leaves.add(new Leaf(relation, first));
      return;
    }
    flatten(joined.left(), first, leaves, on);
    flatten(joined.right(), first + joined.left().width(), leaves, on);
    Conjuncts.of(joined.condition())
        .forEach(c -> on.add(Conjuncts.renumbered(c, column -> column + first)));
  }

  /** The first relation that a key ties to what is joined already; else the first of all. */
  private static Source next(Source joined, List<Source> candidates, List<Term> conditions) {
    return candidates.stream()
        .filter(c -> conditions.stream().anyMatch(t -> JoinSides.isKey(t, joined, c)))
        .findFirst()
        .orElse(candidates.getFirst());
  }

  private static SortedSet<Integer> columnsOf(Source left, Source right) {
    SortedSet<Integer> columns = new TreeSet<>(left.columns());
    columns.addAll(right.columns());
    return columns;
  }

  // Outer joins.

  private static Source outer(Joined joined, List<Term> where, SortedSet<Integer> needed) {
    List<Term> on = Conjuncts.of(joined.condition());
    Leaf left = new Leaf(joined.left(), 0);
    Leaf right = new Leaf(joined.right(), joined.left().width());
    List<Term> leftOwn = new ArrayList<>();
    List<Term> rightOwn = new ArrayList<>();
    List<Term> beside = new ArrayList<>();
    for (Term condition : on) {
      // ON says which rows are partners: it may drop rows of a side that is not kept.
      if (left.has(Conjuncts.columnsOf(List.of(condition))) && !joined.keepsLeft()) {
        leftOwn.add(condition);
      } else if (right.has(Conjuncts.columnsOf(List.of(condition))) && !joined.keepsRight()) {
        rightOwn.add(condition);
      } else {
        beside.add(condition);
      }
    }
    List<Term> after = new ArrayList<>();
    for (Term condition : where) {
      // WHERE speaks of what the join yields: it may go to a side that is never filled with NULL.
      if (left.has(Conjuncts.columnsOf(List.of(condition))) && !joined.keepsRight()) {
        leftOwn.add(condition);
      } else if (right.has(Conjuncts.columnsOf(List.of(condition))) && !joined.keepsLeft()) {
        rightOwn.add(condition);
      } else {
        after.add(condition);
      }
    }
    // Partners of rows that are not there are not wanted.
    if (!joined.keepsRight()) {
      rightOwn.addAll(inferred(on, leftOwn, right));
    } else if (!joined.keepsLeft()) {
      leftOwn.addAll(inferred(on, rightOwn, left));
    }
    needed.addAll(Conjuncts.columnsOf(beside));
    needed.addAll(Conjuncts.columnsOf(after));
    return JoinSides.join(
            left.source(leftOwn, needed),
            right.source(rightOwn, needed),
            joined.keepsLeft(),
            joined.keepsRight(),
            beside)
        .filtered(after);
  }

  private static List<Term> inferred(List<Term> on, List<Term> known, Leaf side) {
    List<Term> all = new ArrayList<>(on);
    all.addAll(known);
    return Inference.fromEqualities(all).stream()
        .filter(c -> side.has(Conjuncts.columnsOf(List.of(c))))
        .toList();
  }
}
