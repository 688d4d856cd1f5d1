package io.lodestone.sql.plan;

import io.lodestone.scan.Column;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.TableSchema;
import io.lodestone.sql.analysis.ResolvedQuery;
import io.lodestone.sql.analysis.ResolvedQuery.Derived;
import io.lodestone.sql.analysis.ResolvedQuery.Grouping;
import io.lodestone.sql.analysis.ResolvedQuery.Inline;
import io.lodestone.sql.analysis.ResolvedQuery.Stored;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SortKey;
import io.lodestone.sql.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Decides in which steps a query is answered. A pure function. */
public final class Planner {
  /** Which columns of a relation a source yields: the column at each place. */
  private record Source(PlanNode node, List<Integer> columns) {
    /** The same term over the source's columns. */
    Term over(Term term) {
      return term.rewrite(
          part ->
              part instanceof Term.Input(int column, SqlType type)
                  ? new Term.Input(columns.indexOf(column), type)
                  : part);
    }
  }

  private Planner() {}

  /** The steps of a query; the columns of the last one are those of the query. */
  public static PlanNode plan(ResolvedQuery query) {
    return plan(query, IntStream.range(0, query.columns().size()).boxed().toList());
  }

  /** The steps of a query of which only some columns are wanted. */
  private static PlanNode plan(ResolvedQuery query, List<Integer> wanted) {
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
    if (query.limit().isEmpty()) {
      return order.isEmpty() ? node : new PlanNode.Sort(node, order);
    }
    long count = query.limit().getAsLong();
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
    return switch (query.from()) {
      case Stored(TableSchema schema) -> scan(schema, query.where(), terms);
      case Derived(ResolvedQuery inner) -> {
        List<Integer> used = columnsUsed(terms, query.where());
        yield filtered(new Source(plan(inner, used), used), query.where());
      }
      case Inline(List<List<Term>> rows, List<SqlType> types) ->
          filtered(
              new Source(
                  new PlanNode.Inline(rows, types),
                  IntStream.range(0, types.size()).boxed().toList()),
              query.where());
    };
  }

  private static Source scan(TableSchema schema, Optional<Term> where, List<Term> terms) {
    PushDown pushDown = new PushDown(schema, where);
    List<Integer> used = columnsUsed(terms, pushDown.rest());
    List<Column> columns = used.stream().map(schema.columns()::get).toList();
    ScanRequest request =
        new ScanRequest(
            pushDown.range(),
            pushDown.series(),
            columns.stream().map(Column::name).toList(),
            ScanRequest.Order.ANY);
    List<SqlType> types = columns.stream().<SqlType>map(c -> SqlType.of(c.type())).toList();
    return filtered(
        new Source(new PlanNode.Scan(schema.table(), request, types), used), pushDown.rest());
  }

  private static Source filtered(Source source, Optional<Term> condition) {
    return condition
        .map(
            term ->
                new Source(new PlanNode.Filter(source.node(), source.over(term)), source.columns()))
        .orElse(source);
  }

  private static List<Integer> columnsUsed(List<Term> terms, Optional<Term> condition) {
    SortedSet<Integer> used = new TreeSet<>();
    Stream.concat(terms.stream(), condition.stream())
        .flatMap(Term::walk)
        .forEach(
            part -> {
              if (part instanceof Term.Input input) {
                used.add(input.column());
              }
            });
    return List.copyOf(used);
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
