package io.lodestone.sql.exec;

import io.lodestone.sql.function.Evaluator;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.plan.PlanNode;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import java.util.ArrayList;
import java.util.List;

/** Yields the rows that a statement spells out. */
final class InlineOperator implements Operator {
  private static final Batch ONE_ROW = new Batch(1, List.of());

  private final PlanNode.Inline plan;
  private int next;
  private Batch batch;

  InlineOperator(PlanNode.Inline plan) {
    this.plan = plan;
  }

  @Override
  public boolean advance() {
    int count = Math.min(plan.rows().size() - next, Batch.ROWS_MAX);
    if (count == 0) {
      return false;
    }
    List<Vector> columns = new ArrayList<>();
    for (int column = 0; column < plan.types().size(); column++) {
      VectorBuilder builder = VectorBuilder.of(plan.types().get(column));
      for (List<Term> row : plan.rows().subList(next, next + count)) {
        builder.append(Evaluator.of(row.get(column)).over(ONE_ROW), 0);
      }
      columns.add(builder.build());
    }
    batch = new Batch(count, columns);
    next += count;
    return true;
  }

  @Override
  public Batch batch() {
    return batch;
  }

  @Override
  public void close() {
    next = plan.rows().size();
  }
}
