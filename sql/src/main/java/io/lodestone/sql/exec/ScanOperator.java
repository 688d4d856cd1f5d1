package io.lodestone.sql.exec;

import io.lodestone.model.TimeRange;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.Column;
import io.lodestone.scan.ColumnBatch;
import io.lodestone.scan.ColumnVector;
import io.lodestone.scan.ScanRequest;
import io.lodestone.sql.plan.PlanNode;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads points of a table, or figures about them. The arrays of the scan become those of the batch;
 * nothing is copied.
 */
final class ScanOperator implements Operator {
  /** The column of the points' times, whose bounds may become narrower; -1 when they may not. */
  private final int timeColumn;

  private final Function<TimeRange, BatchCursor> scan;
  private final QueryContext context;

  /** What the codes of each column's dictionary belong to: this scan, and this column of it. */
  private final List<Object> origins = new ArrayList<>();

  private final MemoryBudget.Share memory;
  private TimeRange range;
  private BatchCursor cursor;
  private Batch batch;
  private boolean ended;

  /**
   * @param columns how many there are
   * @param timeColumn which of them may be narrowed, or -1
   * @param range the times that are scanned
   */
  private ScanOperator(
      int columns,
      int timeColumn,
      TimeRange range,
      Function<TimeRange, BatchCursor> scan,
      QueryContext context) {
    this.timeColumn = timeColumn;
    this.range = range;
    this.scan = scan;
    this.context = context;
    this.memory = context.budget().share();
    for (int i = 0; i < columns; i++) {
      origins.add(new Object());
    }
  }

  static ScanOperator of(PlanNode.Scan plan, QueryContext context) {
    return new ScanOperator(
        plan.types().size(),
        timeColumnOf(plan),
        plan.request().range(),
        range ->
            context
                .table(plan.table())
                .scan(plan.request().withRange(range).withLimits(context.limits())),
        context);
  }

  static ScanOperator of(PlanNode.ScanGroups plan, QueryContext context) {
    return new ScanOperator(
        plan.types().size(),
        -1,
        plan.request().range(),
        _ ->
            context.aggregates(plan.table()).aggregate(plan.request().withLimits(context.limits())),
        context);
  }

  /** Of a scan that is to yield its first rows alone, any row may be one of them. */
  private static int timeColumnOf(PlanNode.Scan plan) {
    for (int i = 0; i < plan.columns().size(); i++) {
      if (plan.columns().get(i).kind() == Column.Kind.TIME
          && plan.request().limit() == ScanRequest.NO_LIMIT) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public void narrow(int column, long first, long last) {
    if (column == timeColumn && cursor == null) {
      long end = last == Long.MAX_VALUE ? last : last + 1;
      range = range.intersect(new TimeRange(first, end));
    }
  }

  @Override
  public boolean advance() {
    context.checkRunning();
    if (ended || range.isEmpty()) {
      return false;
    }
    if (cursor == null) {
      cursor = context.opened(scan.apply(range));
      cursor.chargeTo(memory);
    }
    if (!cursor.advance()) {
      ended = true;
      batch = null;
      return false;
    }
    batch = batchOf(cursor.batch());
    return true;
  }

  @Override
  public Batch batch() {
    return batch;
  }

  @Override
  public void close() {
    ended = true;
    if (cursor != null) {
      context.closed(cursor);
      cursor.close();
      memory.set(0);
    }
  }

  private Batch batchOf(ColumnBatch scanned) {
    List<Vector> vectors = new ArrayList<>(scanned.vectors().size());
    long bytes = 0;
    for (int i = 0; i < scanned.vectors().size(); i++) {
      Vector vector = vectorOf(scanned.vector(i), origins.get(i));
      bytes += Vectors.memoryBytes(vector, scanned.size());
      vectors.add(vector);
    }
    context.scanned(scanned.size(), bytes);
    return new Batch(scanned.size(), vectors);
  }

  private static Vector vectorOf(ColumnVector column, Object origin) {
    return switch (column) {
      case ColumnVector.Longs(long[] values, long[] presence) -> new Vector.Longs(values, presence);
      case ColumnVector.Doubles(double[] values, long[] presence) ->
          new Vector.Doubles(values, presence);
      case ColumnVector.Booleans(boolean[] values, long[] presence) ->
          new Vector.Booleans(values, presence);
      case ColumnVector.Varchars texts -> textOf(texts);
      case ColumnVector.Dictionary(int[] codes, ColumnVector.Varchars texts, long[] presence) ->
          new Vector.Dictionary(codes, textOf(texts), presence, origin);
    };
  }

  private static Vector.Text textOf(ColumnVector.Varchars texts) {
    return new Vector.Text(texts.bytes(), texts.offsets(), texts.presence());
  }
}
