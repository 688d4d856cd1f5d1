package io.lodestone.sql.exec;

import io.lodestone.sql.plan.PlanNode;
import io.lodestone.sql.plan.PlanNotes;
import io.lodestone.sql.type.Batch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the steps of a plan have done: how many rows they have yielded, in how many batches, and how
 * long that took with all that they had to wait for. Used by the query's thread.
 */
public final class StepCounts implements PlanNotes {
  /** The counts of one step, over all the times that it was set to work. */
  private static final class Count {
    private long runs;
    private long rows;
    private long batches;
    private Duration time = Duration.ZERO;
  }

  private final InstantSource clock;
  private final Map<PlanNode, Count> counts = new IdentityHashMap<>();
  private final Map<PlanNode, PlanNode> planned = new IdentityHashMap<>();

  /**
   * @param clock by which steps are timed
   */
  public StepCounts(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String about(PlanNode step) {
    Count count = counts.get(step);
    return count == null
        ? " -- did not run"
        : String.format(
            Locale.ROOT,
            " -- %d rows in %d batches%s, %.3f ms",
            count.rows,
            count.batches,
            count.runs > 1 ? " of " + count.runs + " runs" : "",
            count.time.toNanos() / 1e6);
  }

  @Override
  public Optional<PlanNode> planned(PlanNode.Given step) {
    return Optional.ofNullable(planned.get(step));
  }

  void planned(PlanNode.Given step, PlanNode rest) {
    planned.put(step, rest);
  }

  /** The same operator, watched. */
  Operator watched(PlanNode step, Operator operator) {
    Count count = counts.computeIfAbsent(step, _ -> new Count());
    count.runs++;
    return new Operator() {
      @Override
      public boolean advance() {
        Instant start = clock.instant();
        boolean advanced = operator.advance();
        count.time = count.time.plus(Duration.between(start, clock.instant()));
        if (advanced) {
          count.batches++;
          count.rows += operator.batch().size();
        }
        return advanced;
      }

      @Override
      public void narrow(int column, long first, long last) {
        operator.narrow(column, first, last);
      }

      @Override
      public Batch batch() {
        return operator.batch();
      }

      @Override
      public void close() {
        operator.close();
      }
    };
  }
}
