package io.lodestone.sql.plan;

import io.lodestone.sql.function.Term;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/** Conditions as lists of parts that all must hold, and the columns that terms speak of. */
final class Conjuncts {
  private Conjuncts() {}

  /** The parts of a condition, in the order in which they are to be tested. */
  static List<Term> of(Optional<Term> condition) {
    return condition.stream().flatMap(Conjuncts::split).toList();
  }

  /** The condition that all parts make; empty when there is none. */
  static Optional<Term> all(List<Term> parts) {
    return switch (parts.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(parts.getFirst());
      default -> Optional.of(new Term.And(parts));
    };
  }

  /** The columns that some terms speak of. */
  static SortedSet<Integer> columnsOf(Collection<? extends Term> terms) {
    SortedSet<Integer> columns = new TreeSet<>();
    terms.forEach(
        term ->
            term.walk()
                .forEach(
                    part -> {
                      if (part instanceof Term.Input input) {
                        columns.add(input.column());
                      }
                    }));
    return columns;
  }

  /** The same term over columns with other numbers. */
  static Term renumbered(Term term, IntUnaryOperator number) {
    return term.rewrite(
        part ->
            part instanceof Term.Input(int column, var type)
                ? new Term.Input(number.applyAsInt(column), type)
                : part);
  }

  private static Stream<Term> split(Term condition) {
    return condition instanceof Term.And(List<Term> parts)
        ? parts.stream().flatMap(Conjuncts::split)
        : Stream.of(condition);
  }
}
