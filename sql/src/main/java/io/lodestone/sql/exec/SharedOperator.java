package io.lodestone.sql.exec;

import io.lodestone.sql.plan.PlanNode;
import io.lodestone.sql.type.Batch;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Yields rows that several steps read. The first that wants them has them computed; they are held
 * until the query ends.
 */
final class SharedOperator implements Operator {
  private final PlanNode.Shared plan;
  private final QueryContext context;
  private SortedRows rows;

  SharedOperator(PlanNode.Shared plan, QueryContext context) {
    this.plan = plan;
    this.context = context;
  }

  @Override
  public boolean advance() {
    if (rows == null) {
      Map<Object, Batch> shared = context.shared();
      Batch all = shared.get(plan.identity());
      if (all == null) {
        all = computed();
        shared.put(plan.identity(), all);
      }
      rows = new SortedRows(all, IntStream.range(0, all.size()).toArray());
    }
    context.checkRunning();
    return rows.advance();
  }

  @Override
  public Batch batch() {
    return rows.batch();
  }

  @Override
  public void close() {}

  /** The memory is not given back before the query ends. */
  private Batch computed() {
    MemoryBudget.Share memory = context.budget().share();
    RowBuffer buffer = new RowBuffer(plan.types());
    try (Operator source = Operators.of(plan.source(), context)) {
      while (source.advance()) {
        buffer.add(source.batch());
        memory.set(buffer.memoryBytes());
      }
    }
    return buffer.build();
  }
}
