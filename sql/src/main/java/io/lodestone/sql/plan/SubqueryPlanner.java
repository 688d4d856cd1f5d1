package io.lodestone.sql.plan;

import io.lodestone.sql.analysis.ResolvedQuery;
import io.lodestone.sql.function.Question;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SqlType.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.IntStream;

/**
 * Plans the sub-queries of a query for the rows of one of its steps. Each of them becomes a column
 * of its own, whose number follows those that the step has.
 */
final class SubqueryPlanner {
  private final ResolvedQuery query;
  private final int width;

  /** Sub-queries in the order of their columns; arguments speak of columns before their own. */
  private final List<Term.Subquery> asked = new ArrayList<>();

  /**
   * @param width how many columns the step has
   */
  SubqueryPlanner(ResolvedQuery query, int width) {
    this.query = query;
    this.width = width;
  }

  // What is the same for all rows.

  /** Plans a query with the answers to those of its sub-queries that are the same for all rows. */
  static Optional<PlanNode> given(ResolvedQuery query, List<Integer> wanted) {
    List<Integer> numbers =
        Substitution.terms(query)
            .flatMap(Term::walk)
            .filter(Term.Subquery.class::isInstance)
            .map(Term.Subquery.class::cast)
            .filter(s -> s.isIndependent() && !(s.question() instanceof Question.Holds))
            .map(Term.Subquery::number)
            .distinct()
            .toList();
    if (numbers.isEmpty()) {
      return Optional.empty();
    }
    List<PlanNode.Inquiry> inquiries =
        numbers.stream()
            .map(query.subqueries()::get)
            .map(s -> new PlanNode.Inquiry(Planner.plan(s.query()), s.question()))
            .toList();
    return Optional.of(
        new PlanNode.Given(
            inquiries,
            answers -> {
              Map<Integer, List<Term.Constant>> known = new HashMap<>();
              for (int i = 0; i < numbers.size(); i++) {
                int number = numbers.get(i);
                answers.get(i).ifPresent(values -> known.put(number, values));
              }
              return Planner.planRows(
                  Substitution.inQuery(query, Substitution.changing(part -> answered(part, known))),
                  wanted);
            },
            wanted.stream().map(c -> query.columns().get(c).type()).toList()));
  }

  private static Term answered(Term part, Map<Integer, List<Term.Constant>> known) {
    if (!(part instanceof Term.Subquery subquery) || !known.containsKey(subquery.number())) {
      return part;
    }
    List<Term.Constant> values = known.get(subquery.number());
    if (!(subquery.question() instanceof Question.Among)) {
      return values.getFirst();
    }
    return values.isEmpty()
        ? Term.Constant.ofBoolean(false)
        : new Term.In(subquery.arguments().getLast(), values);
  }

  // What depends on the row.

  /** The same term with columns in the place of sub-queries. */
  Term over(Term term) {
    return term.rewrite(
        part -> {
          if (!(part instanceof Term.Subquery subquery)) {
            return part;
          }
          if (!asked.contains(subquery)) {
            asked.add(subquery);
          }
          return new Term.Input(width + asked.indexOf(subquery), subquery.type());
        });
  }

  /** The step's own columns that some columns need, directly or as arguments. */
  void addNeeded(SortedSet<Integer> columns) {
    for (int i = asked.size() - 1; i >= 0; i--) {
      if (columns.remove(width + i)) {
        columns.addAll(Conjuncts.columnsOf(asked.get(i).arguments()));
      }
    }
  }

  /** The rows with the columns of the sub-queries that some terms need. */
  Source applied(Source source, List<Term> terms) {
    SortedSet<Integer> wanted = Conjuncts.columnsOf(terms);
    for (int i = asked.size() - 1; i >= 0; i--) {
      if (wanted.contains(width + i)) {
        wanted.addAll(Conjuncts.columnsOf(asked.get(i).arguments()));
      }
    }
    Source applied = source;
    for (int i = 0; i < asked.size(); i++) {
      if (wanted.contains(width + i) && !applied.columns().contains(width + i)) {
        applied = apply(applied, asked.get(i), width + i);
      }
    }
    return applied;
  }

  private Source apply(Source source, Term.Subquery subquery, int column) {
    ResolvedQuery inner = query.subqueries().get(subquery.number()).query();
    Optional<Source> joined = Decorrelation.applied(source, inner, subquery, column);
    if (joined.isPresent()) {
      return joined.get();
    }
    List<Term> arguments = subquery.arguments().stream().map(source::over).toList();
    boolean hasValue = subquery.question().hasValue();
    List<Integer> columns = new ArrayList<>(source.columns());
    columns.add(column);
    List<Integer> wanted =
        IntStream.range(0, subquery.question() instanceof Question.Exists ? 0 : 1).boxed().toList();
    return new Source(
        new PlanNode.Apply(
            source.node(),
            outer -> Planner.plan(Substitution.outer(inner, outer), wanted),
            subquery.question(),
            hasValue ? arguments.subList(0, arguments.size() - 1) : arguments,
            hasValue ? Optional.of(arguments.getLast()) : Optional.empty(),
            hasValue ? Scalar.BOOLEAN : subquery.type()),
        columns);
  }
}
