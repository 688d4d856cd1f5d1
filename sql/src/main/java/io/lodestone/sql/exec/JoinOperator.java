package io.lodestone.sql.exec;

import io.lodestone.sql.function.Evaluator;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.plan.PlanNode;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.Presence;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Joins two sources: takes in the right one, then goes through the left one batch by batch. Rows
 * are put side by side in the order of the left side, those without a partner after the others of
 * their batch, and those of the right side without a partner at the end.
 */
final class JoinOperator implements Operator {
  private final PlanNode.Join plan;
  private final Operator left;
  private final Operator right;
  private final QueryContext context;
  private final MemoryBudget.Share memory;
  private final Evaluator condition;

  /** Columns that the condition speaks of. */
  private final SortedSet<Integer> tested = new TreeSet<>();

  private HeldRows held;

  /** Rows of the right side that have found a partner, as bits; null if nobody asks. */
  private long[] partnered;

  /** The batch of the left side at work; null between two of them. */
  private Batch probe;

  private int[] starts;
  private boolean[] probePartnered;

  /** Where the work goes on: a row of the left side, and the row of the right that is next. */
  private int probeRow;

  private int heldRow;

  private boolean leftEnded;
  private int nextLonely;
  private Batch batch;

  JoinOperator(PlanNode.Join plan, Operator left, Operator right, QueryContext context) {
    this.plan = plan;
    this.left = left;
    this.right = right;
    this.context = context;
    this.memory = context.budget().share();
    this.condition = plan.condition().map(Evaluator::of).orElse(null);
    plan.condition().stream()
        .flatMap(Term::walk)
        .forEach(
            part -> {
              if (part instanceof Term.Input input) {
                tested.add(input.column());
              }
            });
  }

  @Override
  public boolean advance() {
    if (held == null) {
      held = hold();
      narrowLeft();
    }
    boolean nothingToFind = held.size() == 0 && !plan.keepsLeft();
    while (!leftEnded && !nothingToFind) {
      context.checkRunning();
      if (probe == null && !nextProbe()) {
        leftEnded = true;
      } else if (heldRow >= 0 || skipLonely()) {
        if (pairs()) {
          return true;
        }
      } else if (endProbe()) {
        return true;
      }
    }
    return plan.keepsRight() && lonelyRight();
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

  private HeldRows hold() {
    HeldRows rows = new HeldRows(plan.right().types(), plan.rightKeys());
    while (right.advance()) {
      rows.add(right.batch());
      memory.set(rows.memoryBytes());
    }
    right.close();
    if (plan.keepsRight()) {
      partnered = Presence.none(rows.size());
    }
    return rows;
  }

  /** Rows of the left side outside of the times that the held side has find no partner. */
  private void narrowLeft() {
    for (int i = 0; i < plan.rightKeys().size() && !plan.keepsLeft(); i++) {
      int key = plan.rightKeys().get(i);
      if (plan.right().types().get(key) == SqlType.Scalar.TIMESTAMP) {
        Vector times = held.rows().column(key);
        LongSummaryStatistics bounds = new LongSummaryStatistics();
        for (int row = 0; row < held.size(); row++) {
          if (times.isPresent(row)) {
            bounds.accept(Vectors.word(times, row));
          }
        }
        if (bounds.getCount() > 0) {
          left.narrow(plan.leftKeys().get(i), bounds.getMin(), bounds.getMax());
        }
      }
    }
  }

  private boolean nextProbe() {
    if (!left.advance()) {
      return false;
    }
    probe = left.batch();
    starts = held.firstOf(probe, plan.leftKeys());
    probePartnered = new boolean[probe.size()];
    probeRow = -1;
    heldRow = -1;
    return true;
  }

  /** Moves to the next row of the left side that may have a partner; false when there is none. */
  private boolean skipLonely() {
    do {
      probeRow++;
    } while (probeRow < starts.length && starts[probeRow] < 0);
    if (probeRow >= starts.length) {
      return false;
    }
    heldRow = starts[probeRow];
    return true;
  }

  /** Puts rows side by side until there are enough; false when the condition held for none. */
  private boolean pairs() {
    int[] leftRows = new int[Batch.ROWS_MAX];
    int[] rightRows = new int[Batch.ROWS_MAX];
    int count = 0;
    do {
      leftRows[count] = probeRow;
      rightRows[count++] = heldRow;
      heldRow = held.after(heldRow);
    } while (count < Batch.ROWS_MAX && (heldRow >= 0 || skipLonely()));
    if (condition != null) {
      count = partners(leftRows, rightRows, count);
    }
    for (int i = 0; i < count; i++) {
      probePartnered[leftRows[i]] = true;
    }
    if (partnered != null) {
      for (int i = 0; i < count; i++) {
        Presence.set(partnered, rightRows[i]);
      }
    }
    if (count == 0) {
      return false;
    }
    List<Vector> columns = new ArrayList<>();
    for (Vector column : probe.columns()) {
      columns.add(Vectors.gather(column, leftRows, count));
    }
    for (Vector column : held.rows().columns()) {
      columns.add(Vectors.gather(column, rightRows, count));
    }
    batch = new Batch(count, columns);
    return true;
  }

  /** Keeps the pairs for which the condition holds; returns how many. */
  private int partners(int[] leftRows, int[] rightRows, int count) {
    List<Vector> columns = new ArrayList<>();
    int middle = probe.columns().size();
    for (int c = 0; c < middle + held.rows().columns().size(); c++) {
      // A column that is not asked for need not be there.
      boolean ofLeft = c < middle;
      Vector column = ofLeft ? probe.column(c) : held.rows().column(c - middle);
      columns.add(
          tested.contains(c)
              ? Vectors.gather(column, ofLeft ? leftRows : rightRows, count)
              : column);
    }
    Vector truth = condition.over(new Batch(count, columns));
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (truth.isPresent(i) && Vectors.booleanAt(truth, i)) {
        leftRows[kept] = leftRows[i];
        rightRows[kept++] = rightRows[i];
      }
    }
    return kept;
  }

  /** Yields the rows of the left side that have found no partner, if they are wanted. */
  private boolean endProbe() {
    Batch done = probe;
    probe = null;
    if (!plan.keepsLeft()) {
      return false;
    }
    int[] lonely = new int[done.size()];
    int count = 0;
    for (int i = 0; i < lonely.length; i++) {
      if (!probePartnered[i]) {
        lonely[count++] = i;
      }
    }
    if (count == 0) {
      return false;
    }
    List<Vector> columns = new ArrayList<>(done.gather(lonely, count).columns());
    columns.addAll(nulls(plan.right().types()));
    batch = new Batch(count, columns);
    return true;
  }

  private boolean lonelyRight() {
    int[] lonely = new int[Batch.ROWS_MAX];
    int count = 0;
    for (; nextLonely < held.size() && count < lonely.length; nextLonely++) {
      if (!Presence.has(partnered, nextLonely)) {
        lonely[count++] = nextLonely;
      }
    }
    if (count == 0) {
      return false;
    }
    List<Vector> columns = new ArrayList<>(nulls(plan.left().types()));
    columns.addAll(held.rows().gather(Arrays.copyOf(lonely, count), count).columns());
    batch = new Batch(count, columns);
    return true;
  }

  private static List<Vector> nulls(List<SqlType> types) {
    return types.stream().map(Vectors::nulls).toList();
  }
}
