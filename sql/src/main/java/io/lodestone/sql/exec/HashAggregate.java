package io.lodestone.sql.exec;

import io.lodestone.sql.plan.PlanNode;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.Vector;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes in all rows, then yields a row for each group. Groups come in the order in which they first
 * appeared.
 */
final class HashAggregate implements Operator {
  private final PlanNode.Group plan;
  private final Operator source;
  private final QueryContext context;
  private final MemoryBudget.Share memory;
  private final GroupKeys keys;
  private final List<AggregateState> states;
  private final int[] groups = new int[Batch.ROWS_MAX];
  private boolean filled;
  private int next;
  private Batch batch;

  HashAggregate(PlanNode.Group plan, Operator source, QueryContext context) {
    this.plan = plan;
    this.source = source;
    this.context = context;
    this.memory = context.budget().share();
    List<SqlType> types = plan.source().types();
    this.keys = plan.keyCount() == 0 ? null : new GroupKeys(types.subList(0, plan.keyCount()));
    this.states = plan.aggregations().stream().map(a -> new AggregateState(a, types)).toList();
  }

  @Override
  public boolean advance() {
    if (!filled) {
      fill();
      filled = true;
    }
    context.checkRunning();
    int count = Math.min(groupCount() - next, Batch.ROWS_MAX);
    if (count == 0) {
      return false;
    }
    batch = groups(next, next + count);
    next += count;
    return true;
  }

  @Override
  public Batch batch() {
    return batch;
  }

  @Override
  public void close() {
    source.close();
    memory.set(0);
  }

  /** Without keys there is one group, whose number is what {@link #groups} holds from the start. */
  private int groupCount() {
    return keys == null ? 1 : keys.count();
  }

  private void fill() {
    while (source.advance()) {
      Batch rows = source.batch();
      if (keys != null) {
        keys.find(rows.columns().subList(0, plan.keyCount()), rows.size(), groups);
      }
      long bytes = keys == null ? 0 : keys.memoryBytes();
      for (AggregateState state : states) {
        state.add(rows, groups, groupCount());
        bytes += state.memoryBytes();
      }
      memory.set(bytes);
    }
    source.close();
  }

  private Batch groups(int from, int to) {
    List<Vector> columns = new ArrayList<>();
    for (int key = 0; key < plan.keyCount(); key++) {
      columns.add(keys.values(key, from, to));
    }
    for (AggregateState state : states) {
      columns.add(state.results(from, to));
    }
    return new Batch(to - from, columns);
  }
}
