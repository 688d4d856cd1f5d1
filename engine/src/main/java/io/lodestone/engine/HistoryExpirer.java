package io.lodestone.engine;

import io.lodestone.agent.Agent;
import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import io.lodestone.engine.clock.GuardedClock;
import io.lodestone.engine.commit.CommitQueue;
import io.lodestone.engine.commit.CommittedState;
import io.lodestone.engine.history.PastParts;
import io.lodestone.engine.manifest.SegmentLedger;
import io.lodestone.engine.manifest.TableView;
import io.lodestone.segments.Segment;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Lets history files go that nobody can ask for any more: those of which all ticks have left their
 * table's window, and all of them when recovery was switched off. Whole files only; no segment is
 * rewritten for it.
 *
 * <p>A crash before the manifest's edit leaves everything as it was; after it, files that the
 * manifest knows to have left, which the next start deletes. What goes does not come back, so that
 * only a confirmed time decides.
 */
final class HistoryExpirer implements Agent {
  private static final long LOOK_AGAIN_MILLIS = 10_000;

  private final CommitQueue queue;
  private final CommittedState state;
  private final GuardedClock clock;
  private final SegmentLedger ledger;

  /** The last removal, until the committer has heard of it. */
  private CompletableFuture<Void> published = CompletableFuture.completedFuture(null);

  private AgentHandle handle;

  HistoryExpirer(
      CommitQueue queue, CommittedState state, GuardedClock clock, SegmentLedger ledger) {
    this.queue = queue;
    this.state = state;
    this.clock = clock;
    this.ledger = ledger;
  }

  AgentHandle start(AgentHost agents) {
    handle = agents.start(this);
    return handle;
  }

  @Override
  public String name() {
    return "history-expirer";
  }

  @Override
  public long step() {
    if (!published.isDone()) {
      return IDLE;
    }
    for (TableView view : state.views()) {
      List<Segment> outlived = outlived(view);
      if (!outlived.isEmpty()) {
        return remove(view.table().id(), outlived);
      }
    }
    return LOOK_AGAIN_MILLIS;
  }

  private List<Segment> outlived(TableView view) {
    if (view.histories().isEmpty()) {
      return List.of();
    }
    long oldestTick =
        view.table()
            .recovery()
            .map(window -> window.oldestTick(clock.confirmedNanos()))
            .orElse(Long.MAX_VALUE);
    return view.histories().stream()
        .filter(history -> PastParts.newestTick(history) <= oldestTick)
        .toList();
  }

  private long remove(long tableId, List<Segment> histories) {
    try {
      if (!ledger.replace(
          histories.stream().map(history -> history.metadata().id()).toList(), List.of())) {
        // Somebody else has taken one of them, and tells the committer so.
        return LOOK_AGAIN_MILLIS;
      }
    } catch (IOException e) {
      // Nothing is lost but room on the disk.
      return LOOK_AGAIN_MILLIS;
    }
    published = queue.replace(tableId, histories, List.of());
    var _ = published.whenComplete((_, _) -> handle.wake());
    return IDLE;
  }
}
