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
import java.util.ArrayList;
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

  /** Segments that the manifest does not name any more and that snapshots may still read. */
  private final List<Segment> leaving = new ArrayList<>();

  /** Removals that the manifest does not know yet. */
  private final List<Segment> toRemove = new ArrayList<>();

  /**
   * Segments of an edit whose fate was unknown when it failed; garbage once a later edit has
   * succeeded.
   */
  private final List<SegmentId> doubtful = new ArrayList<>();

  private Step step = new Step.Idle();
  private long lastFlushMillis;
  private volatile IOException lastFailure;
  private AgentHandle handle;

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
      handle.wake();
    }
  }

  /** Asks for a flush. Any thread. Completed when everything written before is in segments. */
  CompletableFuture<Void> flush() {
    CompletableFuture<Void> future = new CompletableFuture<>();
    asked.add(future);
    handle.wake();
    return future;
  }

  /** Why the latest attempt to write to disk failed, null when it did not. Any thread. */
  IOException lastFailure() {
    return lastFailure;
  }

  @Override
  public long step() {
    try {
      removeDropped();
      boolean moved = advance();
      lastFailure = null;
      return moved ? MORE : LOOK_AGAIN_MILLIS;
    } catch (IOException e) {
      lastFailure = e;
      ResourceException cause =
          new ResourceException("The disk refuses to be written; try again. " + e.getMessage(), e);
      waiting.forEach(future -> future.completeExceptionally(cause));
      waiting.clear();
      return LOOK_AGAIN_MILLIS;
    }
  }

  private boolean advance() throws IOException {
    switch (step) {
      case Step.Idle _ -> {
        for (CompletableFuture<Void> future = asked.poll(); future != null; future = asked.poll()) {
          waiting.add(future);
        }
        long age = clock.millis() - lastFlushMillis;
        if (waiting.isEmpty() && !options.isDue(log.bytes(), state.memoryBytes(), age)) {
          return false;
        }
        CompletableFuture<SealedMemtables> sealed = queue.seal();
        var _ = sealed.whenComplete((_, _) -> handle.wake());
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
        var _ = homeless.whenComplete((_, _) -> handle.wake());
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

  /** Writes the segments, names them in the manifest and opens them, per table, youngest first. */
  private Map<Long, List<Segment>> write(SealedMemtables sealed) throws IOException {
    List<SegmentMetadata> written = flusher.flush(sealed, clock.nanos());
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
    discardDoubtful();
    Map<Long, List<Segment>> segments = new HashMap<>();
    for (SegmentMetadata metadata : written) {
      segments
          .computeIfAbsent(metadata.tableId(), _ -> new ArrayList<>())
          .addFirst(Segment.open(store, metadata));
    }
    return segments;
  }

  private void discardDoubtful() throws IOException {
    for (SegmentId id : doubtful) {
      store.delete(id);
    }
    doubtful.clear();
  }

  private void removeDropped() throws IOException {
    for (List<Segment> segments = dropped.poll(); segments != null; segments = dropped.poll()) {
      toRemove.addAll(segments);
    }
    if (!toRemove.isEmpty()) {
      manifest.append(
          ManifestEdit.dropped(toRemove.stream().map(segment -> segment.metadata().id()).toList()));
      toRemove.forEach(Segment::release);
      leaving.addAll(toRemove);
      toRemove.clear();
    }
    for (Iterator<Segment> segments = leaving.iterator(); segments.hasNext(); ) {
      Segment segment = segments.next();
      if (segment.isReleased()) {
        store.delete(segment.metadata().id());
        segments.remove();
      }
    }
  }
}
