package io.lodestone.engine;

import io.lodestone.agent.AgentHost;
import io.lodestone.engine.catalog.RecoveryWindow;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.clock.GuardedClock;
import io.lodestone.engine.clock.Ticks;
import io.lodestone.engine.commit.CommitQueue;
import io.lodestone.engine.commit.CommittedState;
import io.lodestone.engine.manifest.TableView;
import io.lodestone.engine.read.ScanContext;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.TableRef;
import io.lodestone.model.TimeRange;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Opens tables as they were. Safe for several threads. */
final class PastSnapshots {
  private final AgentHost agents;
  private final CommitQueue queue;
  private final CommittedState state;
  private final GuardedClock clock;
  private final Function<TableRef, TableView> retain;
  private final ScanContext scans;

  /** All frames of this tick, and of those before it, have been applied. */
  private final AtomicLong settledTick = new AtomicLong(Ticks.NONE);

  /**
   * @param retain the view of a table, retained
   * @param scans what scans of the tables take from outside
   */
  PastSnapshots(
      AgentHost agents,
      CommitQueue queue,
      CommittedState state,
      GuardedClock clock,
      Function<TableRef, TableView> retain,
      ScanContext scans) {
    this.agents = agents;
    this.queue = queue;
    this.state = state;
    this.clock = clock;
    this.retain = retain;
    this.scans = scans;
  }

  Optional<RestorableRange> range(TableRef table) {
    TableEntry entry = state.catalog().requireTable(table);
    return entry.recovery().map(window -> RestorableRange.of(window, clock.millis()));
  }

  Snapshot at(TableRef table, Instant instant) {
    long tick = Ticks.endedBy(instant);
    settle(tick);
    TableView view = retain.apply(table);
    try {
      long horizon = window(view.table(), instant).horizonNanos(tick);
      return new Snapshot(
          view, view.sourcesAsOf(tick), new TimeRange(horizon, Long.MAX_VALUE), scans);
    } catch (RuntimeException refused) {
      view.release();
      throw refused;
    }
  }

  /**
   * Waits until the frames of a tick that has ended are durable and applied. Whatever is decided
   * from then on belongs to a later one, so that the answer is the same for ever.
   */
  private void settle(long tick) {
    long ended = Ticks.endedBy(clock.instant());
    if (tick > settledTick.get() && tick <= ended) {
      agents.await(queue.barrier());
      settledTick.accumulateAndGet(ended, Math::max);
    }
  }

  /**
   * The window of a view's table, if it reaches back to an instant. The clock is read after the
   * view was taken: what the view's makers had destroyed by then was out of the window.
   */
  private RecoveryWindow window(TableEntry table, Instant instant) {
    RecoveryWindow window =
        table
            .recovery()
            .orElseThrow(
                () ->
                    new InvalidRequestException(
                        "Point-in-time recovery of the table " + table.ref() + " is off."));
    RestorableRange range = RestorableRange.of(window, clock.millis());
    if (!range.contains(instant)) {
      throw new InvalidRequestException(
          "The table "
              + table.ref()
              + " cannot be seen as of "
              + instant
              + ": the earliest instant is "
              + range.earliest()
              + ", the latest "
              + range.latest()
              + ".");
    }
    return window;
  }
}
