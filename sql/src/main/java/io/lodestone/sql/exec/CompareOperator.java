package io.lodestone.sql.exec;

import io.lodestone.sql.plan.PlanNode;
import io.lodestone.sql.type.Batch;
import java.util.Arrays;

/**
 * INTERSECT and EXCEPT: counts the rows of the right side, then goes through the left side and
 * decides for each row. Rows are equal as keys of a group are: NULL equals NULL.
 */
final class CompareOperator implements Operator {
  private final PlanNode.Compare plan;
  private final Operator left;
  private final Operator right;
  private final QueryContext context;
  private final MemoryBudget.Share memory;
  private final GroupKeys keys;
  private final int[] groups = new int[Batch.ROWS_MAX];

  /** By group: rows of the right side that have not stood for one of the left yet. */
  private long[] counts = new long[64];

  private boolean counted;
  private Batch batch;

  CompareOperator(PlanNode.Compare plan, Operator left, Operator right, QueryContext context) {
    this.plan = plan;
    this.left = left;
    this.right = right;
    this.context = context;
    this.memory = context.budget().share();
    this.keys = new GroupKeys(plan.types());
  }

  @Override
  public boolean advance() {
    if (!counted) {
      count();
      counted = true;
    }
    while (left.advance()) {
      context.checkRunning();
      Batch rows = left.batch();
      int[] kept = new int[rows.size()];
      int count = plan.among() ? among(rows, kept) : others(rows, kept);
      if (count > 0) {
        batch = count == rows.size() ? rows : rows.gather(kept, count);
        return true;
      }
    }
    return false;
  }

  @Override
  public Batch batch() {
    return batch;
  }

  @Override
  public void close() {
    left.close();
    right.close();
    memory.set(0);
  }

  private void count() {
    while (right.advance()) {
      find(right.batch());
      for (int i = 0; i < right.batch().size(); i++) {
        counts[groups[i]]++;
      }
    }
    right.close();
  }

  private void find(Batch rows) {
    keys.find(rows.columns(), rows.size(), groups);
    if (keys.count() > counts.length) {
      counts = Arrays.copyOf(counts, Math.max(keys.count(), 2 * counts.length));
    }
    memory.set(keys.memoryBytes() + 8L * counts.length);
  }

  /** Writes the rows that the right side has, too; returns how many. */
  private int among(Batch rows, int[] kept) {
    keys.lookUp(rows.columns(), rows.size(), groups);
    int count = 0;
    for (int i = 0; i < rows.size(); i++) {
      int group = groups[i];
      if (group >= 0 && counts[group] > 0) {
        kept[count++] = i;
        counts[group] = plan.distinct() ? 0 : counts[group] - 1;
      }
    }
    return count;
  }

  /** Writes the rows that the right side does not have; returns how many. */
  private int others(Batch rows, int[] kept) {
    find(rows);
    int count = 0;
    for (int i = 0; i < rows.size(); i++) {
      int group = groups[i];
      if (counts[group] == 0) {
        kept[count++] = i;
        // One more of the same would be one too many.
        counts[group] = plan.distinct() ? 1 : 0;
      } else if (!plan.distinct()) {
        counts[group]--;
      }
    }
    return count;
  }
}
