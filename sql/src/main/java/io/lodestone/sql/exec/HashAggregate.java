package io.lodestone.sql.exec;

import io.lodestone.sql.plan.PlanNode;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
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

  /** Keys, and the number of the set. */
  private final int keyColumns;

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
    List<SqlType> keyTypes = new ArrayList<>(types.subList(0, plan.keyCount()));
    if (!plan.sets().isEmpty()) {
      keyTypes.add(Scalar.BIGINT);
    }
    this.keys = keyTypes.isEmpty() ? null : new GroupKeys(keyTypes);
    this.keyColumns = keyTypes.size();
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
    boolean any = false;
    while (source.advance()) {
      any = true;
      Batch rows = source.batch();
      if (plan.sets().isEmpty()) {
        add(rows, rows.columns().subList(0, plan.keyCount()));
      }
      for (int set = 0; set < plan.sets().size(); set++) {
        add(rows, keysOf(set, rows));
      }
    }
    source.close();
    if (!any) {
      addEmptySets();
    }
  }

  private void add(Batch rows, List<Vector> keyVectors) {
    if (keys != null) {
      keys.find(keyVectors, rows.size(), groups);
    }
    long bytes = keys == null ? 0 : keys.memoryBytes();
    for (AggregateState state : states) {
      state.add(rows, groups, groupCount());
      bytes += state.memoryBytes();
    }
    memory.set(bytes);
  }

  /** The keys by which a set groups: its own, NULL for the others, and its number. */
  private List<Vector> keysOf(int set, Batch rows) {
    List<Vector> vectors = new ArrayList<>();
    for (int key = 0; key < plan.keyCount(); key++) {
      vectors.add(
          plan.sets().get(set).contains(key)
              ? rows.column(key)
              : Vectors.nulls(plan.source().types().get(key)));
    }
    vectors.add(new Vector.Constant(new Vector.Longs(new long[] {set}, null)));
    return vectors;
  }

  /** A set without keys has a group even of no rows. */
  private void addEmptySets() {
    Batch nothing = new Batch(1, List.of());
    for (int set = 0; set < plan.sets().size(); set++) {
      if (plan.sets().get(set).isEmpty()) {
        keys.find(keysOf(set, nothing), 1, groups);
      }
    }
  }

  private Batch groups(int from, int to) {
    List<Vector> columns = new ArrayList<>();
    for (int key = 0; key < keyColumns; key++) {
      columns.add(keys.values(key, from, to));
    }
    for (AggregateState state : states) {
      columns.add(state.results(from, to));
    }
    return new Batch(to - from, columns);
  }
}
