package io.lodestone.sql.plan;

import io.lodestone.model.TimeRange;
import io.lodestone.sql.function.Comparison;
import io.lodestone.sql.function.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts two sources side by side: finds the keys, and decides which side is held in memory. */
final class JoinSides {
  /** The weight of points of some series only. */
  static final int SOME_SERIES = 3;

  /** An equality between a term of the left side and one of the right. */
  private record Key(Term left, Term right) {}

  private JoinSides() {}

  /** Whether a condition is an equality between a term of one source and a term of the other. */
  static boolean isKey(Term condition, Source left, Source right) {
    return key(condition, left, right).isPresent();
  }

  /**
   * @param keepsLeft whether rows of the left side without a partner are kept
   * @param keepsRight the same for the right side
   * @param on which rows are partners; speaks of both sides' columns
   */
  static Source join(
      Source left, Source right, boolean keepsLeft, boolean keepsRight, List<Term> on) {
    List<Key> keys = new ArrayList<>();
    List<Term> rest = new ArrayList<>();
    for (Term condition : on) {
      Optional<Key> key = key(condition, left, right);
      key.ifPresentOrElse(keys::add, () -> rest.add(condition));
    }
    boolean swap =
        keepsLeft == keepsRight
            ? weight(left.node()) < weight(right.node())
            : keepsRight && !keepsLeft;
    return swap
        ? build(
            right,
            left,
            keepsRight,
            keepsLeft,
            keys.stream().map(k -> new Key(k.right(), k.left())).toList(),
            rest)
        : build(left, right, keepsLeft, keepsRight, keys, rest);
  }

  /** The right side is the one that is held. */
  private static Source build(
      Source left,
      Source right,
      boolean keepsLeft,
      boolean keepsRight,
      List<Key> keys,
      List<Term> rest) {
    Source probe = left.with(keys.stream().map(Key::left).toList());
    Source held = right.with(keys.stream().map(Key::right).toList());
    List<Integer> columns = new ArrayList<>(probe.columns());
    columns.addAll(held.columns());
    return new Source(
        new PlanNode.Join(
            probe.node(),
            held.node(),
            keepsLeft,
            keepsRight,
            keys.stream().map(k -> probe.placeOf(k.left())).toList(),
            keys.stream().map(k -> held.placeOf(k.right())).toList(),
            Conjuncts.all(rest).map(t -> Conjuncts.renumbered(t, columns::indexOf))),
        columns);
  }

  private static Optional<Key> key(Term condition, Source left, Source right) {
    if (!(condition instanceof Term.Call(var function, List<Term> sides))
        || !function.name().equals(Comparison.EQUAL.symbol())) {
      return Optional.empty();
    }
    if (isOf(left, sides.get(0)) && isOf(right, sides.get(1))) {
      return Optional.of(new Key(sides.get(0), sides.get(1)));
    }
    if (isOf(left, sides.get(1)) && isOf(right, sides.get(0))) {
      return Optional.of(new Key(sides.get(1), sides.get(0)));
    }
    return Optional.empty();
  }

  private static boolean isOf(Source source, Term term) {
    var columns = Conjuncts.columnsOf(List.of(term));
    return !columns.isEmpty() && source.columns().containsAll(columns);
  }

  /** A guess at how many rows there are, good enough to tell a list from a table. */
  static int weight(PlanNode node) {
    return switch (node) {
      case PlanNode.Inline _ -> 0;
      case PlanNode.Limit _, PlanNode.Top _ -> 1;
      case PlanNode.Group group -> group.keyCount() == 0 ? 0 : 2;
      case PlanNode.ScanGroups groups -> groups.request().grouping().isOfTimeOnly() ? 1 : 2;
      case PlanNode.Shared shared -> weight(shared.source());
      case PlanNode.Filter filter -> weight(filter.source());
      case PlanNode.Project project -> weight(project.source());
      case PlanNode.Window window -> weight(window.source());
      case PlanNode.Unnest unnest -> Math.max(1, weight(unnest.source()));
      case PlanNode.Sort sort -> weight(sort.source());
      case PlanNode.Offset offset -> weight(offset.source());
      case PlanNode.Apply apply -> weight(apply.source());
      case PlanNode.Given _ -> 3;
      case PlanNode.Union union ->
          union.sources().stream().mapToInt(JoinSides::weight).max().orElseThrow();
      case PlanNode.Compare compare -> weight(compare.left());
      case PlanNode.Join join -> Math.max(weight(join.left()), weight(join.right()));
      case PlanNode.Scan scan ->
          !scan.request().series().isEmpty()
              ? SOME_SERIES
              : scan.request().range().equals(TimeRange.ALL) ? 5 : 4;
    };
  }
}
