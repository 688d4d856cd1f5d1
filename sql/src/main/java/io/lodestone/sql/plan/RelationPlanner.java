package io.lodestone.sql.plan;

import io.lodestone.scan.Column;
import io.lodestone.scan.ScanLimits;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.TableSchema;
import io.lodestone.sql.analysis.ResolvedQuery;
import io.lodestone.sql.analysis.ResolvedQuery.Common;
import io.lodestone.sql.analysis.ResolvedQuery.Compared;
import io.lodestone.sql.analysis.ResolvedQuery.Derived;
import io.lodestone.sql.analysis.ResolvedQuery.Inline;
import io.lodestone.sql.analysis.ResolvedQuery.Joined;
import io.lodestone.sql.analysis.ResolvedQuery.Relation;
import io.lodestone.sql.analysis.ResolvedQuery.Stored;
import io.lodestone.sql.analysis.ResolvedQuery.United;
import io.lodestone.sql.analysis.ResolvedQuery.Unnested;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Plans what stands in FROM, together with the conditions that its rows must meet. */
final class RelationPlanner {
  private RelationPlanner() {}

  /**
   * The rows of a relation for which some conditions hold.
   *
   * @param conditions over the columns of the relation
   * @param needed the columns that are wanted; more may come
   */
  static Source source(Relation relation, List<Term> conditions, SortedSet<Integer> needed) {
    return switch (relation) {
      case Stored stored -> scan(stored, conditions, needed);
      case Derived(ResolvedQuery inner) -> derived(inner, conditions, needed);
      case Common(ResolvedQuery inner) ->
          new Source(new PlanNode.Shared(inner, Planner.plan(inner)), List.copyOf(all(relation)))
              .filtered(conditions);
      case United(List<Relation> inputs, boolean distinct) ->
          united(inputs, distinct, conditions, distinct ? all(relation) : needed);
      case Compared compared -> {
        List<Integer> columns = List.copyOf(all(relation));
        yield new Source(
            new PlanNode.Compare(
                Planner.columns(source(compared.left(), conditions, all(relation)), columns),
                Planner.columns(source(compared.right(), conditions, all(relation)), columns),
                compared.among(),
                compared.distinct()),
            columns);
      }
      case Unnested unnested -> UnnestPlanner.source(unnested, conditions, needed);
      case Joined joined -> JoinPlanner.source(joined, conditions, needed);
      case Inline(List<List<Term>> rows, List<SqlType> types) ->
          new Source(
                  new PlanNode.Inline(rows, types),
                  IntStream.range(0, types.size()).boxed().toList())
              .filtered(conditions);
    };
  }

  private static Source scan(Stored stored, List<Term> conditions, SortedSet<Integer> needed) {
    TableSchema schema = stored.schema();
    PushDown pushDown = new PushDown(schema, conditions);
    SortedSet<Integer> used = Conjuncts.columnsOf(pushDown.rest());
    used.addAll(needed);
    List<Column> columns = used.stream().map(schema.columns()::get).toList();
    ScanRequest request =
        new ScanRequest(
            pushDown.range(),
            pushDown.series(),
            pushDown.values(),
            columns.stream().map(Column::name).toList(),
            ScanRequest.Order.ANY,
            ScanRequest.NO_LIMIT,
            ScanLimits.DEFAULT);
    List<SqlType> types = columns.stream().<SqlType>map(c -> SqlType.of(c.type())).toList();
    TableMoment table = new TableMoment(schema.table(), stored.asOf());
    return new Source(new PlanNode.Scan(table, request, columns, types), List.copyOf(used))
        .filtered(pushDown.rest());
  }

  /** Conditions that speak of nothing but rows of the inner query are tested where those arise. */
  private static Source derived(
      ResolvedQuery inner, List<Term> conditions, SortedSet<Integer> needed) {
    List<Term> within = new ArrayList<>();
    List<Term> outside = new ArrayList<>();
    for (Term condition : conditions) {
      (Descent.canEnter(condition, inner) ? within : outside).add(condition);
    }
    SortedSet<Integer> used = Conjuncts.columnsOf(outside);
    used.addAll(needed);
    List<Integer> columns = List.copyOf(used);
    return new Source(Planner.plan(Descent.entered(inner, within), columns), columns)
        .filtered(outside);
  }

  private static Source united(
      List<Relation> inputs, boolean distinct, List<Term> conditions, SortedSet<Integer> needed) {
    List<Integer> columns = List.copyOf(needed);
    PlanNode union =
        new PlanNode.Union(
            inputs.stream()
                .map(input -> source(input, conditions, needed))
                .map(source -> Planner.columns(source, columns))
                .toList());
    return new Source(
        distinct ? new PlanNode.Group(union, columns.size(), List.of(), List.of()) : union,
        columns);
  }

  private static SortedSet<Integer> all(Relation relation) {
    return new TreeSet<>(IntStream.range(0, relation.width()).boxed().toList());
  }
}
