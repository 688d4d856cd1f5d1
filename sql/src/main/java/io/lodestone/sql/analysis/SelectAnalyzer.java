package io.lodestone.sql.analysis;

import io.lodestone.model.TableRef;
import io.lodestone.sql.analysis.ResolvedQuery.Grouping;
import io.lodestone.sql.analysis.ResolvedQuery.OutputColumn;
import io.lodestone.sql.analysis.ResolvedQuery.Slice;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SortKey;
import io.lodestone.sql.type.SqlType.Scalar;
import io.trino.sql.tree.AllColumns;
import io.trino.sql.tree.DereferenceExpression;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.GroupBy;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.LongLiteral;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.OrderBy;
import io.trino.sql.tree.QuerySpecification;
import io.trino.sql.tree.SelectItem;
import io.trino.sql.tree.SingleColumn;
import io.trino.sql.tree.SortItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Resolves one SELECT.
 *
 * <p>Every expression is first resolved over the columns of FROM. When the query groups, each of
 * them is then rewritten over the columns of the grouping, which shows whether it keeps the rule
 * that what stands outside of aggregates is made of keys.
 */
final class SelectAnalyzer {
  /**
   * An item of the select list over the columns of FROM.
   *
   * @param isAliased whether the query gave it its name
   * @param text what messages call it
   * @param node where it stands
   */
  private record Item(String name, Term term, boolean isAliased, String text, Node node) {}

  private final Statement statement;
  private final QueryAnalyzer.From from;
  private final SubqueryAnalyzer subqueries;
  private Surroundings surroundings;
  private final List<Item> items = new ArrayList<>();
  private final List<Term> groupKeys = new ArrayList<>();
  private final List<Term.Aggregate> aggregates = new ArrayList<>();
  private final List<Term> outputs = new ArrayList<>();
  private List<List<Integer>> groupingSets = List.of();
  private boolean grouped;

  /**
   * @param outer the columns around the query
   * @param subqueries takes those of its expressions
   */
  SelectAnalyzer(
      Statement statement,
      QueryAnalyzer.From from,
      Optional<OuterColumns> outer,
      SubqueryAnalyzer subqueries) {
    this.statement = statement;
    this.from = from;
    this.subqueries = subqueries;
    this.surroundings = new Surroundings(outer, Optional.of(subqueries));
  }

  /** {@code SELECT * FROM from ORDER BY ... OFFSET ... LIMIT ...}. */
  ResolvedQuery everything(Optional<OrderBy> orderBy, Slice slice) {
    for (int i = 0; i < from.scope().fields().size(); i++) {
      String name = from.scope().fields().get(i).name();
      items.add(new Item(name, from.scope().input(i), false, name, null));
    }
    return resolve(Optional.empty(), Optional.empty(), false, orderBy, slice);
  }

  ResolvedQuery analyze(QuerySpecification select, Slice slice) {
    surroundings = surroundings.with(WindowNames.of(select.getWindows(), statement));
    Optional<Term> where =
        select.getWhere().map(condition -> in("WHERE").condition(condition, "WHERE clause"));
    for (SelectItem item : select.getSelect().getSelectItems()) {
      switch (item) {
        case AllColumns all -> addAll(all);
        case SingleColumn single -> add(single);
        default ->
            throw SemanticException.notSupported(statement.positionOf(item), item.toString());
      }
    }
    select.getGroupBy().ifPresent(this::groupBy);
    Optional<Term> having =
        select
            .getHaving()
            .map(condition -> anywhere(Map.of()).condition(condition, "HAVING clause"));
    having
        .filter(Term::hasWindow)
        .ifPresent(
            _ -> {
              throw SemanticException.at(
                  statement.positionOf(select.getHaving().get()),
                  "HAVING clause cannot contain window functions");
            });
    grouped |= having.isPresent() || items.stream().anyMatch(item -> item.term().hasAggregate());
    return resolve(
        where,
        having.map(term -> overGroups(term, select.getHaving().get())),
        select.getSelect().isDistinct(),
        select.getOrderBy(),
        slice);
  }

  private ResolvedQuery resolve(
      Optional<Term> where,
      Optional<Term> having,
      boolean distinct,
      Optional<OrderBy> orderBy,
      Slice slice) {
    List<Term> sortTerms = sortTerms(orderBy);
    grouped |= sortTerms.stream().anyMatch(Term::hasAggregate);
    List<OutputColumn> columns = new ArrayList<>();
    for (Item item : items) {
      outputs.add(overGroups(item.term(), item.text(), item.node()));
      columns.add(
          new OutputColumn(
              item.name(), item.term().type(), tableOf(item.term()), item.isAliased()));
    }
    List<SortKey> order = new ArrayList<>();
    for (int i = 0; i < sortTerms.size(); i++) {
      order.add(sortKey(sortTerms.get(i), orderBy.orElseThrow().getSortItems().get(i), distinct));
    }
    return new ResolvedQuery(
        from.relation(),
        where,
        grouped ? Optional.of(new Grouping(groupKeys, groupingSets, aggregates)) : Optional.empty(),
        having,
        outputs,
        columns,
        distinct,
        order,
        slice,
        subqueries.found());
  }

  // The select list.

  private void addAll(AllColumns all) {
    List<String> qualifier =
        all.getTarget().map(target -> in("SELECT").names().partsOf(target)).orElse(List.of());
    List<Integer> columns = from.scope().columnsOf(qualifier);
    if (columns.isEmpty()) {
      throw SemanticException.at(
          statement.positionOf(all),
          qualifier.isEmpty()
              ? "SELECT * not allowed in queries without FROM clause"
              : "Unable to resolve reference " + String.join(".", qualifier));
    }
    for (int i = 0; i < columns.size(); i++) {
      int column = columns.get(i);
      String name =
          all.getAliases().isEmpty()
              ? from.scope().fields().get(column).name()
              : all.getAliases().get(i).getValue();
      items.add(
          new Item(
              name,
              from.scope().input(column),
              !all.getAliases().isEmpty(),
              from.scope().fields().get(column).name(),
              all));
    }
  }

  private void add(SingleColumn single) {
    Term term = anywhere(Map.of()).analyze(single.getExpression());
    String name = single.getAlias().map(Identifier::getValue).orElseGet(() -> nameOf(single, term));
    Expression expression = single.getExpression();
    items.add(
        new Item(name, term, single.getAlias().isPresent(), expression.toString(), expression));
  }

  /** The table whose column a term is. */
  private Optional<TableRef> tableOf(Term term) {
    return term instanceof Term.Input input
        ? from.scope().fields().get(input.column()).table()
        : Optional.empty();
  }

  private String nameOf(SingleColumn single, Term term) {
    Expression expression = single.getExpression();
    boolean plain = expression instanceof Identifier || expression instanceof DereferenceExpression;
    if (plain && term instanceof Term.Input input) {
      return from.scope().fields().get(input.column()).name();
    }
    return expression instanceof DereferenceExpression field && field.getField().isPresent()
        ? field.getField().get().getValue()
        : "_col" + items.size();
  }

  // GROUP BY.

  private void groupBy(GroupBy groupBy) {
    grouped = true;
    GroupingAnalyzer grouping = new GroupingAnalyzer(statement, this::groupKey);
    groupingSets = grouping.sets(groupBy);
    groupKeys.addAll(grouping.keys());
  }

  private Term groupKey(Expression expression) {
    Term key =
        expression instanceof LongLiteral ordinal
            ? item(ordinal, "GROUP BY").term()
            : in("GROUP BY").analyze(expression);
    if (key.hasAggregate() || key.hasWindow()) {
      throw SemanticException.at(
          statement.positionOf(expression),
          "GROUP BY cannot contain aggregates or window functions");
    }
    return key;
  }

  private Item item(LongLiteral ordinal, String clause) {
    long position =
        (Long) Literals.whole(ordinal.getValue(), statement.positionOf(ordinal)).value();
    if (position < 1 || position > items.size()) {
      throw SemanticException.at(
          statement.positionOf(ordinal),
          clause + " position " + position + " is not in select list");
    }
    return items.get((int) position - 1);
  }

  /** The same term over the columns of the grouping, if there is one. */
  private Term overGroups(Term term, Expression expression) {
    return overGroups(term, expression.toString(), expression);
  }

  private Term overGroups(Term term, String text, Node node) {
    if (!grouped) {
      if (term.walk().anyMatch(Term.Missing.class::isInstance)) {
        throw SemanticException.at(
            statement.positionOf(node),
            "A GROUPING() operation can only be used with a corresponding GROUPING"
                + " SET/CUBE/ROLLUP/GROUP BY clause");
      }
      return term;
    }
    int key = groupKeys.indexOf(term);
    if (key >= 0) {
      return new Term.Input(key, term.type());
    }
    return switch (term) {
      case Term.Aggregate aggregate -> {
        if (!aggregates.contains(aggregate)) {
          aggregates.add(aggregate);
        }
        // The number of the set stands between keys and aggregates.
        int first = groupKeys.size() + (groupingSets.isEmpty() ? 0 : 1);
        yield new Term.Input(first + aggregates.indexOf(aggregate), term.type());
      }
      case Term.Missing(List<Term> keys) -> missing(keys, node);
      case Term.Input _ ->
          throw SemanticException.at(
              statement.positionOf(node),
              "'" + text + "' must be an aggregate expression or appear in GROUP BY clause");
      default ->
          term.withParts(term.parts().stream().map(part -> overGroups(part, text, node)).toList());
    };
  }

  /** A number with a bit for each key, the last one being the lowest, that is not of the set. */
  private Term missing(List<Term> keys, Node node) {
    if (!groupKeys.containsAll(keys)) {
      throw SemanticException.at(
          statement.positionOf(node),
          "The arguments to GROUPING() must be expressions referenced by the GROUP BY at the"
              + " associated query level");
    }
    if (groupingSets.isEmpty()) {
      return new Term.Constant(Scalar.INTEGER, 0L);
    }
    List<Term> parts = new ArrayList<>();
    Term set = new Term.Input(groupKeys.size(), Scalar.BIGINT);
    for (int i = 0; i < groupingSets.size(); i++) {
      long bits = 0;
      for (Term key : keys) {
        bits = 2 * bits + (groupingSets.get(i).contains(groupKeys.indexOf(key)) ? 0 : 1);
      }
      parts.add(new Term.In(set, List.of(new Term.Constant(Scalar.BIGINT, (long) i))));
      parts.add(new Term.Constant(Scalar.INTEGER, bits));
    }
    parts.add(Term.Constant.ofNull(Scalar.INTEGER));
    return new Term.Case(parts, Scalar.INTEGER);
  }

  // ORDER BY.

  private List<Term> sortTerms(Optional<OrderBy> orderBy) {
    if (orderBy.isEmpty()) {
      return List.of();
    }
    Map<String, Term> names = new LinkedHashMap<>();
    items.forEach(item -> names.putIfAbsent(item.name(), item.term()));
    ExpressionAnalyzer expressions = anywhere(names);
    return orderBy.get().getSortItems().stream()
        .map(SortItem::getSortKey)
        .map(
            key ->
                key instanceof LongLiteral ordinal
                    ? item(ordinal, "ORDER BY").term()
                    : expressions.analyze(key))
        .toList();
  }

  private SortKey sortKey(Term term, SortItem item, boolean distinct) {
    Term output = overGroups(term, item.getSortKey());
    int column = outputs.indexOf(output);
    if (column < 0) {
      if (distinct) {
        throw SemanticException.at(
            statement.positionOf(item),
            "For SELECT DISTINCT, ORDER BY expressions must appear in select list");
      }
      column = outputs.size();
      outputs.add(output);
    }
    return new SortKey(
        column,
        item.getOrdering() == SortItem.Ordering.ASCENDING,
        item.getNullOrdering() == SortItem.NullOrdering.FIRST);
  }

  private ExpressionAnalyzer in(String clause) {
    return new ExpressionAnalyzer(
        statement, from.scope(), Optional.of(clause), Map.of(), surroundings);
  }

  private ExpressionAnalyzer anywhere(Map<String, Term> names) {
    return new ExpressionAnalyzer(statement, from.scope(), Optional.empty(), names, surroundings);
  }
}
