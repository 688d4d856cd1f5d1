package io.lodestone.sql.plan;

import io.lodestone.sql.analysis.ResolvedQuery;
import io.lodestone.sql.analysis.ResolvedQuery.Grouping;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SortKey;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Decides in which steps a query is answered. A pure function. */
public final class Planner {
  private Planner() {}

  /** The steps of a query; the columns of the last one are those of the query. */
  public static PlanNode plan(ResolvedQuery query) {
    return plan(query, IntStream.range(0, query.columns().size()).boxed().toList());
  }

  /** The steps of a query of which only some columns are wanted. */
  static PlanNode plan(ResolvedQuery query, List<Integer> wanted) {
    return SubqueryPlanner.given(query, wanted).orElseGet(() -> planRows(query, wanted));
  }

  /** The same, in which each sub-query is asked for every row that may need another answer. */
  static PlanNode planRows(ResolvedQuery query, List<Integer> wanted) {
    List<Term> outputs = query.outputs();
    List<SortKey> order = query.order();
    if (!query.distinct()) {
      // What nobody wants and nothing is ordered by need not be computed.
      List<Integer> kept = new ArrayList<>(wanted);
      for (SortKey key : order) {
        if (!kept.contains(key.column())) {
          kept.add(key.column());
        }
      }
      outputs = kept.stream().map(query.outputs()::get).toList();
      order =
          order.stream()
              .map(k -> new SortKey(kept.indexOf(k.column()), k.ascending(), k.nullsFirst()))
              .toList();
    }
    PlanNode node = outputs(query, outputs);
    if (query.distinct()) {
      node = new PlanNode.Group(node, outputs.size(), List.of(), List.of());
    }
    node = ordered(node, order, query);
    return query.distinct()
        ? columns(node, wanted)
        : columns(node, IntStream.range(0, wanted.size()).boxed().toList());
  }

  private static PlanNode ordered(PlanNode node, List<SortKey> order, ResolvedQuery query) {
    long offset = query.slice().offset();
    PlanNode ordered = first(node, order, offset, query.slice().limit());
    return offset == 0 ? ordered : new PlanNode.Offset(ordered, offset);
  }

  /** The rows in order, as far as anybody wants to see them. */
  private static PlanNode first(
      PlanNode node, List<SortKey> order, long offset, OptionalLong limit) {
    if (limit.isEmpty()) {
      return order.isEmpty() ? node : new PlanNode.Sort(node, order);
    }
    long count = offset + Math.min(limit.getAsLong(), Long.MAX_VALUE - offset);
    return order.isEmpty()
        ? ScanShapes.limit(new PlanNode.Limit(node, count))
        : ScanShapes.top(new PlanNode.Top(node, order, count));
  }

  /** FROM, WHERE, GROUP BY, HAVING and the expressions of the select list. */
  private static PlanNode outputs(ResolvedQuery query, List<Term> outputs) {
    boolean grouped = query.grouping().isPresent();
    int width = grouped ? query.grouping().get().width() : query.from().width();
    SubqueryPlanner subqueries = new SubqueryPlanner(query, width);
    List<Term> terms = outputs.stream().map(subqueries::over).toList();
    Source source;
    if (grouped) {
      PlanNode groups = groups(query, query.grouping().get());
      source = new Source(groups, IntStream.range(0, width).boxed().toList());
      source = filtered(source, subqueries, Conjuncts.of(query.having()));
    } else {
      source = rows(query, subqueries, terms);
    }
    Source complete = subqueries.applied(source, terms);
    return WindowPlanner.planned(complete.node(), terms.stream().map(complete::over).toList());
  }

  private static PlanNode groups(ResolvedQuery query, Grouping grouping) {
    SubqueryPlanner subqueries = new SubqueryPlanner(query, query.from().width());
    List<Term> keys = grouping.keys().stream().map(subqueries::over).toList();
    List<Term.Aggregate> aggregates =
        grouping.aggregates().stream()
            .map(subqueries::over)
            .map(Term.Aggregate.class::cast)
            .toList();
    List<Term> needed = Stream.concat(keys.stream(), aggregates.stream()).toList();
    Source rows = subqueries.applied(rows(query, subqueries, needed), needed);
    List<Term> terms = new ArrayList<>();
    keys.forEach(key -> terms.add(rows.over(key)));
    List<PlanNode.Aggregation> aggregations = new ArrayList<>();
    for (Term.Aggregate aggregate : aggregates) {
      List<Integer> arguments =
          aggregate.arguments().stream().map(a -> place(rows.over(a), terms)).toList();
      OptionalInt filter =
          aggregate.filter().isPresent()
              ? OptionalInt.of(place(rows.over(aggregate.filter().get()), terms))
              : OptionalInt.empty();
      aggregations.add(
          new PlanNode.Aggregation(aggregate.function(), arguments, aggregate.distinct(), filter));
    }
    return ScanShapes.group(
        new PlanNode.Group(
            project(rows.node(), terms), keys.size(), grouping.sets(), aggregations));
  }

  /** Where a term stands in a list, to which it is added if it does not. */
  private static int place(Term term, List<Term> terms) {
    int known = terms.indexOf(term);
    if (known >= 0) {
      return known;
    }
    terms.add(term);
    return terms.size() - 1;
  }

  /**
   * FROM and WHERE, with the columns that some terms need.
   *
   * @param terms as {@code subqueries} has them
   */
  private static Source rows(ResolvedQuery query, SubqueryPlanner subqueries, List<Term> terms) {
    List<Term> plain = new ArrayList<>();
    List<Term> asking = new ArrayList<>();
    for (Term condition : Conjuncts.of(query.where())) {
      (condition.hasSubquery() ? asking : plain).add(condition);
    }
    SortedSet<Integer> needed = Conjuncts.columnsOf(terms);
    needed.addAll(Conjuncts.columnsOf(asking.stream().map(subqueries::over).toList()));
    subqueries.addNeeded(needed);
    return filtered(RelationPlanner.source(query.from(), plain, needed), subqueries, asking);
  }

  /** The rows for which all conditions hold; a sub-query is asked for those that are left. */
  private static Source filtered(Source source, SubqueryPlanner subqueries, List<Term> conditions) {
    Source left = source;
    for (Term condition : conditions) {
      List<Term> test = List.of(subqueries.over(condition));
      left = subqueries.applied(left, test).filtered(test);
    }
    return left;
  }

  /** The steps of a source, with just these columns of its relation. */
  static PlanNode columns(Source source, List<Integer> columns) {
    return columns(source.node(), columns.stream().map(source.columns()::indexOf).toList());
  }

  private static PlanNode columns(PlanNode node, List<Integer> columns) {
    return project(
        node, columns.stream().<Term>map(c -> new Term.Input(c, node.types().get(c))).toList());
  }

  /** Each row by other columns. */
  static PlanNode project(PlanNode node, List<Term> terms) {
    boolean changesNothing =
        terms.size() == node.types().size()
            && IntStream.range(0, terms.size())
                .allMatch(i -> terms.get(i).equals(new Term.Input(i, node.types().get(i))));
    return changesNothing ? node : new PlanNode.Project(node, terms);
  }
}
