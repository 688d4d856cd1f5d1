package io.lodestone.sql.plan;

import io.lodestone.sql.analysis.ResolvedQuery;
import io.lodestone.sql.analysis.ResolvedQuery.Grouping;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SortKey;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
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
      node = new PlanNode.Group(node, outputs.size(), List.of());
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
    return order.isEmpty() ? new PlanNode.Limit(node, count) : new PlanNode.Top(node, order, count);
  }

  /** FROM, WHERE, GROUP BY, HAVING and the expressions of the select list. */
  private static PlanNode outputs(ResolvedQuery query, List<Term> outputs) {
    if (query.grouping().isEmpty()) {
      Source rows = rows(query, outputs);
      return project(rows.node(), outputs.stream().map(rows::over).toList());
    }
    PlanNode groups = groups(query, query.grouping().get());
    if (query.having().isPresent()) {
      groups = new PlanNode.Filter(groups, query.having().get());
    }
    return project(groups, outputs);
  }

  private static PlanNode groups(ResolvedQuery query, Grouping grouping) {
    List<Term> needed =
        Stream.concat(grouping.keys().stream(), grouping.aggregates().stream()).toList();
    Source rows = rows(query, needed);
    List<Term> terms = new ArrayList<>();
    grouping.keys().forEach(key -> terms.add(rows.over(key)));
    List<PlanNode.Aggregation> aggregations = new ArrayList<>();
    for (Term.Aggregate aggregate : grouping.aggregates()) {
      List<Integer> arguments =
          aggregate.arguments().stream().map(a -> place(rows.over(a), terms)).toList();
      OptionalInt filter =
          aggregate.filter().isPresent()
              ? OptionalInt.of(place(rows.over(aggregate.filter().get()), terms))
              : OptionalInt.empty();
      aggregations.add(
          new PlanNode.Aggregation(aggregate.function(), arguments, aggregate.distinct(), filter));
    }
    return new PlanNode.Group(project(rows.node(), terms), grouping.keys().size(), aggregations);
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

  /** FROM and WHERE, with the columns that some terms need. */
  private static Source rows(ResolvedQuery query, List<Term> terms) {
    return RelationPlanner.source(
        query.from(), Conjuncts.of(query.where()), Conjuncts.columnsOf(terms));
  }

  /** The steps of a source, with just these columns of its relation. */
  static PlanNode columns(Source source, List<Integer> columns) {
    return columns(source.node(), columns.stream().map(source.columns()::indexOf).toList());
  }

  private static PlanNode columns(PlanNode node, List<Integer> columns) {
    return project(
        node, columns.stream().<Term>map(c -> new Term.Input(c, node.types().get(c))).toList());
  }

  private static PlanNode project(PlanNode node, List<Term> terms) {
    boolean changesNothing =
        terms.size() == node.types().size()
            && IntStream.range(0, terms.size())
                .allMatch(i -> terms.get(i).equals(new Term.Input(i, node.types().get(i))));
    return changesNothing ? node : new PlanNode.Project(node, terms);
  }
}
