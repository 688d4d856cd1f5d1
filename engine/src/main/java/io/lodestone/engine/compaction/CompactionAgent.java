package io.lodestone.engine.compaction;

import io.lodestone.agent.Agent;
import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import io.lodestone.engine.clock.GuardedClock;
import io.lodestone.engine.commit.CommitQueue;
import io.lodestone.engine.commit.CommittedState;
import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.disk.DiskWatch;
import io.lodestone.engine.lease.ExpiryLeases;
import io.lodestone.engine.manifest.SegmentLedger;
import io.lodestone.engine.manifest.TableView;
import io.lodestone.model.CorruptionException;
import io.lodestone.model.ResourceException;
import io.lodestone.model.TimeRange;
import io.lodestone.segments.Segment;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentMetadata;
import io.lodestone.segments.SegmentWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Merges segments, one plan after the other, the most useful of all tables first. One agent; a step
 * merges some thousand points, and between two steps it rests as the options say.
 *
 * <p>What a crash leaves: while merging, the old segments in force and objects that no edit names;
 * after the edit, the new ones in force and the old objects, which that edit has removed. The next
 * start deletes both. There is nothing to resume: the same plan is made again.
 */
public final class CompactionAgent implements Agent {
  private static final long LOOK_AGAIN_MILLIS = 1_000;

  /** Windows become old without anybody telling: tables are looked at so often at least. */
  private static final long PLAN_AGAIN_MILLIS = 60_000;

  /** Tables change while plans wait, so that only the most urgent are kept. */
  private static final int PLANS_KEPT = 64;

  /** Stands for a state of the tables that was never seen. */
  private static final long PLAN_ANYWAY = -1;

  private final CommitQueue queue;
  private final CommittedState state;
  private final GuardedClock clock;
  private final CompactionOptions options;
  private final SegmentLedger ledger;
  private final CompactionPlanner planner;
  private final SegmentWriter writer;
  private final DiskWatch disk;
  private final ExpiryLeases leases;
  private final DatabaseKeys keys;

  /** Plans of different tables, the most urgent first. */
  private final Deque<CompactionPlan> plans = new ArrayDeque<>();

  private long plannedMillis = Long.MIN_VALUE;
  private long plannedChanges = PLAN_ANYWAY;

  /**
   * Segments that could not be read: they stay as they are until the next start, and are planned
   * around.
   */
  private final Set<SegmentId> damaged = new HashSet<>();

  private Step step = new Step.Idle();
  private AgentHandle handle;
  private volatile CompactionCounts counts = CompactionCounts.NONE;

  /** How far the present plan is. */
  private sealed interface Step {
    record Idle() implements Step {}

    record Merging(Compactor compactor) implements Step {}

    record Publishing(CompletableFuture<Void> published) implements Step {}
  }

  /**
   * @param writer writes as dense as compaction is to write
   * @param disk says whether there is room for a merge
   * @param leases says which expired points stay
   * @param keys tell whose segments cannot be read
   */
  public CompactionAgent(
      CommitQueue queue,
      CommittedState state,
      GuardedClock clock,
      CompactionOptions options,
      SegmentLedger ledger,
      SegmentWriter writer,
      DiskWatch disk,
      ExpiryLeases leases,
      DatabaseKeys keys) {
    this.queue = queue;
    this.state = state;
    this.clock = clock;
    this.options = options;
    this.ledger = ledger;
    this.planner = new CompactionPlanner(options);
    this.writer = writer;
    this.disk = disk;
    this.leases = leases;
    this.keys = keys;
  }

  /** Begins to merge, if the options say so. */
  public AgentHandle start(AgentHost agents) {
    handle = agents.start(this);
    return handle;
  }

  @Override
  public String name() {
    return "compaction";
  }

  /** What was done so far. Any thread. */
  public CompactionCounts counts() {
    return counts;
  }

  /** Ends, when this agent is not stepped any more: gives up what it was about to write. */
  public void end() throws IOException {
    if (step instanceof Step.Merging merging) {
      step = new Step.Idle();
      merging.compactor().close();
    }
  }

  @Override
  public long step() {
    if (!options.enabled()) {
      return IDLE;
    }
    try {
      return advance();
    } catch (CorruptionException e) {
      // Readers of these points are told file and offset; merging them again would only repeat it.
      if (step instanceof Step.Merging merging) {
        damaged.addAll(merging.compactor().unreadable());
      }
      return giveUp();
    } catch (IOException | ResourceException e) {
      return giveUp();
    }
  }

  private long giveUp() {
    if (step instanceof Step.Merging merging) {
      try {
        merging.compactor().close();
      } catch (IOException e) {
        // Whatever could not be removed is nobody's, and the next start removes it.
      }
    }
    step = new Step.Idle();
    plannedChanges = PLAN_ANYWAY;
    counts = counts.gaveUp(damaged.size());
    return LOOK_AGAIN_MILLIS;
  }

  private long advance() throws IOException {
    switch (step) {
      case Step.Idle _ -> {
        Optional<Compactor> next = next();
        next.ifPresent(compactor -> step = new Step.Merging(compactor));
        return next.isPresent() ? MORE : LOOK_AGAIN_MILLIS;
      }
      case Step.Merging merging -> {
        long before = merging.compactor().bytesWritten();
        long begun = clock.millis();
        if (!merging.compactor().advance(options.stepPoints())) {
          replace(merging.compactor());
        }
        return rest(clock.millis() - begun, merging.compactor().bytesWritten() - before);
      }
      case Step.Publishing publishing -> {
        if (!publishing.published().isDone()) {
          return IDLE;
        }
        step = new Step.Idle();
        return MORE;
      }
    }
  }

  /** How long to leave processor and disk to others after a step, in milliseconds. */
  private long rest(long millis, long bytes) {
    long forTime = (long) (millis * (1 / options.timeShareMax() - 1));
    long forBytes = bytes * 1_000 / options.bytesPerSecondMax() - millis;
    return Math.max(0, Math.max(forTime, forBytes));
  }

  /** Names what was merged in the manifest, and tells the committer. */
  private void replace(Compactor merged) throws IOException {
    CompactionPlan plan = merged.plan();
    List<SegmentMetadata> written = merged.handOver();
    List<Segment> removed = merged.replaced();
    boolean replaced =
        ledger.replace(removed.stream().map(segment -> segment.metadata().id()).toList(), written);
    merged.close();
    if (!replaced) {
      step = new Step.Idle();
      counts = counts.gaveUp(damaged.size());
      return;
    }
    counts =
        counts.merged(
            removed.stream().mapToLong(segment -> segment.metadata().sizeBytes()).sum(),
            written.stream().mapToLong(SegmentMetadata::sizeBytes).sum());
    CompletableFuture<Void> published =
        queue.replace(
            plan.tableId(), removed, written.reversed().stream().map(ledger::open).toList());
    var _ = published.whenComplete((_, _) -> handle.wake());
    step = new Step.Publishing(published);
  }

  /** The most urgent plan whose inputs are still there, ready to be carried out. */
  private Optional<Compactor> next() {
    while (true) {
      if (plans.isEmpty()) {
        planAll();
      }
      CompactionPlan plan = plans.poll();
      if (plan == null) {
        return Optional.empty();
      }
      Optional<Compactor> compactor = state.view(plan.tableId()).flatMap(view -> of(plan, view));
      if (compactor.isPresent()) {
        return compactor;
      }
    }
  }

  /** Looks at all tables, unless nothing has changed since it was done last. */
  private void planAll() {
    long changes = state.segmentChanges();
    long millis = clock.millis();
    if (changes == plannedChanges && millis - plannedMillis < PLAN_AGAIN_MILLIS) {
      return;
    }
    plannedChanges = changes;
    plannedMillis = millis;
    List<CompactionPlan> all = new ArrayList<>();
    for (TableView view : state.views()) {
      if (keys.lock(view.table().databaseId()).isPresent()) {
        continue;
      }
      List<SegmentMetadata> segments = new ArrayList<>(view.segments().size());
      for (Segment segment : view.segments()) {
        if (!damaged.contains(segment.metadata().id())) {
          segments.add(segment.metadata());
        }
      }
      planner
          .plan(segments, clock.nanos(), view.table().definition().retention())
          .ifPresent(all::add);
    }
    all.sort(CompactionPlanner.MOST_URGENT_FIRST);
    plans.addAll(all.subList(0, Math.min(all.size(), PLANS_KEPT)));
    if (all.size() > PLANS_KEPT) {
      plannedChanges = PLAN_ANYWAY;
    }
  }

  /**
   * Takes references to a plan's inputs; empty when one of them has left the table, or when the
   * disk is too full to hold inputs and outputs for a while.
   */
  private Optional<Compactor> of(CompactionPlan plan, TableView view) {
    List<Segment> inputs = new ArrayList<>(plan.inputs().size());
    for (Segment segment : view.segments()) {
      if (plan.inputs().contains(segment.metadata().id()) && segment.tryRetain()) {
        inputs.add(segment);
      }
    }
    long bytes = inputs.stream().mapToLong(segment -> segment.metadata().sizeBytes()).sum();
    if (inputs.size() < plan.inputs().size() || !disk.hasRoomFor(bytes)) {
      inputs.forEach(Segment::release);
      return Optional.empty();
    }
    // What goes by this time does not come back.
    long now = clock.confirmedNanos();
    Optional<HistoryInputs> history = HistoryInputs.of(plan, view, now);
    if (history.isEmpty()) {
      inputs.forEach(Segment::release);
      return Optional.empty();
    }
    TimeRange existing = new TimeRange(leases.goneBelowNanos(view.table(), now), Long.MAX_VALUE);
    return Optional.of(new Compactor(plan, inputs, existing, history.get(), ledger, writer));
  }
}
