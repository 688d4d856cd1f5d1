package io.lodestone.sql.plan;

import io.lodestone.sql.analysis.ResolvedQuery;
import io.lodestone.sql.analysis.ResolvedQuery.Grouping;
import io.lodestone.sql.analysis.ResolvedQuery.OutputColumn;
import io.lodestone.sql.function.Comparison;
import io.lodestone.sql.function.ConstantFolding;
import io.lodestone.sql.function.Question;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.VectorBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Answers sub-queries that speak of a row by joins, so that each is run once for all rows. It must
 * speak of the row in equalities of its WHERE alone, {@code inner = outer}; then it is grouped by
 * the inner sides, and the groups are joined with the rows:
 *
 * <ul>
 *   <li>EXISTS: whether there is a group;
 *   <li>a value that is made of aggregates: that of the group, or of no rows where there is none;
 *   <li>IN: whether there is a group by the value, too; where there is none, the group without it
 *       tells whether there was anything, or a NULL, to compare with.
 * </ul>
 *
 * <p>Joins look at rows that no row around may ask for. What could fail for them is not answered in
 * this way, and neither is what would read a table for a few series.
 */
final class Decorrelation {
  /** Columns that only the joins have are numbered from here. */
  private static final int FIRST = 1 << 20;

  private final ResolvedQuery inner;

  /** What the row gives, over the columns of the rows. */
  private final List<Term> arguments;

  /** The equalities, and both sides of each: of the sub-query, and of the row. */
  private final List<Term.Call> equalities = new ArrayList<>();

  private final List<Term> innerSides = new ArrayList<>();
  private final List<Term> rest = new ArrayList<>();

  private Decorrelation(ResolvedQuery inner, List<Term> arguments) {
    this.inner = inner;
    this.arguments = arguments;
  }

  /**
   * The rows with the answer in one more column; empty when it cannot be had in this way.
   *
   * @param inner the sub-query itself
   * @param subquery how it is asked; its arguments are over the columns of the rows' relation
   * @param column the answer's
   */
  static Optional<Source> applied(
      Source rows, ResolvedQuery inner, Term.Subquery subquery, int column) {
    boolean hasValue = subquery.question().hasValue();
    List<Term> taken =
        hasValue
            ? subquery.arguments().subList(0, subquery.arguments().size() - 1)
            : subquery.arguments();
    Decorrelation joins = new Decorrelation(inner, taken);
    if (taken.isEmpty() || !joins.isOfEqualities() || joins.readsMuchForFew(rows)) {
      return Optional.empty();
    }
    return switch (subquery.question()) {
      case Question.Exists _ when inner.grouping().isEmpty() ->
          Optional.of(joins.exists(rows, column));
      case Question.Value _ when joins.isOneGroup() -> joins.value(rows, column);
      case Question.Among among when joins.isPlain() && !among.equal().canFail() ->
          Optional.of(joins.among(rows, among, subquery.arguments().getLast(), column));
      default -> Optional.empty();
    };
  }

  /**
   * Whether the rows are few, by what is known of them, and the sub-query would read more without
   * the bounds that each of them sets.
   */
  private boolean readsMuchForFew(Source rows) {
    List<Term> plain = rest.stream().filter(condition -> !condition.hasSubquery()).toList();
    PlanNode read = RelationPlanner.source(inner.from(), plain, new TreeSet<>()).node();
    int weight = JoinSides.weight(rows.node());
    return weight <= JoinSides.SOME_SERIES && JoinSides.weight(read) > weight;
  }

  /** Whether the row is spoken of in equalities of WHERE alone; finds these. */
  private boolean isOfEqualities() {
    if (!inner.slice().isAll() || inner.having().isPresent() || Outside.isSpokenOf(inner.from())) {
      return false;
    }
    for (Term condition : Conjuncts.of(inner.where())) {
      if (!isOutside(condition)) {
        rest.add(condition);
      } else if (!isEquality(condition)) {
        return false;
      }
    }
    Stream<Term> others =
        Stream.concat(
            inner.outputs().stream(),
            inner.grouping().stream()
                .flatMap(g -> Stream.concat(g.keys().stream(), g.aggregates().stream())));
    return !equalities.isEmpty()
        && rest.stream().noneMatch(Term::canFail)
        && others.noneMatch(Decorrelation::isOutside);
  }

  private boolean isEquality(Term condition) {
    if (!(condition instanceof Term.Call call)
        || !call.function().name().equals(Comparison.EQUAL.symbol())
        || call.canFail()
        || call.hasSubquery()) {
      return false;
    }
    List<Term> inside =
        call.arguments().stream()
            .filter(side -> !isOutside(side) && !Conjuncts.columnsOf(List.of(side)).isEmpty())
            .toList();
    List<Term> outside =
        call.arguments().stream()
            .filter(side -> isOutside(side) && Conjuncts.columnsOf(List.of(side)).isEmpty())
            .toList();
    if (inside.size() != 1 || outside.size() != 1) {
      return false;
    }
    equalities.add(call);
    innerSides.add(inside.getFirst());
    return true;
  }

  private static boolean isOutside(Term term) {
    return term.walk().anyMatch(Term.Outer.class::isInstance);
  }

  /** Whether the sub-query makes a value of each of its rows, which cannot fail. */
  private boolean isPlain() {
    Term output = inner.outputs().getFirst();
    return inner.grouping().isEmpty()
        && !output.canFail()
        && !output.hasSubquery()
        && !output.hasWindow();
  }

  /** Whether the sub-query makes one value of all its rows. */
  private boolean isOneGroup() {
    return inner.grouping().isPresent()
        && inner.grouping().get().keys().isEmpty()
        && inner.grouping().get().sets().isEmpty()
        && inner.outputs().size() == 1
        && !inner.outputs().getFirst().canFail()
        && !inner.outputs().getFirst().hasSubquery()
        && inner.grouping().get().aggregates().stream().noneMatch(Decorrelation::canFail);
  }

  private static boolean canFail(Term.Aggregate aggregate) {
    return aggregate.parts().stream().anyMatch(Term::canFail);
  }

  // Answers.

  private Source exists(Source rows, int column) {
    int there = FIRST + innerSides.size();
    Source joined = joined(rows, groups(innerSides, List.of()), FIRST, outerEqualities(FIRST));
    return answered(joined, rows, column, isThere(there));
  }

  private Optional<Source> value(Source rows, int column) {
    List<Term.Aggregate> aggregates = inner.grouping().orElseThrow().aggregates();
    Term output = inner.outputs().getFirst();
    Term without =
        output.rewrite(
            part ->
                ConstantFolding.fold(
                    part instanceof Term.Input(int i, var _) ? ofNoRows(aggregates.get(i)) : part));
    if (!(without instanceof Term.Constant)) {
      return Optional.empty();
    }
    int there = FIRST + innerSides.size();
    Term with = Conjuncts.renumbered(output, i -> there + 1 + i);
    Source joined = joined(rows, groups(innerSides, aggregates), FIRST, outerEqualities(FIRST));
    return Optional.of(
        answered(
            joined,
            rows,
            column,
            new Term.Case(List.of(isThere(there), with, without), output.type())));
  }

  private static Term.Constant ofNoRows(Term.Aggregate aggregate) {
    VectorBuilder result = VectorBuilder.of(aggregate.type());
    aggregate.function().newAccumulator().result(0, result);
    return ConstantFolding.constantAt(aggregate.type(), result.build(), 0);
  }

  private Source among(Source rows, Question.Among question, Term value, int column) {
    Term found = inner.outputs().getFirst();
    List<Term> keys = new ArrayList<>(innerSides);
    keys.add(found);
    List<Term> on = outerEqualities(FIRST);
    on.add(
        new Term.Call(
            question.equal(),
            List.of(value, new Term.Input(FIRST + innerSides.size(), found.type()))));
    Source withSame = joined(rows, groups(keys, List.of()), FIRST, on);
    int same = FIRST + keys.size();
    int second = same + 1;
    Term.Aggregate hasNull =
        new Term.Aggregate(
            question.anyTrue(), List.of(new Term.IsNull(found)), false, Optional.empty());
    Source withAny =
        joined(withSame, groups(innerSides, List.of(hasNull)), second, outerEqualities(second));
    int any = second + innerSides.size();
    Term isUnknown =
        new Term.Or(List.of(new Term.IsNull(value), new Term.Input(any + 1, Scalar.BOOLEAN)));
    return answered(
        withAny,
        rows,
        column,
        new Term.Case(
            List.of(
                isThere(same),
                Term.Constant.ofBoolean(true),
                new Term.IsNull(new Term.Input(any, Scalar.BOOLEAN)),
                Term.Constant.ofBoolean(false),
                isUnknown,
                Term.Constant.ofNull(Scalar.BOOLEAN),
                Term.Constant.ofBoolean(false)),
            Scalar.BOOLEAN));
  }

  // Joins.

  /** The sub-query grouped: the keys, then true, then aggregates. */
  private PlanNode groups(List<Term> keys, List<Term.Aggregate> aggregates) {
    List<Term> outputs = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      outputs.add(new Term.Input(i, keys.get(i).type()));
    }
    outputs.add(Term.Constant.ofBoolean(true));
    for (int i = 0; i < aggregates.size(); i++) {
      outputs.add(new Term.Input(keys.size() + i, aggregates.get(i).type()));
    }
    List<OutputColumn> columns =
        outputs.stream()
            .map(output -> new OutputColumn("", output.type(), Optional.empty(), false))
            .toList();
    return Planner.plan(
        new ResolvedQuery(
            inner.from(),
            Conjuncts.all(rest),
            Optional.of(new Grouping(keys, List.of(), aggregates)),
            Optional.empty(),
            outputs,
            columns,
            false,
            List.of(),
            ResolvedQuery.Slice.ALL,
            inner.subqueries()));
  }

  /** The equalities between the keys of groups, whose columns begin at a number, and the row. */
  private List<Term> outerEqualities(int first) {
    List<Term> on = new ArrayList<>();
    for (int i = 0; i < equalities.size(); i++) {
      Term key = new Term.Input(first + i, innerSides.get(i).type());
      Term side = innerSides.get(i);
      Term.Call equality = equalities.get(i);
      on.add(
          equality.withParts(
              equality.arguments().stream()
                  .map(argument -> argument.equals(side) ? key : overRows(argument))
                  .toList()));
    }
    return on;
  }

  private Term overRows(Term term) {
    return term.rewrite(
        part -> part instanceof Term.Outer(int index, var _) ? arguments.get(index) : part);
  }

  /** All rows, each beside its group if there is one. */
  private static Source joined(Source rows, PlanNode groups, int first, List<Term> on) {
    Source right =
        new Source(groups, IntStream.range(first, first + groups.types().size()).boxed().toList());
    return JoinSides.join(rows, right, true, false, on);
  }

  private static Term isThere(int column) {
    return new Term.Coalesce(
        List.of(new Term.Input(column, Scalar.BOOLEAN), Term.Constant.ofBoolean(false)),
        Scalar.BOOLEAN);
  }

  /** The columns that the rows had, which come first, and the answer. */
  private static Source answered(Source joined, Source rows, int column, Term answer) {
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < rows.columns().size(); i++) {
      terms.add(new Term.Input(i, rows.node().types().get(i)));
    }
    terms.add(joined.over(answer));
    List<Integer> columns = new ArrayList<>(rows.columns());
    columns.add(column);
    return new Source(new PlanNode.Project(joined.node(), terms), columns);
  }
}
