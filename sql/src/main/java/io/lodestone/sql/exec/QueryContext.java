package io.lodestone.sql.exec;

import io.lodestone.scan.AggregateSource;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.MemoryAccount;
import io.lodestone.scan.ScanLimits;
import io.lodestone.scan.TableSource;
import io.lodestone.sql.plan.TableMoment;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.LimitException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** What all operators of one query share. Used by the query's thread, except {@link #cancel}. */
public final class QueryContext implements AutoCloseable {
  private final Function<TableMoment, TableSource> tables;
  private final Function<TableMoment, AggregateSource> aggregates;
  private final MemoryBudget budget;
  private final InstantSource clock;
  private final Instant deadline;
  private final Duration runTimeMax;
  private final Queue<BatchCursor> cursors = new ConcurrentLinkedQueue<>();
  private final Map<Object, Batch> shared = new IdentityHashMap<>();
  private Optional<StepCounts> counts = Optional.empty();
  private volatile boolean cancelled;
  private long rowsScanned;
  private long bytesScanned;

  /**
   * @param tables gives the open table that the plan reads; whoever made it closes it
   * @param aggregates gives the same table
   * @param budget owned from now on
   */
  public QueryContext(
      Function<TableMoment, TableSource> tables,
      Function<TableMoment, AggregateSource> aggregates,
      MemoryBudget budget,
      InstantSource clock,
      Instant start,
      Duration runTimeMax) {
    this.tables = tables;
    this.aggregates = aggregates;
    this.budget = budget;
    this.clock = clock;
    this.deadline = start.plus(runTimeMax);
    this.runTimeMax = runTimeMax;
  }

  TableSource table(TableMoment name) {
    return tables.apply(name);
  }

  AggregateSource aggregates(TableMoment name) {
    return aggregates.apply(name);
  }

  /** What a scan may take that begins now. */
  ScanLimits limits() {
    return new ScanLimits(deadline, Math.max(budget.bytesLeft(), ScanLimits.MEMORY_BYTES_MIN));
  }

  /** Notes a cursor, which is then asked to give up when the query is cancelled. */
  BatchCursor opened(BatchCursor cursor) {
    cursors.add(cursor);
    return cursor;
  }

  /** Forgets a cursor that is about to be closed. */
  void closed(BatchCursor cursor) {
    cursors.remove(cursor);
  }

  /** Has the steps that are set to work from now on watched. */
  public void count(StepCounts steps) {
    counts = Optional.of(steps);
  }

  Optional<StepCounts> counts() {
    return counts;
  }

  MemoryBudget budget() {
    return budget;
  }

  /** Rows that several steps read, by what they are rows of. */
  Map<Object, Batch> shared() {
    return shared;
  }

  /** Makes the query fail at its next batch. From any thread. */
  public void cancel() {
    cancelled = true;
    cursors.forEach(BatchCursor::cancel);
  }

  /**
   * Called between batches.
   *
   * @throws QueryCancelledException when the query was cancelled
   * @throws LimitException when it has run for too long
   */
  void checkRunning() {
    if (cancelled) {
      throw new QueryCancelledException();
    }
    if (clock.instant().isAfter(deadline)) {
      throw new LimitException(
          "The query ran for more than " + runTimeMax.toSeconds() + " seconds");
    }
  }

  void scanned(long rows, long bytes) {
    rowsScanned += rows;
    bytesScanned += bytes;
  }

  public long rowsScanned() {
    return rowsScanned;
  }

  /** The most memory that was held at once. */
  public long bytesPeak() {
    return budget.bytesPeak();
  }

  /** Where somebody outside of the operators counts what it holds for the query. */
  public MemoryAccount account() {
    return budget.share();
  }

  public long bytesScanned() {
    return bytesScanned;
  }

  /** Gives the memory back that was held; the operators are closed by then. */
  @Override
  public void close() {
    budget.close();
  }
}
