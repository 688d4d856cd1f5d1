package io.lodestone.sql.plan;

import io.lodestone.sql.function.Frame;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.function.WindowTerm;
import io.lodestone.sql.type.SortKey;
import io.lodestone.sql.type.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Plans window functions: those with the same partitions and the same order share one pass over the
 * sorted rows.
 */
final class WindowPlanner {
  /** What functions must agree in to be computed together. */
  private record Pass(List<Term> partition, List<WindowTerm.Order> order) {}

  /** The columns that there are by now. */
  private final List<Term> columns = new ArrayList<>();

  private WindowPlanner() {}

  /** The rows of a step by some terms that may hold window functions. */
  static PlanNode planned(PlanNode node, List<Term> terms) {
    Set<WindowTerm> windows =
        terms.stream()
            .flatMap(Term::walk)
            .filter(WindowTerm.class::isInstance)
            .map(WindowTerm.class::cast)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return windows.isEmpty()
        ? Planner.project(node, terms)
        : new WindowPlanner().plan(node, windows, terms);
  }

  private PlanNode plan(PlanNode node, Set<WindowTerm> windows, List<Term> terms) {
    List<SqlType> types = node.types();
    for (int i = 0; i < types.size(); i++) {
      columns.add(new Term.Input(i, types.get(i)));
    }
    windows.stream().flatMap(window -> window.parts().stream()).forEach(this::place);
    PlanNode planned = Planner.project(node, List.copyOf(columns));
    Map<Pass, List<WindowTerm>> passes = new LinkedHashMap<>();
    for (WindowTerm window : windows) {
      passes
          .computeIfAbsent(new Pass(window.partition(), window.order()), _ -> new ArrayList<>())
          .add(window);
    }
    Map<Term, Term> places = new HashMap<>();
    for (Map.Entry<Pass, List<WindowTerm>> pass : passes.entrySet()) {
      int first = planned.types().size();
      planned = pass(planned, pass.getKey(), pass.getValue());
      for (int i = 0; i < pass.getValue().size(); i++) {
        WindowTerm window = pass.getValue().get(i);
        places.put(window, new Term.Input(first + i, window.type()));
      }
    }
    return Planner.project(
        planned,
        terms.stream().map(t -> t.rewrite(part -> places.getOrDefault(part, part))).toList());
  }

  private PlanNode pass(PlanNode node, Pass pass, List<WindowTerm> windows) {
    return new PlanNode.Window(
        node,
        pass.partition().stream().map(this::place).toList(),
        pass.order().stream()
            .map(o -> new SortKey(place(o.term()), o.ascending(), o.nullsFirst()))
            .toList(),
        windows.stream().map(this::column).toList());
  }

  private PlanNode.WindowColumn column(WindowTerm window) {
    return new PlanNode.WindowColumn(
        window.function(),
        window.arguments().stream().map(this::place).toList(),
        window.filter().isPresent()
            ? OptionalInt.of(place(window.filter().get()))
            : OptionalInt.empty(),
        window.ignoresNulls(),
        new Frame(
            window.frame().mode(), bound(window.frame().start()), bound(window.frame().end())));
  }

  private Frame.Bound bound(Frame.Bound bound) {
    return new Frame.Bound(
        bound.place(), bound.distance().map(d -> new Term.Input(place(d), d.type())));
  }

  /** The column of a term, which is added if there is none. */
  private int place(Term term) {
    int known = columns.indexOf(term);
    if (known >= 0) {
      return known;
    }
    columns.add(term);
    return columns.size() - 1;
  }
}
