package io.lodestone.sql.exec;

import io.lodestone.scan.Aggregate;
import io.lodestone.sql.plan.PlanNode;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.util.ArrayList;
import java.util.List;

/** The one group of a scan; of no point at all its figures are NULL, and counts are 0. */
final class OneGroupOperator implements Operator {
  private final Operator source;
  private final PlanNode.ScanGroups plan;
  private boolean asked;
  private Batch nothing;

  OneGroupOperator(Operator source, PlanNode.ScanGroups plan) {
    this.source = source;
    this.plan = plan;
  }

  @Override
  public boolean advance() {
    if (asked) {
      nothing = null;
      return false;
    }
    asked = true;
    if (!source.advance()) {
      nothing = nothing();
    }
    return true;
  }

  @Override
  public Batch batch() {
    return nothing == null ? source.batch() : nothing;
  }

  @Override
  public void close() {
    source.close();
  }

  private Batch nothing() {
    List<Vector> columns = new ArrayList<>();
    for (int i = 0; i < plan.types().size(); i++) {
      boolean counts = plan.request().aggregates().get(i).function() == Aggregate.Function.COUNT;
      columns.add(
          counts ? new Vector.Longs(new long[1], null) : Vectors.nulls(plan.types().get(i)));
    }
    return new Batch(1, columns);
  }
}
