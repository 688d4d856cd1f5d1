package io.lodestone.sql.exec;

import io.lodestone.sql.plan.PlanNode;
import io.lodestone.sql.type.Batch;
import java.util.Arrays;

/**
 * Yields the first rows in an order without sorting all: holds somewhat more rows than are wanted,
 * and whenever there are too many sorts them and drops the rest. From then on a row comes in only
 * if it lies before the last one kept.
 */
final class TopOperator implements Operator {
  private final PlanNode.Top plan;
  private final Operator source;
  private final MemoryBudget.Share memory;
  private final RowOrder order;
  private SortedRows rows;

  TopOperator(PlanNode.Top plan, Operator source, QueryContext context) {
    this.plan = plan;
    this.source = source;
    this.memory = context.budget().share();
    this.order = new RowOrder(plan.order());
  }

  @Override
  public boolean advance() {
    if (plan.count() == 0) {
      return false;
    }
    if (rows == null) {
      rows = first();
    }
    return rows.advance();
  }

  private SortedRows first() {
    RowBuffer buffer = new RowBuffer(plan.types());
    Batch best = null;
    while (source.advance()) {
      Batch batch = source.batch();
      for (int i = 0; i < batch.size(); i++) {
        if (best == null || order.compare(batch, i, best, best.size() - 1) < 0) {
          buffer.add(batch, i);
        }
      }
      memory.set(buffer.memoryBytes() + 8L * buffer.size());
      if (buffer.size() - plan.count() >= Math.max(plan.count(), Batch.ROWS_MAX)) {
        best = firstOf(buffer.build());
        buffer = new RowBuffer(plan.types());
        buffer.add(best);
      }
    }
    Batch all = firstOf(buffer.build());
    int[] sorted = new int[all.size()];
    Arrays.setAll(sorted, i -> i);
    return new SortedRows(all, sorted);
  }

  /** The rows that are wanted among these, in order. */
  private Batch firstOf(Batch all) {
    int[] sorted = order.sorted(all);
    return all.gather(sorted, (int) Math.min(plan.count(), sorted.length));
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
