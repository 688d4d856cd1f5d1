package io.lodestone.sql.exec;

import io.lodestone.sql.function.WindowFunction;
import io.lodestone.sql.plan.PlanNode;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SortKey;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Takes in all rows, sorts them by partition and order, computes each function partition by
 * partition, and yields the rows as they are sorted.
 */
final class WindowOperator implements Operator {
  private final PlanNode.Window plan;
  private final Operator source;
  private final QueryContext context;
  private final MemoryBudget.Share memory;
  private SortedRows rows;

  WindowOperator(PlanNode.Window plan, Operator source, QueryContext context) {
    this.plan = plan;
    this.source = source;
    this.context = context;
    this.memory = context.budget().share();
  }

  @Override
  public boolean advance() {
    if (rows == null) {
      Batch all = computed(sorted());
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
  public void close() {
    source.close();
    memory.set(0);
  }

  private Batch sorted() {
    RowBuffer buffer = new RowBuffer(plan.source().types());
    while (source.advance()) {
      buffer.add(source.batch());
      // The rows are there twice while they are put in order; then results take a word each.
      memory.set(2 * buffer.memoryBytes() + (8L + 8L * plan.columns().size()) * buffer.size());
    }
    source.close();
    List<SortKey> keys =
        Stream.concat(
                plan.partition().stream().map(column -> new SortKey(column, true, false)),
                plan.order().stream())
            .toList();
    Batch all = buffer.build();
    return keys.isEmpty() ? all : all.gather(new RowOrder(keys).sorted(all), all.size());
  }

  private Batch computed(Batch sorted) {
    List<Partition> partitions = partitions(sorted);
    List<Vector> columns = new ArrayList<>(sorted.columns());
    for (PlanNode.WindowColumn column : plan.columns()) {
      columns.add(column(column, partitions));
    }
    return new Batch(sorted.size(), columns);
  }

  private List<Partition> partitions(Batch sorted) {
    RowOrder same =
        new RowOrder(plan.partition().stream().map(c -> new SortKey(c, true, false)).toList());
    RowOrder order = new RowOrder(plan.order());
    List<Partition> partitions = new ArrayList<>();
    int from = 0;
    for (int row = 1; row <= sorted.size(); row++) {
      if (row == sorted.size() || same.compare(sorted, row - 1, sorted, row) != 0) {
        partitions.add(new Partition(sorted, from, row, order));
        from = row;
      }
    }
    return partitions;
  }

  private Vector column(PlanNode.WindowColumn column, List<Partition> partitions) {
    VectorBuilder result = VectorBuilder.of(column.function().returns());
    boolean aggregates = column.function().kind() == WindowFunction.Kind.AGGREGATE;
    WindowAggregate aggregate = aggregates ? new WindowAggregate(column, context) : null;
    WindowValues values = aggregates ? null : new WindowValues(column);
    for (Partition partition : partitions) {
      context.checkRunning();
      FrameBounds frames = new FrameBounds(column.frame(), partition, plan.order());
      if (aggregates) {
        aggregate.append(partition, frames, result);
      } else {
        values.append(partition, frames, result);
      }
    }
    return result.build();
  }
}
