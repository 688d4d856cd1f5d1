package io.lodestone.engine.flush;

import io.lodestone.agent.Agent;
import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import io.lodestone.engine.clock.GuardedClock;
import io.lodestone.engine.commit.CarryOptions;
import io.lodestone.engine.commit.CommitQueue;
import io.lodestone.engine.commit.CommittedState;
import io.lodestone.engine.manifest.ManifestEdit.Checkpoint;
import io.lodestone.engine.manifest.SealedMemtables;
import io.lodestone.engine.manifest.SegmentLedger;
import io.lodestone.model.ResourceException;
import io.lodestone.segments.Segment;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentMetadata;
import io.lodestone.wal.CommitLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Flushes when it is due or when somebody asks. One agent, one flush at a time.
 *
 * <p>A flush is a little state machine, because the agent must not wait for the committer: seal
 * asked → sealed → written and named in the manifest → published. What a crash leaves at each step
 * is in {@code docs/formats/manifest.md}.
 */
public final class FlushAgent implements Agent {
  private static final long LOOK_AGAIN_MILLIS = 250;

  private final CommitLog log;
  private final CommitQueue queue;
  private final CommittedState state;
  private final GuardedClock clock;
  private final FlushOptions options;
  private final SegmentLedger ledger;
  private final Flusher flusher;

  /** People who asked for a flush; answered when one that began afterwards is published. */
  private final ConcurrentLinkedQueue<CompletableFuture<Void>> asked =
      new ConcurrentLinkedQueue<>();

  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

  private Step step = new Step.Idle();
  private long lastFlushMillis;

  /** The frames that carried points of the last flush end here: nothing new came with them. */
  private long carriedBy;

  private volatile FlushCounts counts = FlushCounts.NONE;

  /** Null until the agent has been started; it looks by itself whether there is work. */
  private volatile AgentHandle handle;

  /** Why no flush will come any more; null while one may. */
  private volatile ResourceException ended;

  /** How far the present flush is. */
  private sealed interface Step {
    record Idle() implements Step {}

    record Sealing(CompletableFuture<SealedMemtables> sealed) implements Step {}

    record Writing(SealedMemtables sealed) implements Step {}

    record Publishing(SealedMemtables sealed, CompletableFuture<Void> published) implements Step {}
  }

  public FlushAgent(
      CommitLog log,
      CommitQueue queue,
      CommittedState state,
      GuardedClock clock,
      FlushOptions options,
      SegmentLedger ledger,
      Flusher flusher) {
    this.log = log;
    this.queue = queue;
    this.state = state;
    this.clock = clock;
    this.options = options;
    this.ledger = ledger;
    this.flusher = flusher;
    this.lastFlushMillis = clock.millis();
  }

  /** Begins to flush by itself. */
  public AgentHandle start(AgentHost agents) {
    handle = agents.start(this);
    return handle;
  }

  @Override
  public String name() {
    return "flush";
  }

  /** What was done so far. Any thread. */
  public FlushCounts counts() {
    return counts;
  }

  /** Asks for a flush. Any thread. Completed when everything written before is in segments. */
  public CompletableFuture<Void> flush() {
    CompletableFuture<Void> future = new CompletableFuture<>();
    asked.add(future);
    ResourceException cause = ended;
    if (cause == null) {
      wake();
    } else {
      failAsked(cause);
    }
    return future;
  }

  /** Ends, when this agent is not stepped any more: answers everybody. */
  public void end() {
    refuse(new ResourceException("The engine is closed."));
  }

  private void refuse(ResourceException cause) {
    ended = cause;
    failAsked(cause);
    failWaiting(cause);
  }

  private void failAsked(ResourceException cause) {
    for (CompletableFuture<Void> future = asked.poll(); future != null; future = asked.poll()) {
      future.completeExceptionally(cause);
    }
  }

  private void failWaiting(ResourceException cause) {
    waiting.forEach(future -> future.completeExceptionally(cause));
    waiting.clear();
  }

  private void wake() {
    AgentHandle started = handle;
    if (started != null) {
      started.wake();
    }
  }

  @Override
  public long step() {
    try {
      return advance() ? MORE : LOOK_AGAIN_MILLIS;
    } catch (IOException e) {
      failWaiting(
          new ResourceException("The disk refuses to be written; try again. " + e.getMessage(), e));
      return LOOK_AGAIN_MILLIS;
    } catch (RuntimeException | Error bug) {
      // This agent will not be stepped again: nobody may be left waiting for it.
      refuse(
          new ResourceException("Flushes have stopped after a fault of the engine: " + bug, bug));
      throw bug;
    }
  }

  private boolean advance() throws IOException {
    switch (step) {
      case Step.Idle _ -> {
        for (CompletableFuture<Void> future = asked.poll(); future != null; future = asked.poll()) {
          waiting.add(future);
        }
        if (waiting.isEmpty() && !isDue()) {
          return false;
        }
        // Who asks wants to see it in segments.
        CompletableFuture<SealedMemtables> sealed =
            queue.seal(waiting.isEmpty() ? options.carry() : CarryOptions.NONE);
        var _ = sealed.whenComplete((_, _) -> wake());
        step = new Step.Sealing(sealed);
        return false;
      }
      case Step.Sealing sealing -> {
        if (!sealing.sealed().isDone()) {
          return false;
        }
        if (sealing.sealed().isCompletedExceptionally()) {
          step = new Step.Idle();
          throw new IOException("the log refuses to be written", sealing.sealed().exceptionNow());
        }
        step = new Step.Writing(sealing.sealed().join());
        return true;
      }
      case Step.Writing writing -> {
        CompletableFuture<Void> published =
            queue.publish(writing.sealed(), write(writing.sealed()));
        var _ = published.whenComplete((_, _) -> wake());
        step = new Step.Publishing(writing.sealed(), published);
        return false;
      }
      case Step.Publishing publishing -> {
        if (!publishing.published().isDone()) {
          return false;
        }
        publishing.published().join();
        step = new Step.Idle();
        lastFlushMillis = clock.millis();
        carriedBy = publishing.sealed().carriedBy();
        log.trim(publishing.sealed().frame() + 1);
        waiting.forEach(future -> future.complete(null));
        waiting.clear();
        return true;
      }
    }
  }

  /**
   * Whether a flush is due and would change anything: the newest log file counts as a whole, so
   * that the log may seem too long just after a flush.
   */
  private boolean isDue() {
    long age = clock.millis() - lastFlushMillis;
    return state.frame() > Math.max(carriedBy, ledger.manifest().checkpoint().frame())
        && options.isDue(log.bytes(), state.memoryBytes(), age);
  }

  /** Writes the segments, names them in the manifest and opens them, per table, youngest first. */
  private Map<Long, List<Segment>> write(SealedMemtables sealed) throws IOException {
    List<SegmentId> begun = new ArrayList<>();
    List<SegmentMetadata> written;
    try {
      written = flusher.flush(sealed, clock.nanos(), clock.confirmedNanos(), begun::add);
    } catch (IOException e) {
      ledger.discard(begun);
      throw e;
    }
    ledger.flushed(
        written, new Checkpoint(sealed.frame(), sealed.catalog(), clock.confirmedMillis()));
    counts =
        counts.flushed(
            written.size(), written.stream().mapToLong(SegmentMetadata::sizeBytes).sum());
    Map<Long, List<Segment>> segments = new HashMap<>();
    for (SegmentMetadata metadata : written) {
      segments
          .computeIfAbsent(metadata.tableId(), _ -> new ArrayList<>())
          .addFirst(ledger.open(metadata));
    }
    return segments;
  }
}
