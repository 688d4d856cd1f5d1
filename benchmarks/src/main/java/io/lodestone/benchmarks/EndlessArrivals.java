package io.lodestone.benchmarks;

import io.lodestone.engine.TableWriter;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ValueType;

/**
 * The same rows again and again, each time later by the span of all of them: a writer's load that
 * never ends and never repeats a key. One thread uses it.
 */
final class EndlessArrivals {
  private final Arrivals arrivals;

  /** Per row: the writer's reference to its series. */
  private final int[] references;

  private final long spanNanos;
  private long[] times = {};
  private long offsetNanos;
  private int next;
  private long youngestNanos;

  EndlessArrivals(Arrivals arrivals, TableWriter writer) {
    this.arrivals = arrivals;
    int[] byKey = new int[arrivals.keys().size()];
    for (int i = 0; i < byKey.length; i++) {
      byKey[i] = writer.series(arrivals.keys().get(i));
    }
    this.references = new int[arrivals.rows()];
    for (int row = 0; row < references.length; row++) {
      references[row] = byKey[arrivals.series()[row]];
    }
    this.youngestNanos = arrivals.times()[0];
    this.spanNanos = arrivals.maxTimeNanos() - CpuOnly.START_NANOS + CpuOnly.INTERVAL_NANOS;
  }

  /** The youngest time of all rows so far. */
  long youngestNanos() {
    return youngestNanos;
  }

  /** Fills an empty batch with the next rows, at most so many. */
  PointBatch fill(PointBatch.Builder batch, int rowsMax) {
    int rows = Math.min(rowsMax, arrivals.rows() - next);
    if (times.length < rows) {
      times = new long[rows];
    }
    for (int i = 0; i < rows; i++) {
      times[i] = arrivals.times()[next + i] + offsetNanos;
      youngestNanos = Math.max(youngestNanos, times[i]);
    }
    batch.points(references, next, times, 0, 1, rows);
    for (int field = 0; field < arrivals.fields().length; field++) {
      batch
          .column(arrivals.fieldNames().get(field), ValueType.BIGINT)
          .appendWords(arrivals.fields()[field], next, rows);
    }
    next += rows;
    if (next == arrivals.rows()) {
      next = 0;
      offsetNanos += spanNanos;
    }
    return batch.build();
  }
}
