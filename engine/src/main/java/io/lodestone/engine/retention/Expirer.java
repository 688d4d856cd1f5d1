package io.lodestone.engine.retention;

import io.lodestone.agent.Agent;
import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import io.lodestone.engine.clock.GuardedClock;
import io.lodestone.engine.commit.CatalogChange;
import io.lodestone.engine.commit.CommitQueue;
import io.lodestone.engine.commit.CommittedState;
import io.lodestone.engine.lease.ExpiryLeases;
import io.lodestone.engine.manifest.SegmentLedger;
import io.lodestone.segments.Segment;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Lets points go for good, and the files that held nothing else.
 *
 * <p>Two steps, each of which looks afresh at what there is, so that nothing has to be remembered
 * between them. First an entry of the log raises the horizon floor. Then, once that is durable, the
 * manifest forgets the segments that lie below the floor as a whole, the table gives them up, and
 * the ledger deletes the objects when the last reader is done. Segments that the change feed still
 * has to tell of are held meanwhile. A crash after the entry leaves segments below the floor, which
 * the next start's first look lets go; one after the edit leaves objects that the manifest knows to
 * have left, which the next start deletes.
 */
public final class Expirer implements Agent {
  private static final long LOOK_AGAIN_MILLIS = 10_000;

  /** One entry takes about 25 bytes: a frame of these stays small. */
  private static final int TABLES_AT_ONCE = 1_000;

  private final CommitQueue queue;
  private final CommittedState state;
  private final GuardedClock clock;
  private final SegmentLedger ledger;
  private final ExpiryLeases leases;

  /** The entries on their way; null when there are none. */
  private CompletableFuture<Void> journaled;

  private volatile AgentHandle handle;

  public Expirer(
      CommitQueue queue,
      CommittedState state,
      GuardedClock clock,
      SegmentLedger ledger,
      ExpiryLeases leases) {
    this.queue = queue;
    this.state = state;
    this.clock = clock;
    this.ledger = ledger;
    this.leases = leases;
  }

  /** Begins to let go. */
  public AgentHandle start(AgentHost agents) {
    handle = agents.start(this);
    return handle;
  }

  @Override
  public String name() {
    return "expirer";
  }

  @Override
  public long step() {
    boolean refused = false;
    if (journaled != null) {
      if (!journaled.isDone()) {
        return IDLE;
      }
      refused = journaled.isCompletedExceptionally();
      journaled = null;
    }
    long now = clock.confirmedNanos();
    ExpiryPlan plan =
        RetentionPlanner.plan(
            state.views(), table -> leases.goneBelowNanos(table, now), now, TABLES_AT_ONCE);
    try {
      for (Map.Entry<Long, List<Segment>> table : plan.expired().entrySet()) {
        letGo(table.getKey(), table.getValue());
      }
    } catch (IOException e) {
      // The disk refuses an edit: nothing is lost but room, and the next look tries again.
      refused = true;
    }
    if (refused || plan.horizons().isEmpty()) {
      return LOOK_AGAIN_MILLIS;
    }
    journaled = queue.change(CatalogChange.expire(plan.horizons()));
    var _ = journaled.whenComplete((_, _) -> wake());
    return IDLE;
  }

  /** Whoever else has replaced one of the segments meanwhile wins; the next look sees what is. */
  private void letGo(long tableId, List<Segment> segments) throws IOException {
    if (ledger.replace(
        segments.stream().map(segment -> segment.metadata().id()).toList(), List.of())) {
      var _ = queue.replace(tableId, segments, List.of());
    }
  }

  private void wake() {
    AgentHandle started = handle;
    if (started != null) {
      started.wake();
    }
  }
}
