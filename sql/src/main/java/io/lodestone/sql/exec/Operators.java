package io.lodestone.sql.exec;

import io.lodestone.sql.plan.PlanNode;

/** Sets the steps of a plan to work. */
public final class Operators {
  private Operators() {}

  /** The operator of a plan's last step. Nothing is read before it is first advanced. */
  public static Operator of(PlanNode node, QueryContext context) {
    Operator operator = plain(node, context);
    return context.counts().map(counts -> counts.watched(node, operator)).orElse(operator);
  }

  private static Operator plain(PlanNode node, QueryContext context) {
    return switch (node) {
      case PlanNode.Scan scan -> ScanOperator.of(scan, context);
      case PlanNode.ScanGroups groups ->
          groups.request().grouping().isOfTimeOnly() && groups.request().grouping().binNanos() == 0
              ? new OneGroupOperator(ScanOperator.of(groups, context), groups)
              : ScanOperator.of(groups, context);
      case PlanNode.Inline inline -> new InlineOperator(inline);
      case PlanNode.Shared shared -> new SharedOperator(shared, context);
      case PlanNode.Filter filter ->
          new FilterOperator(of(filter.source(), context), filter.condition());
      case PlanNode.Project project ->
          new ProjectOperator(of(project.source(), context), project.terms());
      case PlanNode.Group group -> new HashAggregate(group, of(group.source(), context), context);
      case PlanNode.Join join ->
          new JoinOperator(join, of(join.left(), context), of(join.right(), context), context);
      case PlanNode.Window window ->
          new WindowOperator(window, of(window.source(), context), context);
      case PlanNode.Unnest unnest ->
          new UnnestOperator(unnest, of(unnest.source(), context), context);
      case PlanNode.Sort sort -> new SortOperator(sort, of(sort.source(), context), context);
      case PlanNode.Top top -> new TopOperator(top, of(top.source(), context), context);
      case PlanNode.Apply apply -> new ApplyOperator(apply, of(apply.source(), context), context);
      case PlanNode.Given given -> new GivenOperator(given, context);
      case PlanNode.Union union ->
          new UnionOperator(union.sources().stream().map(source -> of(source, context)).toList());
      case PlanNode.Compare compare ->
          new CompareOperator(
              compare, of(compare.left(), context), of(compare.right(), context), context);
      case PlanNode.Offset offset ->
          new OffsetOperator(of(offset.source(), context), offset.count());
      case PlanNode.Limit limit -> new LimitOperator(of(limit.source(), context), limit.count());
    };
  }
}
