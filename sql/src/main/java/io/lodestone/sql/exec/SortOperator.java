package io.lodestone.sql.exec;

import io.lodestone.sql.plan.PlanNode;
import io.lodestone.sql.type.Batch;

/** Takes in all rows, then yields them in order. */
final class SortOperator implements Operator {
  private final PlanNode.Sort plan;
  private final Operator source;
  private final QueryContext context;
  private final MemoryBudget.Share memory;
  private SortedRows rows;

  SortOperator(PlanNode.Sort plan, Operator source, QueryContext context) {
    this.plan = plan;
    this.source = source;
    this.context = context;
    this.memory = context.budget().share();
  }

  @Override
  public boolean advance() {
    if (rows == null) {
      rows = sort();
    }
    context.checkRunning();
    return rows.advance();
  }

  private SortedRows sort() {
    RowBuffer buffer = new RowBuffer(plan.types());
    while (source.advance()) {
      buffer.add(source.batch());
      // Sorting takes two numbers a row on top.
      memory.set(buffer.memoryBytes() + 8L * buffer.size());
    }
    Batch all = buffer.build();
    return new SortedRows(all, new RowOrder(plan.order()).sorted(all));
  }

  @Override
  public Batch batch() {
    return rows.batch();
  }

  @Override
  public void close() {
    source.close();
    memory.set(0);
  }
}
