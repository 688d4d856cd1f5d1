package io.lodestone.engine;

import io.lodestone.agent.Agent;
import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import io.lodestone.engine.clock.GuardedClock;
import io.lodestone.engine.commit.CommitQueue;
import io.lodestone.engine.commit.CommittedState;
import io.lodestone.engine.flush.FlushOptions;
import io.lodestone.engine.flush.Flusher;
import io.lodestone.engine.manifest.ManifestEdit;
import io.lodestone.engine.manifest.ManifestEdit.Checkpoint;
import io.lodestone.engine.manifest.ManifestLog;
import io.lodestone.engine.manifest.SealedMemtables;
import io.lodestone.model.ResourceException;
import io.lodestone.segments.Segment;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentMetadata;
import io.lodestone.segments.SegmentStore;
import io.lodestone.wal.CommitLog;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The work that goes on behind writes and reads: flushes, and the removal of what dropped tables
 * leave. One agent, one thing at a time; the only one who edits the manifest.
 *
 * <p>A flush is a little state machine, because the agent must not wait for the committer: seal
 * asked → sealed → written and named in the manifest → published. What a crash leaves at each step
 * is in {@code docs/formats/manifest.md}.
 */
final class Maintenance implements Agent {
  private static final long LOOK_AGAIN_MILLIS = 250;

  private final CommitLog log;
  private final CommitQueue queue;
  private final CommittedState state;
  private final GuardedClock clock;
  private final FlushOptions options;
  private final SegmentStore store;
  private final ManifestLog manifest;
  private final Flusher flusher;

  /** Segments that no table has any more. */
  private final ConcurrentLinkedQueue<List<Segment>> dropped = new ConcurrentLinkedQueue<>();

  /** People who asked for a flush; answered when one that began afterwards is published. */
  private final ConcurrentLinkedQueue<CompletableFuture<Void>> asked =
      new ConcurrentLinkedQueue<>();

  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

  /** Removals that the manifest does not know yet. */
  private final List<Segment> toRemove = new ArrayList<>();

  /** Segments that the manifest does not name any more and that snapshots may still read. */
  private final List<Segment> leaving = new ArrayList<>();

  /**
   * Segments of an edit whose fate was unknown when it failed; garbage once a later edit has
   * succeeded.
   */
  private final List<SegmentId> doubtful = new ArrayList<>();

  /** Segments that no manifest names and nobody reads. */
  private final Deque<SegmentId> garbage = new ArrayDeque<>();

  private Step step = new Step.Idle();
  private long lastFlushMillis;
  private volatile IOException lastFailure;

  /** Null until the agent has been started; it looks by itself whether there is work. */
  private volatile AgentHandle handle;

  /** Why no flush will come any more; null while one may. */
  private volatile ResourceException ended;

  /** How far the present flush is. */
  private sealed interface Step {
    record Idle() implements Step {}

    record Sealing(CompletableFuture<SealedMemtables> sealed) implements Step {}

    record Writing(SealedMemtables sealed) implements Step {}

    record Publishing(SealedMemtables sealed, CompletableFuture<List<Segment>> homeless)
        implements Step {}
  }

  Maintenance(
      CommitLog log,
      CommitQueue queue,
      CommittedState state,
      GuardedClock clock,
      FlushOptions options,
      SegmentStore store,
      ManifestLog manifest,
      Flusher flusher) {
    this.log = log;
    this.queue = queue;
    this.state = state;
    this.clock = clock;
    this.options = options;
    this.store = store;
    this.manifest = manifest;
    this.flusher = flusher;
    this.lastFlushMillis = clock.millis();
  }

  AgentHandle start(AgentHost agents) {
    handle = agents.start(this);
    return handle;
  }

  @Override
  public String name() {
    return "maintenance";
  }

  /** Takes over segments of dropped tables, with the references to them. Any thread. */
  void remove(List<Segment> segments) {
    if (!segments.isEmpty()) {
      dropped.add(segments);
      wake();
    }
  }

  /** Asks for a flush. Any thread. Completed when everything written before is in segments. */
  CompletableFuture<Void> flush() {
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

  /** Ends, when this agent is not stepped any more: answers everybody, lets go of segments. */
  void end() {
    refuse(new ResourceException("The engine is closed."));
    takeDropped();
    toRemove.forEach(Segment::release);
    toRemove.clear();
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

  /** Why the latest attempt to write to disk failed, null when it did not. Any thread. */
  IOException lastFailure() {
    return lastFailure;
  }

  @Override
  public long step() {
    try {
      // Neither may keep the other from being done: a flush makes room in memory, a removal on
      // disk.
      IOException removing = removeWhatIsDropped();
      boolean moved = false;
      IOException flushing = null;
      try {
        moved = advance();
      } catch (IOException e) {
        flushing = e;
        failWaiting(
            new ResourceException(
                "The disk refuses to be written; try again. " + e.getMessage(), e));
      }
      lastFailure = flushing != null ? flushing : removing;
      return moved ? MORE : LOOK_AGAIN_MILLIS;
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
        CompletableFuture<SealedMemtables> sealed = queue.seal();
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
        CompletableFuture<List<Segment>> homeless =
            queue.publish(writing.sealed(), write(writing.sealed()));
        var _ = homeless.whenComplete((_, _) -> wake());
        step = new Step.Publishing(writing.sealed(), homeless);
        return false;
      }
      case Step.Publishing publishing -> {
        if (!publishing.homeless().isDone()) {
          return false;
        }
        toRemove.addAll(publishing.homeless().join());
        step = new Step.Idle();
        lastFlushMillis = clock.millis();
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
    return state.frame() > manifest.manifest().checkpoint().frame()
        && options.isDue(log.bytes(), state.memoryBytes(), age);
  }

  /** Writes the segments, names them in the manifest and opens them, per table, youngest first. */
  private Map<Long, List<Segment>> write(SealedMemtables sealed) throws IOException {
    List<SegmentId> begun = new ArrayList<>();
    List<SegmentMetadata> written;
    try {
      written = flusher.flush(sealed, clock.nanos(), begun::add);
    } catch (IOException e) {
      garbage.addAll(begun);
      throw e;
    }
    ManifestEdit edit =
        ManifestEdit.flushed(
            written, new Checkpoint(sealed.frame(), sealed.catalog(), clock.millis()));
    try {
      manifest.append(edit);
    } catch (IOException e) {
      // The edit may be on disk or not: its segments may go only after the manifest has been
      // written anew without it.
      written.forEach(segment -> doubtful.add(segment.id()));
      throw e;
    }
    garbage.addAll(doubtful);
    doubtful.clear();
    Map<Long, List<Segment>> segments = new HashMap<>();
    for (SegmentMetadata metadata : written) {
      segments
          .computeIfAbsent(metadata.tableId(), _ -> new ArrayList<>())
          .addFirst(Segment.open(store, metadata));
    }
    return segments;
  }

  private IOException removeWhatIsDropped() {
    try {
      takeDropped();
      if (!toRemove.isEmpty()) {
        manifest.append(
            ManifestEdit.dropped(
                toRemove.stream().map(segment -> segment.metadata().id()).toList()));
        garbage.addAll(doubtful);
        doubtful.clear();
        toRemove.forEach(Segment::release);
        leaving.addAll(toRemove);
        toRemove.clear();
      }
      deleteGarbage();
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private void takeDropped() {
    for (List<Segment> segments = dropped.poll(); segments != null; segments = dropped.poll()) {
      toRemove.addAll(segments);
    }
  }

  private void deleteGarbage() throws IOException {
    for (Iterator<Segment> segments = leaving.iterator(); segments.hasNext(); ) {
      Segment segment = segments.next();
      if (segment.isReleased()) {
        garbage.add(segment.metadata().id());
        segments.remove();
      }
    }
    while (!garbage.isEmpty()) {
      store.delete(garbage.peekFirst());
      garbage.removeFirst();
    }
  }
}
